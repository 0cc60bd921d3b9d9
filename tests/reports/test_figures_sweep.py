"""What holds for every figure: words, an example, cost in queries, boards that add up, nothing at all."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.periods import parse_period
from core.registries import Figure, FigureGroup, FigureQuery, FigureValues, figure_groups
from reports import catalogue
from reports.catalogue import CatalogueError
from reports.computation import FigureError, compute_comparison, compute_report
from tests.reports.asking import LATER, ask
from tests.reports.history import History
from tests.reports.test_figures_golden import EXPECTED

TESTS = Path(__file__).resolve().parents[1]
GROUP = FigureGroup("odd", "Odd", 900, [], lambda query: FigureValues({}))


def figure(key: str = "odd", **words: str) -> Figure:
    return Figure(**{"key": key, "label": "Odd", "definition": "Odd.", "population": "Odd", **words})


@pytest.fixture
def odd_group(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Register one more group for the length of a test."""
    monkeypatch.setattr(figure_groups, "_entries", dict(figure_groups._entries))
    return figure_groups.register


def test_figures_are_those_of_the_contract_in_its_order() -> None:
    expected = json.loads(EXPECTED[0].read_text(encoding="utf-8"))
    keys = [each.key for each in catalogue.figures()]
    months = ["month", *(each.key for each in catalogue.month_figures())]
    # Further figures may stand among those of the contract; none of these is missing or moved.
    assert [key for key in keys if key in expected["figures"]] == list(expected["figures"])
    assert [key for key in months if key in expected["months"][0]] == list(expected["months"][0])


@pytest.mark.parametrize("each", catalogue.definitions(), ids=lambda each: each.key)
def test_figure_has_words_and_a_worked_example(each: Figure) -> None:
    assert re.search(r"\w{3}", str(each.label))
    assert str(each.definition).endswith(".")
    assert str(each.population)
    worked = [path for path in TESTS.glob("*/test_figures*.py") if path.parent.name != "reports"]
    assert len(worked) >= 6
    assert any(f'["{each.key}"]' in path.read_text(encoding="utf-8") for path in worked)


def test_labels_differ() -> None:
    labels = [str(each.label) for each in catalogue.definitions()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ([figure("homes")], "two figures are called 'homes'"),
        ([figure(), figure(label="Twice")], "two figures are called 'odd'"),
        ([figure(definition=" ")], "no definition"),
        ([figure(population="")], "no population"),
        ([figure(label="")], "no label"),
        ([figure(kind="share")], "unknown kind 'share'"),
        ([figure(parent="nothing")], "part of 'nothing'"),
    ],
)
def test_contradicting_declarations_are_refused(
    odd_group: object, declared: list[Figure], fault: str
) -> None:
    odd_group("odd", FigureGroup("odd", "Odd", 900, declared, GROUP.compute))  # type: ignore[operator]
    with pytest.raises(CatalogueError, match=fault):
        catalogue.figures()


def test_a_second_group_of_the_same_name_is_refused(odd_group: object) -> None:
    odd_group("odd", GROUP)  # type: ignore[operator]
    with pytest.raises(ValueError, match="odd"):
        odd_group("odd", GROUP)  # type: ignore[operator]


@pytest.mark.django_db
def test_a_group_must_compute_what_it_declares(odd_group: object) -> None:
    odd_group("odd", FigureGroup("odd", "Odd", 900, [figure()], GROUP.compute))  # type: ignore[operator]
    with pytest.raises(FigureError, match="odd"):
        ask("2013")


def test_figure_by_key() -> None:
    assert catalogue.figure("homes").key == "homes"
    with pytest.raises(KeyError):
        catalogue.figure("nothing")


def test_parents_stand_before_their_parts() -> None:
    keys = [each.key for each in catalogue.definitions()]
    for each in catalogue.definitions():
        if each.parent:
            assert keys.index(each.parent) < keys.index(each.key)


@pytest.mark.django_db
def test_an_empty_database_has_zeros_and_nothing_to_state() -> None:
    figures = ask("2013-T3")
    months = figures.pop("months")
    by_kind = {each.key: each.kind for each in catalogue.definitions()}
    nothing = {"count": 0, "percent": None, "amount": "0.00", "average": "0.00", "days": None}
    # An average over households that were asked: without any there is nothing to state.
    rates = {key for key in figures if "_per_year_" in key}
    assert len(rates) == 4
    assert figures == {key: None if key in rates else nothing[by_kind[key]] for key in figures}
    assert list(months) == ["2013-09", "2013-10", "2013-11", "2013-12"]
    for month in months.values():
        assert month == {key: nothing[by_kind[key]] for key in month}


@pytest.mark.django_db
def test_the_number_of_queries_depends_on_neither_rows_nor_months() -> None:
    numbers = []
    for households in (1, 300):
        History(seed=1, households=households)
        for period in ("2012-03", "2011-09-01..2013-12-31"):
            with CaptureQueriesContext(connection) as queries:
                compute_report(parse_period(period), as_of=LATER)
            numbers.append(len(queries))
    assert numbers == [len(catalogue.groups())] * 4


@pytest.mark.django_db
def test_boards_add_up_and_do_not_leak() -> None:
    both = [board.pk for board in History(seed=3).boards]
    third = [board.pk for board in History(seed=4).boards]
    one, other, together, everything = (
        ask("2012", boards=boards) for boards in ([both[0]], [both[1]], both, None)
    )
    counts = [each.key for each in catalogue.figures() if each.kind == "count"]
    assert {key: one[key] + other[key] for key in counts} == {key: together[key] for key in counts}
    assert one != other != together != everything
    assert ask("2012", boards=[*both, *third]) == everything
    nobody = ask("2012", boards=[])
    assert {nobody[key] for key in counts} == {0}


@pytest.mark.django_db
def test_comparison_is_what_each_periods_own_report_says() -> None:
    History(seed=5)
    period = parse_period("2013-T1")
    results = compute_comparison(period, as_of=LATER)
    assert [result.period.key for result in results] == ["2013-T1", "2012-T1", "2011-T1"]
    for result in results:
        assert result == compute_report(result.period, as_of=LATER)


@pytest.mark.django_db
def test_every_group_answers_for_the_first_and_the_last_day_of_a_calendar() -> None:
    for period in ("1900", "2199-12", "2012-02-29..2012-02-29"):
        for group in catalogue.groups():
            group.compute(FigureQuery(parse_period(period), date(1, 1, 1)))
            group.compute(FigureQuery(parse_period(period), date.max))
