"""Revisions: kept when something has changed, and only then."""

from datetime import date

import pytest

from accounts.models import Authority
from core.models import AuditEvent
from core.periods import parse_period
from reports.actions import make_revision
from reports.document import Document, build, kept_as
from reports.models import ReportRevision
from reports.presentation import shown_changes
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory
from tests.factories.events import PlacementFactory, VisitFactory
from tests.factories.reports import ReportRevisionFactory

pytestmark = pytest.mark.django_db
PERIOD = parse_period("2013-T3")
AS_OF = date(2014, 1, 1)


@pytest.fixture
def board() -> Authority:
    board = AuthorityFactory()
    placed = HouseholdFactory(authority=board)
    PlacementFactory(household=placed, first_night=date(2013, 12, 1), last_night=date(2013, 12, 31))
    return board


def document(board: Authority) -> Document:
    return build(PERIOD, as_of=AS_OF, board=board)


def test_the_same_figures_are_kept_once(board: Authority) -> None:
    first = make_revision(document=document(board), by=None)
    again = make_revision(document=build(PERIOD, as_of=date(2014, 5, 1), board=board), by=None)
    assert first == again
    assert (first.revision, first.made_by, first.period_key) == (1, None, "2013-T3")
    assert AuditEvent.objects.filter(action="report.revision").count() == 1


def test_a_later_registration_makes_the_next_revision_and_leaves_the_first(board: Authority) -> None:
    first = make_revision(document=document(board), by=None)
    VisitFactory(household=HouseholdFactory(authority=board), visited_on=date(2013, 12, 9))
    late = document(board)
    changed = {change.key: (change.before, change.after) for change in late.changed}
    assert changed == {
        "drop_in_visits": (0, 1),
        "new_households": (0, 1),
        "cases_open_at_end": (1, 2),
        "situation_unknown_at_end": (1, 2),
    }
    user = UserFactory(authority=board)
    second = make_revision(document=late, by=user, comment="Efterregistrering")
    assert (second.revision, second.made_by, second.comment) == (2, user, "Efterregistrering")
    first.refresh_from_db()
    assert first.payload["figures"]["drop_in_visits"] == 0
    kept = kept_as(late, second)
    assert [change.key for change in kept.changed] == list(changed)
    assert document(board).changed == []


def test_changes_of_months_and_amounts_are_shown_as_the_report_shows_them(board: Authority) -> None:
    make_revision(document=document(board), by=None)
    PlacementFactory(
        household=HouseholdFactory(authority=board),
        first_night=date(2013, 12, 31),
        last_night=date(2013, 12, 31),
        price_sek="1000.00",
    )
    shown = {(str(c.label), c.month): (c.before, c.after) for c in shown_changes(document(board).changed)}
    assert shown["Kostnad för akutboende", ""] == ("18\u00a0135\u00a0kr", "19\u00a0135\u00a0kr")
    assert shown["Akutplacerade hushåll", "2013-12"] == ("1", "2")
    assert shown["Akutplacerade hushåll, medeltal per månad", ""] == ("0,25", "0,50")


def test_each_board_has_revisions_of_its_own(board: Authority) -> None:
    make_revision(document=document(board), by=None)
    other = AuthorityFactory()
    assert make_revision(document=document(other), by=None).revision == 1
    assert ReportRevision.objects.count() == 2
    assert list(ReportRevision.objects.of_authority(UserFactory(authority=other))) == [
        ReportRevision.objects.get(authority=other)
    ]


def test_a_figure_that_is_declared_no_more_is_no_change(board: Authority) -> None:
    payload = {"figures": {"gone": 1, "drop_in_visits": 0}, "months": []}
    ReportRevisionFactory(authority=board, payload=payload)
    assert document(board).changed == []
