"""The national norm of 2019 and the rents that the tests hold budgets against."""

from decimal import Decimal

# The whole norm of 2019, as Socialstyrelsen published it.
NORM_2019 = {
    "adult_single": 3090,
    "adult_couple": 5570,
    "child_0": 2130,
    "child_1": 2380,
    "child_3": 2120,
    "child_4": 2380,
    "child_7": 2990,
    "child_11": 3440,
    "child_15": 3880,
    "child_19": 3910,
    "child_0_out": 2000,
    "child_1_out": 2190,
    "child_3_out": 1940,
    "child_4_out": 2120,
    "common_1": 990,
    "common_2": 1100,
    "common_3": 1380,
    "common_4": 1570,
    "common_5": 1810,
    "common_6": 2050,
    "common_7": 2220,
}
NORM = {code: Decimal(amount) for code, amount in NORM_2019.items()}
RENTS = {
    "adults_1": Decimal(6300),
    "adults_2": Decimal(6900),
    "children_2": Decimal(9400),
    "children_5": Decimal(14800),
}
