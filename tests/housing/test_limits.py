"""The three months of a transitional flat and what the client pays: worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import add_months
from housing.fees import client_fee
from housing.limits import countdown, day_of_stay, last_allowed_night


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2013-01-15", "2013-04-14"),
        ("2013-11-30", "2014-02-27"),
        ("2015-11-30", "2016-02-28"),
        ("2013-01-31", "2013-04-29"),
        ("2016-02-29", "2016-05-28"),
        ("2013-02-28", "2013-05-27"),
        ("2013-12-01", "2014-02-28"),
        ("2015-12-01", "2016-02-29"),
    ],
)
def test_last_allowed_night(first: str, last: str) -> None:
    first_night = date.fromisoformat(first)
    assert last_allowed_night(first_night) == date.fromisoformat(last)
    assert last_allowed_night(first_night) < add_months(first_night, 3)


def test_countdown_names_its_days() -> None:
    first = date(2013, 10, 1)
    assert countdown(first) == [
        (45, date(2013, 11, 14)),
        (60, date(2013, 11, 29)),
        (75, date(2013, 12, 14)),
    ]
    assert [day_of_stay(first, day) for _number, day in countdown(first)] == [45, 60, 75]
    assert day_of_stay(first, date(2013, 9, 30)) == 0


@pytest.mark.parametrize(
    ("rent", "percent", "fee"),
    [
        ("4956.67", "3", "5105.37"),
        ("14870.00", "3", "15316.10"),
        ("4650.00", "3", "4789.50"),
        ("1.50", "1", "1.52"),
        ("0.50", "1", "0.51"),
        ("4650.00", "0", "4650.00"),
        ("4650.00", "2.5", "4766.25"),
    ],
)
def test_fee_is_rent_and_surcharge_rounded_half_up(rent: str, percent: str, fee: str) -> None:
    assert client_fee(Decimal(rent), Decimal(percent)) == Decimal(fee)
