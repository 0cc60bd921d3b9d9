"""Worked tables: the three months, the client's fee, the months of rent."""

from datetime import date
from decimal import Decimal

import pytest

from housing.fees import FeeSpan, client_fee, fee_spans
from housing.limits import (
    countdown,
    day_of_stay,
    due_marks,
    is_over_limit,
    last_allowed_night,
    months_lived,
    next_mark,
    nights_allowed,
)
from housing.rents import due_on, rent_months


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first_night", "last_allowed", "nights"),
    [
        ("2013-01-15", "2013-04-14", 90),
        ("2013-01-01", "2013-03-31", 90),
        ("2012-01-01", "2012-03-31", 91),
        ("2013-01-31", "2013-04-29", 89),  # 31 April is not there: its last day counts as the date
        ("2013-11-30", "2014-02-27", 90),
        ("2015-11-30", "2016-02-28", 91),  # leap year
        ("2015-11-29", "2016-02-28", 92),
        ("2013-11-29", "2014-02-27", 91),
        ("2013-11-28", "2014-02-27", 92),
        ("2014-02-28", "2014-05-27", 89),
        ("2016-02-28", "2016-05-27", 90),
        ("2016-02-29", "2016-05-28", 90),
        ("2013-12-31", "2014-03-30", 90),
        ("2013-07-01", "2013-09-30", 92),
    ],
)
def test_limit_is_three_months_from_the_first_night(first_night: str, last_allowed: str, nights: int) -> None:
    first, last = day(first_night), day(last_allowed)
    assert last_allowed_night(first) == last
    assert nights_allowed(first) == nights
    assert not is_over_limit(first, last)
    assert is_over_limit(first, date.fromordinal(last.toordinal() + 1))


def test_countdown_count_the_first_night_as_one() -> None:
    first = day("2013-10-01")
    assert day_of_stay(first, first) == 1
    assert countdown(first) == [
        (45, day("2013-11-14")),
        (60, day("2013-11-29")),
        (75, day("2013-12-14")),
    ]
    assert next_mark(first, day("2013-11-14")) == (45, day("2013-11-14"))
    assert next_mark(first, day("2013-11-15")) == (60, day("2013-11-29"))
    assert next_mark(first, day("2013-12-15")) is None


@pytest.mark.parametrize(
    ("rent", "percent", "fee"),
    [
        ("4956.67", "3", "5105.37"),  # a third of 14 870 kr
        ("14870", "3", "15316.10"),
        ("4650", "3", "4789.50"),
        ("4650", "0", "4650.00"),
        ("4650.50", "3", "4790.02"),  # 4 790,015: half up, never to the even öre
        ("4650.50", "2.5", "4766.76"),
        ("4956.67", "15", "5700.17"),
        ("0", "3", "0.00"),
    ],
)
def test_fee_is_the_rent_and_the_surcharge_rounded_once(rent: str, percent: str, fee: str) -> None:
    assert client_fee(Decimal(rent), Decimal(percent)) == Decimal(fee)


def test_fee_follows_rent_and_surcharge_day_by_day() -> None:
    rents = [(day("2012-12-01"), Decimal("4650")), (day("2013-07-01"), Decimal("4750"))]
    surcharges = [(day("2012-12-01"), Decimal(3)), (day("2014-01-01"), Decimal(5))]
    assert fee_spans(rents, surcharges, day("2013-05-10")) == [
        FeeSpan(day("2013-05-10"), day("2013-06-30"), Decimal("4789.50")),
        FeeSpan(day("2013-07-01"), day("2013-12-31"), Decimal("4892.50")),
        FeeSpan(day("2014-01-01"), None, Decimal("4987.50")),
    ]
    assert fee_spans([], surcharges, day("2013-05-10")) == []


def test_rent_is_late_the_day_after_the_month_before_has_ended() -> None:
    def months(as_of: str, **changes) -> dict[str, bool]:
        values = {"paid": {day("2013-10-01"): day("2013-10-05")}, "is_started_here": True, **changes}
        found = rent_months(day("2013-10-05"), None, as_of=day(as_of), **values)
        return {row.month.isoformat()[:7]: row.is_late for row in found}

    assert months("2013-10-30") == {"2013-10": False}
    assert months("2013-10-31") == {"2013-10": False, "2013-11": False}
    assert months("2013-11-01") == {"2013-10": False, "2013-11": True}
    assert months("2013-10-05", paid={}) == {"2013-10": False}
    assert months("2013-10-06", paid={}) == {"2013-10": True}
    # What was imported is followed from the first rent that was recorded here.
    assert months("2013-12-15", paid={}, is_started_here=False) == {}
    paid = {day("2013-11-01"): day("2013-10-30")}
    assert months("2013-12-15", paid=paid, is_started_here=False) == {"2013-11": False, "2013-12": True}


