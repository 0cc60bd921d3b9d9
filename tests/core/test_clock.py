"""The one clock: local days, and a time of one's own for the demo and for days that turn."""

from datetime import UTC, date, datetime

import pytest

from core import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2013, 12, 31, 22, 59, tzinfo=UTC), date(2013, 12, 31)),
        (datetime(2013, 12, 31, 23, 0, tzinfo=UTC), date(2014, 1, 1)),
        (datetime(2013, 6, 30, 21, 59, tzinfo=UTC), date(2013, 6, 30)),
        (datetime(2013, 6, 30, 22, 0, tzinfo=UTC), date(2013, 7, 1)),
        (datetime(2013, 3, 30, 23, 30, tzinfo=UTC), date(2013, 3, 31)),
        (datetime(2013, 10, 26, 22, 30, tzinfo=UTC), date(2013, 10, 27)),
        (datetime(2024, 2, 28, 23, 0, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_the_day_is_the_one_in_sweden(moment, day):
    with clock.set_to(moment):
        assert clock.today() == day
        assert clock.now() == moment


def test_the_clock_goes_on_when_the_block_ends():
    with clock.set_to(datetime(2013, 1, 1, tzinfo=UTC)):
        with clock.set_to(datetime(2012, 1, 1, tzinfo=UTC)):
            assert clock.today() == date(2012, 1, 1)
        assert clock.today() == date(2013, 1, 1)
    assert clock.today() > date(2026, 1, 1)
