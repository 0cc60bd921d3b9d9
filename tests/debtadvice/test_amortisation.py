"""Amortisation against tables made by hand, and its promise for any debts: paid = debt + interest."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - tables of amounts are read at a glance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtadvice.amortisation import JUNE_AND_DECEMBER, NeverPaid, Owed, Terms, next_month, schedule
from debtadvice.enums import Strategy

JANUARY = date(2026, 1, 1)


def _terms(money, strategy=Strategy.EQUAL, **more):
    return Terms(D(money), strategy, more.pop("first_month", JANUARY), **more)


def _table(result, key=1):
    return [
        (day.month, str(part.interest_sek), str(part.paid_sek), str(part.remaining_sek))
        for day, part in result.of(key)
    ]


def test_a_debt_without_interest_ends_with_a_smaller_payment():
    assert _table(schedule([Owed(1, D("1000"))], _terms("300"))) == [
        (1, "0.00", "300.00", "700.00"),
        (2, "0.00", "300.00", "400.00"),
        (3, "0.00", "300.00", "100.00"),
        (4, "0.00", "100.00", "0.00"),
    ]


def test_interest_of_12_per_cent_by_hand():
    # 1 % a month: 1000 → 10.00; 610.00 → 6.10; 216.10 → 2.16 (half up of 2.161).
    assert _table(schedule([Owed(1, D("1000"), D(12))], _terms("400"))) == [
        (1, "10.00", "400.00", "610.00"),
        (2, "6.10", "400.00", "216.10"),
        (3, "2.16", "218.26", "0.00"),
    ]


def test_half_an_ore_of_interest_is_rounded_up():
    # 6 % of 1.00 kr is 0.5 öre a month.
    assert _table(schedule([Owed(1, D("1.00"), D(6))], _terms("5"))) == [(1, "0.01", "1.01", "0.00")]


def test_nothing_is_paid_in_june_and_december_while_interest_runs():
    result = schedule(
        [Owed(1, D("600"), D(12))],
        _terms("300", first_month=date(2026, 5, 1), months_off=JUNE_AND_DECEMBER),
    )
    assert _table(result) == [
        (5, "6.00", "300.00", "306.00"),
        (6, "3.06", "0.00", "309.06"),
        (7, "3.09", "300.00", "12.15"),
        (8, "0.12", "12.27", "0.00"),
    ]


def test_two_creditors_in_proportion_over_a_june_that_is_off_by_hand():
    # 600 kr by 1000 : 500, so 400 and 200, until both are gone in August; 1 % a month on the first.
    debts = [Owed(1, D("1000"), D(12)), Owed(2, D("500"))]
    terms = _terms("600", Strategy.PROPORTIONAL, first_month=date(2026, 5, 1), months_off=JUNE_AND_DECEMBER)
    result = schedule(debts, terms)
    assert _table(result, 1) == [
        (5, "10.00", "400.00", "610.00"),
        (6, "6.10", "0.00", "616.10"),
        (7, "6.16", "400.00", "222.26"),
        (8, "2.22", "224.48", "0.00"),
    ]
    assert _table(result, 2) == [
        (5, "0.00", "200.00", "300.00"),
        (6, "0.00", "0.00", "300.00"),
        (7, "0.00", "200.00", "100.00"),
        (8, "0.00", "100.00", "0.00"),
    ]
    assert (result.paid_sek, result.interest_sek) == (D("1524.48"), D("24.48"))


def test_the_smallest_first_hands_its_money_on_in_the_month_it_is_gone_by_hand():
    # 2 % a month on the second: 300.00 → 306.00; 100 kr of the first month are over when the first is gone.
    debts = [Owed(1, D("200")), Owed(2, D("300"), D(24))]
    result = schedule(debts, _terms("300", Strategy.SMALLEST))
    assert _table(result, 1) == [(1, "0.00", "200.00", "0.00")]
    assert _table(result, 2) == [(1, "6.00", "100.00", "206.00"), (2, "4.12", "210.12", "0.00")]


def _first(strategy, **more):
    debts = [Owed(1, D(3000), D(5)), Owed(2, D(1000)), Owed(3, D(2000), D(20))]
    month = schedule(debts, _terms("1200", strategy, **more)).months[0]
    return [str(part.paid_sek) for part in month.parts]


@pytest.mark.parametrize(
    ("strategy", "paid"),
    [
        (Strategy.SMALLEST, ["0.00", "1000.00", "200.00"]),
        (Strategy.DEAREST, ["0.00", "0.00", "1200.00"]),
        (Strategy.EQUAL, ["400.00", "400.00", "400.00"]),
        (Strategy.PROPORTIONAL, ["600.00", "200.00", "400.00"]),
    ],
)
def test_the_same_money_goes_by_each_strategy(strategy, paid):
    assert _first(strategy) == paid


def test_the_enforcement_authority_gets_its_least_whatever_the_strategy():
    debts = [Owed(1, D(5000), is_enforced=True), Owed(2, D(900))]
    month = schedule(debts, _terms("400", Strategy.SMALLEST, enforced_least_sek=D(100))).months[0]
    assert [str(part.paid_sek) for part in month.parts] == ["100.00", "300.00"]


def test_own_amounts_are_paid_each_to_its_end():
    debts = [Owed(1, D(500), own_sek=D(200)), Owed(2, D(150), own_sek=D(100))]
    result = schedule(debts, _terms("0", Strategy.OWN))
    assert [row[2] for row in _table(result, 1)] == ["200.00", "200.00", "100.00"]
    assert [row[2] for row in _table(result, 2)] == ["100.00", "50.00"]


@pytest.mark.parametrize("money", ["0", "9.99", "10.00"])
def test_money_that_does_not_cover_the_interest_is_no_plan(money):
    with pytest.raises(NeverPaid):
        schedule([Owed(1, D("1000"), D(12))], _terms(money))


def test_the_year_turns():
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2027, 1, 1)) == date(2027, 2, 1)


def test_no_debts_are_paid_in_no_time():
    assert schedule([], _terms("100")).last_month is None


amounts = st.integers(1, 5_000_000).map(lambda ore: D(ore) / 100)
owed = st.lists(
    st.tuples(amounts, st.integers(0, 2400).map(lambda rate: D(rate) / 100), st.booleans()),
    min_size=1,
    max_size=5,
)


@given(
    owed,
    st.integers(1, 500_000),
    st.sampled_from([one for one in Strategy if one != Strategy.OWN]),
    st.sampled_from([frozenset(), JUNE_AND_DECEMBER]),
)
def test_what_is_paid_is_debt_and_interest_to_the_ore(rows, ore, strategy, months_off):
    debts = [Owed(key, *row[:2], is_enforced=row[2]) for key, row in enumerate(rows)]
    terms = _terms(D(ore) / 100, strategy, months_off=months_off, enforced_least_sek=D(100))
    try:
        result = schedule(debts, terms)
    except NeverPaid:
        return
    for debt in debts:
        lines = [part for _day, part in result.of(debt.key)]
        interest = sum(part.interest_sek for part in lines)
        assert sum(part.paid_sek for part in lines) == debt.balance_sek + interest
        assert lines[-1].remaining_sek == 0
        assert all(part.remaining_sek >= 0 for part in lines)
    for month in result.months:
        assert month.paid_sek <= terms.money_sek
        assert not (month.first_day.month in months_off and month.paid_sek)


@given(
    st.lists(st.tuples(amounts, st.integers(0, 2400), st.integers(100, 500_000)), min_size=1, max_size=5),
    st.sampled_from([frozenset(), JUNE_AND_DECEMBER]),
)
def test_own_amounts_too_pay_debt_and_interest_to_the_ore(rows, months_off):
    debts = [
        Owed(key, owes, D(rate) / 100, own_sek=D(own) / 100) for key, (owes, rate, own) in enumerate(rows)
    ]
    try:
        result = schedule(debts, _terms("0", Strategy.OWN, months_off=months_off))
    except NeverPaid:
        return
    for debt in debts:
        lines = [part for _day, part in result.of(debt.key)]
        assert sum(part.paid_sek for part in lines) == debt.balance_sek + sum(
            part.interest_sek for part in lines
        )
        assert lines[-1].remaining_sek == 0
        assert all(part.paid_sek <= debt.own_sek for part in lines)