def test_no_rent_is_waited_for_after_the_last_night_or_for_more_than_a_year() -> None:
    ended = rent_months(
        day("2013-10-05"), day("2013-11-02"), {}, as_of=day("2014-03-01"), is_started_here=True
    )
    assert [row.month for row in ended] == [day("2013-11-01"), day("2013-10-01")]
    long = rent_months(day("2009-10-05"), None, {}, as_of=day("2013-12-15"), is_started_here=True)
    assert (len(long), long[-1].month) == (12, day("2013-01-01"))


@pytest.mark.parametrize(
    ("first_night", "dates"),
    [
        ("2025-10-01", ("2025-11-14", "2025-11-29", "2025-12-14")),
        ("2023-12-31", ("2024-02-13", "2024-02-28", "2024-03-14")),  # over 29 February
        ("2024-01-16", ("2024-02-29", "2024-03-15", "2024-03-30")),
        ("2025-01-16", ("2025-03-01", "2025-03-16", "2025-03-31")),
        ("2025-11-30", ("2026-01-13", "2026-01-28", "2026-02-12")),  # ninety nights: limit 27 February
    ],
)
def test_marks_are_days_of_the_stay_whatever_the_months(first_night: str, dates: tuple[str, ...]) -> None:
    marks = countdown(date.fromisoformat(first_night))
    assert [(number, on.isoformat()) for number, on in marks] == list(zip((45, 60, 75), dates, strict=True))


@pytest.mark.parametrize(
    ("day", "until", "checked", "due"),
    [
        ("2025-11-13", "2025-11-13", [], []),
        ("2025-11-13", "2025-11-14", [], [45]),
        ("2025-11-14", "2025-11-14", [], [45]),
        ("2025-11-28", "2025-12-13", [], [45, 60]),
        ("2025-11-29", "2025-12-13", [], [60]),  # whoever looks on day 60 needs not look at day 45
        ("2025-11-29", "2025-12-14", [], [60, 75]),
        ("2025-11-28", "2025-12-13", [45], [60]),
        ("2025-11-28", "2025-12-14", [60], [75]),  # looked at ahead
        ("2026-01-20", "2026-01-31", [], [75]),
        ("2026-01-20", "2026-01-31", [75], []),
    ],
)
def test_mark_is_due_from_its_day_until_it_is_looked_at(day: str, until: str, checked, due) -> None:
    first, now, last = date(2025, 10, 1), date.fromisoformat(day), date.fromisoformat(until)
    assert [number for number, _on in due_marks(first, checked, now, last)] == due


@pytest.mark.parametrize(
    ("first_night", "month", "due"),
    [
        ("2023-06-15", "2024-03-01", "2024-02-29"),
        ("2024-06-15", "2025-03-01", "2025-02-28"),
        ("2023-06-15", "2023-12-01", "2023-11-30"),
        ("2023-06-15", "2024-01-01", "2023-12-31"),
        ("2024-02-29", "2024-02-01", "2024-02-29"),  # the first rent by the first night
        ("2024-02-29", "2024-03-01", "2024-02-29"),  # moved in on the day the next one is due
        ("2025-01-31", "2025-02-01", "2025-01-31"),
    ],
)
def test_rent_is_due_at_the_end_of_the_month_before(first_night: str, month: str, due: str) -> None:
    assert due_on(date.fromisoformat(month), date.fromisoformat(first_night)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("first_night", "last_night", "months"),
    [
        ("2013-01-01", "2013-01-30", 0),
        ("2013-01-01", "2013-01-31", 1),
        ("2013-01-31", "2013-02-27", 1),  # 28 February is the day after
        ("2013-01-31", "2013-02-26", 0),
        ("2012-02-29", "2013-02-27", 12),
        ("2012-02-29", "2012-03-27", 0),
        ("2001-03-15", "2013-03-14", 144),
        ("2001-03-15", "2013-03-13", 143),
        ("2013-12-01", "2014-02-28", 3),
    ],
)
def test_months_lived_are_whole_ones(first_night: str, last_night: str, months: int) -> None:
    assert months_lived(date.fromisoformat(first_night), date.fromisoformat(last_night)) == months
