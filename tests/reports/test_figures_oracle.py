"""The SQL against plain Python that counts night by night, on random small histories."""

import os
from datetime import date, timedelta
from random import Random

import pytest

from core.periods import Period
from tests.reports.asking import ask, within
from tests.reports.history import FIRST, LAST, History
from tests.reports.oracle import expected

pytestmark = pytest.mark.django_db

# More of them: FIGURES_SEEDS=500 pytest tests/reports/test_figures_oracle.py
SEEDS = range(int(os.environ.get("FIGURES_SEEDS", "12")))
QUESTIONS = 6


def random_period(random: Random) -> Period:
    choice = random.randrange(4)
    if choice == 0:
        return Period.month(random.choice([2011, 2012]), random.randrange(1, 13))
    if choice == 1:
        return Period.tertial(random.choice([2011, 2012]), random.randrange(1, 4))
    if choice == 2:
        return Period.year(2012)
    start = FIRST + timedelta(days=random.randrange(-20, (LAST - FIRST).days))
    return Period(start, start + timedelta(days=random.randrange(120)))


def random_as_of(random: Random, period: Period) -> date:
    """Around the period, or far after it."""
    if random.random() < 0.3:
        return LAST + timedelta(days=900)
    return period.start + timedelta(days=random.randrange(-20, period.days + 20))


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_equal_those_counted_night_by_night(seed: int) -> None:
    history = History(seed)
    random = Random(seed)
    first, second = (board.pk for board in history.boards)
    for _question in range(QUESTIONS):
        period = random_period(random)
        as_of = random_as_of(random, period)
        boards = random.choice([None, [first], [first, second], []])
        counted = expected(period, as_of, boards)
        told = within(ask(period.key, as_of=as_of, boards=boards), counted)
        assert told == counted, (period.key, as_of, boards)


def test_the_oracle_is_asked_about_something() -> None:
    """Random histories must make every figure something else than nothing now and then."""
    seen: set[str] = set()
    for seed in range(8):
        History(seed)
    figures = ask("2012")
    counted = expected(Period.year(2012), LAST, None)
    figures = within(figures, counted)
    for key, value in figures.items():
        if value not in (0, "0.00", None):
            seen.add(key)
    assert set(figures) - seen == set()
