"""The five years of a debt restructuring by hand: months, shares, follow-ups, what is due."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtadvice.five_years import follow_up_days, last_month_of, months_so_far, paid_months, shares


def test_five_years_without_june_and_december_are_fifty_payments():
    months = paid_months(date(2026, 3, 1), last_month_of(date(2026, 3, 15)))
    assert (months[0], months[-1], len(months)) == (date(2026, 3, 1), date(2031, 2, 1), 50)
    assert {month.month for month in months} == {1, 2, 3, 4, 5, 7, 8, 9, 10, 11}


@pytest.mark.parametrize(("years", "payments"), [(1, 10), (3, 30), (7, 70)])
def test_shorter_and_longer_plans(years, payments):
    assert len(paid_months(date(2026, 6, 1), last_month_of(date(2026, 6, 1), years))) == payments


def test_follow_ups_come_each_year_until_the_plan_has_run():
    days = follow_up_days(date(2026, 3, 1), date(2031, 2, 1))
    assert days == [date(year, 3, 1) for year in range(2027, 2032)]


def test_the_money_is_shared_in_proportion_by_hand():
    # 100 000 and 50 000 owed, 1 000 kr a month, 50 payments: two thirds and one third.
    parts = shares({1: Decimal(100_000), 2: Decimal(50_000)}, Decimal(1000), 50)
    assert [(part.month_sek, part.total_sek, part.written_off_sek) for part in parts] == [
        (Decimal("666.67"), Decimal("33333.50"), Decimal("66666.50")),
        (Decimal("333.33"), Decimal("16666.50"), Decimal("33333.50")),
    ]


def test_nobody_gets_more_than_is_owed_and_nought_shares_nought():
    (part,) = shares({1: Decimal(300), 2: Decimal(0)}, Decimal(100), 50)
    assert (part.total_sek, part.written_off_sek) == (300, 0)
    assert shares({}, Decimal(100), 50) == []
    assert shares({1: Decimal(500)}, Decimal(0), 50)[0].total_sek == 0


@given(
    st.dictionaries(st.integers(1, 20), st.decimals(1, 10**6, places=2), min_size=1, max_size=8),
    st.decimals(0, 10**5, places=2),
)
def test_the_parts_of_a_month_are_the_months_money(owed, money):
    parts = shares(owed, money, 50)
    assert sum(part.month_sek for part in parts) == money
    assert all(0 <= part.total_sek <= part.owed_sek for part in parts)


def test_the_months_so_far_are_due_paid_or_missed():
    # Begun in May 2026; looked at on 2 September. June is off, September has not ended.
    paid = {date(2026, 5, 1): Decimal(1000), date(2026, 7, 1): Decimal(400), date(2026, 11, 1): Decimal(1000)}
    months = months_so_far(date(2026, 5, 1), date(2031, 4, 1), Decimal(1000), paid, date(2026, 9, 2))
    assert [(one.month.month, one.paid_sek, one.missed_sek) for one in months] == [
        (5, 1000, 0),
        (7, 400, 600),
        (8, 0, 1000),
        (9, 0, 0),  # goes on
        (11, 1000, 0),  # paid ahead
    ]


def test_a_month_is_missed_from_the_first_of_the_next():
    for day, missed in ((date(2026, 5, 31), 0), (date(2026, 6, 1), 500)):
        (month,) = months_so_far(date(2026, 5, 1), date(2031, 4, 1), Decimal(500), {}, day)
        assert month.missed_sek == missed
