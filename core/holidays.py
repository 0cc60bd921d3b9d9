"""Days on which nobody is at work: weekends, public holidays and the eves that count as such."""

from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.sweden import Sweden

SATURDAY = 5
# Public holidays: lag (1989:253) om allmänna helgdagar. Christmas Eve, New Year's Eve and Midsummer Eve
# count as Sundays: semesterlagen (1977:480) 3 a §.
HOLIDAY_CATEGORIES = ("public", "de_facto")


@lru_cache(maxsize=32)
def _holidays(year: int) -> dict[date, str]:
    return dict(
        Sweden(years=year, include_sundays=False, categories=HOLIDAY_CATEGORIES, language="sv").items()
    )


def holiday_on(day: date) -> str:
    """The Swedish name of the public holiday, or of the eve that counts as one; empty for other days."""
    return _holidays(day.year).get(day, "")


def coming_holidays(first: date, last: date) -> list[tuple[date, str]]:
    """The holidays between two days that fall on a weekday, in order, with their names."""
    years = range(first.year, last.year + 1)
    days = sorted(item for year in years for item in _holidays(year).items())
    return [(day, name) for day, name in days if first <= day <= last and day.weekday() < SATURDAY]


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < SATURDAY and not holiday_on(day)


def next_working_day(day: date) -> date:
    """The day itself when people work on it, else the first later day on which they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
