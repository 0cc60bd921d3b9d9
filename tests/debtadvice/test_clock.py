"""The three weeks of jordabalken 12:44, by the rule of lag 1930:173 for the last day."""

from datetime import date

import pytest

from debtadvice.clock import last_day_to_pay


@pytest.mark.parametrize(
    ("served", "received", "last"),
    [
        ("2026-03-02", "2026-03-02", "2026-03-23"),  # Monday to Monday
        ("2026-03-02", "2026-03-04", "2026-03-25"),  # the board was told later
        ("2026-03-04", "2026-03-02", "2026-03-25"),  # the tenant was served later
        ("2026-03-07", "2026-03-02", "2026-03-30"),  # ends on a Saturday
        ("2026-03-08", "2026-03-02", "2026-03-30"),  # ends on a Sunday
        ("2026-03-13", "2026-03-13", "2026-04-07"),  # ends on Good Friday, then Easter through Monday
        ("2026-04-10", "2026-04-10", "2026-05-04"),  # ends on the first of May, a Friday
        ("2026-04-23", "2026-04-23", "2026-05-15"),  # ends on Ascension Day
        ("2026-05-29", "2026-05-29", "2026-06-22"),  # ends on Midsummer Eve, a Friday
        ("2026-12-03", "2026-12-03", "2026-12-28"),  # ends on Christmas Eve, then the weekend
        ("2026-12-10", "2026-12-10", "2027-01-04"),  # ends on New Year's Eve, over the year's turn
        ("2026-12-16", "2026-12-16", "2027-01-07"),  # ends on Epiphany
        ("2028-02-08", "2028-02-08", "2028-02-29"),  # a leap day
        ("2026-01-31", "2026-01-31", "2026-02-23"),  # over the end of a month, to a Saturday
    ],
)
def test_the_last_day_to_pay(served, received, last):
    days = date.fromisoformat(served), date.fromisoformat(received)
    assert last_day_to_pay(*days) == date.fromisoformat(last)


def test_the_clock_has_not_begun_while_the_tenant_has_not_been_served():
    assert last_day_to_pay(None, date(2026, 3, 2)) is None
