"""Working days in Sweden."""

from datetime import date

import pytest

from core.holidays import is_working_day, next_working_day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2013, 12, 9), date(2013, 12, 9)),
        (date(2013, 12, 14), date(2013, 12, 16)),  # a Saturday
        (date(2013, 12, 24), date(2013, 12, 27)),  # three holidays
        (date(2013, 12, 31), date(2014, 1, 2)),
        (date(2014, 4, 18), date(2014, 4, 22)),  # Good Friday, through Easter Monday
        (date(2014, 6, 20), date(2014, 6, 23)),  # Midsummer Eve
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2014, 3, 30), date(2014, 3, 31)),  # the night when the clocks go forward
    ],
)
def test_next_working_day(day: date, expected: date) -> None:
    assert next_working_day(day) == expected
    assert is_working_day(day) is (day == expected)
