"""Stays end, go on, go over the limit, and are corrected; what is recorded meanwhile."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.enums import FollowUpState
from cases.errors import ActionRefused
from cases.models import FollowUp
from core.clock import today
from core.models import AuditEvent
from housing import actions
from housing.enums import FlatKind, IncidentKind, NextSolution, Obstacle
from housing.models import (
    Incident,
    KeyHandover,
    StayExtension,
    TakeoverObstacle,
    Tenancy,
    TenancyCorrection,
)
from tests.factories.cases import HouseholdFactory
from tests.factories.events import TenancyFactory
from tests.housing.flats_cast import FIRST, Cast

pytestmark = pytest.mark.django_db
LAST = date(2025, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_stay_ends_once_and_its_meetings_with_it(cast: Cast) -> None:
    tenancy = cast.start(first_night=today(), planned_last_night=today() + 60 * DAY, decision=_long(cast))
    assert FollowUp.objects.filter(state=FollowUpState.OPEN).exists()
    for _ in range(2):
        actions.end_tenancy(
            tenancy=tenancy,
            last_night=today(),
            moved_to=NextSolution.OWN_HOME,
            moved_to_named=" Eskilstuna ",
            by=cast.manager,
        )
    tenancy.refresh_from_db()
    assert (tenancy.last_night, tenancy.moved_to, tenancy.moved_to_named) == (
        today(),
        "own_home",
        "Eskilstuna",
    )
    assert not FollowUp.objects.filter(state=FollowUpState.OPEN).exists()
    assert AuditEvent.objects.filter(action="tenancy.ended").count() == 1
    actions.resume_tenancy(tenancy=tenancy, by=cast.manager)
    assert FollowUp.objects.filter(state=FollowUpState.OPEN).exists()
    assert Tenancy.objects.get().last_night is None


def _long(cast: Cast):
    return cast.approval(cast.household, valid_until=today() + 300 * DAY)


def test_stay_ends_on_its_first_night_at_the_earliest_and_not_twice(cast: Cast) -> None:
    tenancy = cast.start()
    with pytest.raises(ActionRefused):
        actions.end_tenancy(tenancy=tenancy, last_night=FIRST - DAY, by=cast.manager)
    actions.end_tenancy(tenancy=tenancy, last_night=FIRST, by=cast.manager)
    with pytest.raises(ActionRefused):
        actions.end_tenancy(tenancy=tenancy, last_night=FIRST + DAY, by=cast.manager)
    assert Tenancy.objects.get().last_night == FIRST


def test_end_is_not_undone_when_somebody_else_has_moved_in(cast: Cast) -> None:
    tenancy = cast.start()
    actions.end_tenancy(tenancy=tenancy, last_night=FIRST, by=cast.manager)
    other = HouseholdFactory(authority=cast.board)
    TenancyFactory(flat=tenancy.flat, household=other, first_night=FIRST + 5 * DAY)
    with pytest.raises(ActionRefused):
        actions.resume_tenancy(tenancy=tenancy, by=cast.manager)


def test_stay_is_extended_within_the_limit_only(cast: Cast) -> None:
    tenancy = cast.start(planned_last_night=date(2025, 11, 30))
    actions.extend_tenancy(tenancy=tenancy, planned_last_night=LAST, by=cast.manager)
    assert Tenancy.objects.get().planned_last_night == LAST
    for wrong in (LAST + DAY, None, FIRST - DAY):
        with pytest.raises(ActionRefused):
            actions.extend_tenancy(tenancy=tenancy, planned_last_night=wrong, by=cast.manager)
    assert Tenancy.objects.get().planned_last_night == LAST
    assert AuditEvent.objects.filter(action="tenancy.extended").count() == 1


def test_over_the_limit_needs_a_delegation_and_a_reason(cast: Cast) -> None:
    tenancy, delegate = cast.start(), cast.delegate(most_days=31)
    wanted = {"tenancy": tenancy, "last_night": LAST + 31 * DAY, "reason": "Flyttar 1 februari"}
    with pytest.raises(ActionRefused):
        actions.authorise_extension(**wanted, by=cast.manager)
    for wrong in ({"reason": " "}, {"last_night": LAST}, {"last_night": LAST + 32 * DAY}):
        with pytest.raises(ActionRefused):
            actions.authorise_extension(**(wanted | wrong), by=delegate)
    assert not StayExtension.objects.exists()
    for _ in range(2):
        extension = actions.authorise_extension(**wanted, by=delegate)
    assert StayExtension.objects.get() == extension
    assert extension.delegation_reference == "Delegationsordningen 4.2"
    assert Tenancy.objects.get().planned_last_night == LAST + 31 * DAY
    actions.extend_tenancy(tenancy=tenancy, planned_last_night=LAST + 20 * DAY, by=cast.manager)


def test_delegation_that_has_ended_or_of_other_flats_is_none(cast: Cast) -> None:
    ended = cast.delegate(last_day=today() - DAY)
    with pytest.raises(ActionRefused):
        actions.authorise_extension(tenancy=cast.start(), last_night=LAST + DAY, reason="Skäl", by=ended)
    trial = TenancyFactory(household__authority=cast.board, flat__kind=FlatKind.TRIAL)
    with pytest.raises(ActionRefused):
        actions.authorise_extension(tenancy=trial, last_night=LAST, reason="Skäl", by=cast.delegate())


def test_correction_keeps_what_was_written_and_why(cast: Cast) -> None:
    tenancy = cast.start()
    actions.correct_tenancy(
        tenancy=tenancy, first_night=FIRST + DAY, reason="Flyttade in dagen efter", by=cast.manager
    )
    kept = TenancyCorrection.objects.get()
    assert (kept.before, kept.after) == ({"first_night": "2025-10-01"}, {"first_night": "2025-10-02"})
    actions.correct_tenancy(tenancy=tenancy, first_night=FIRST + DAY, reason="", by=cast.manager)
    assert TenancyCorrection.objects.count() == 1
    for wrong in (
        {"first_night": FIRST, "reason": " "},
        {"last_night": FIRST - DAY, "reason": "x"},
        {"planned_last_night": LAST + 2 * DAY, "reason": "x"},
        {"fee_sek": Decimal(-1), "reason": "x"},
    ):
        with pytest.raises(ActionRefused):
            actions.correct_tenancy(tenancy=tenancy, by=cast.manager, **wrong)
    with pytest.raises(TypeError):
        actions.correct_tenancy(tenancy=tenancy, flat=cast.flat(), reason="x", by=cast.manager)


def test_correction_does_not_reach_into_somebody_elses_nights(cast: Cast) -> None:
    tenancy = cast.start()
    other = HouseholdFactory(authority=cast.board)
    TenancyFactory(flat=tenancy.flat, household=other, first_night=date(2025, 9, 1), last_night=FIRST - DAY)
    with pytest.raises(ActionRefused):
        actions.correct_tenancy(tenancy=tenancy, first_night=FIRST - DAY, reason="x", by=cast.manager)


def test_annulled_stay_frees_the_flat_and_takes_no_more(cast: Cast) -> None:
    tenancy = cast.start()
    with pytest.raises(ActionRefused):
        actions.annul_tenancy(tenancy=tenancy, reason="", by=cast.manager)
    for _ in range(2):
        actions.annul_tenancy(tenancy=tenancy, reason="Fel hushåll", by=cast.manager)
    assert TenancyCorrection.objects.get().reason == "Fel hushåll"
    with pytest.raises(ActionRefused):
        actions.end_tenancy(tenancy=tenancy, last_night=FIRST, by=cast.manager)
    assert cast.start(tenancy.flat).pk != tenancy.pk


def test_keys_go_out_and_come_back_once(cast: Cast) -> None:
    tenancy = cast.start()
    given = {"tenancy": tenancy, "what": "Portnyckel", "count": 2, "handed_out_on": FIRST}
    for _ in range(2):
        keys = actions.hand_out_keys(**given, by=cast.manager)
    for wrong in ({"what": " "}, {"count": 0}, {"handed_out_on": today() + DAY}):
        with pytest.raises(ActionRefused):
            actions.hand_out_keys(**(given | wrong), by=cast.manager)
    for day, count in ((FIRST - DAY, 2), (FIRST, 3), (today() + DAY, 2)):
        with pytest.raises(ActionRefused):
            actions.return_keys(keys=keys, returned_on=day, returned_count=count, by=cast.manager)
    for _ in range(2):
        actions.return_keys(keys=keys, returned_on=LAST, returned_count=1, by=cast.manager)
    row = KeyHandover.objects.get()
    assert (row.returned_count, row.returned_to) == (1, cast.manager)


def test_incident_is_kept_in_words_and_not_in_the_log(cast: Cast) -> None:
    told = {"tenancy": cast.start(), "kind": IncidentKind.DAMAGE, "by": cast.manager}
    for _ in range(2):
        actions.report_incident(**told, happened_on=LAST, note="Trasig ruta")
    assert Incident.objects.get().note == "Trasig ruta"
    assert "ruta" not in str(AuditEvent.objects.get(action="tenancy.incident").details)
    for day, note in ((FIRST - DAY, "x"), (today() + DAY, "x"), (LAST, " ")):
        with pytest.raises(ActionRefused):
            actions.report_incident(**told, happened_on=day, note=note)


def test_obstacle_is_noted_once_and_got_out_of_the_way(cast: Cast) -> None:
    tenancy = cast.start()
    for _ in range(2):
        obstacle = actions.note_obstacle(
            tenancy=tenancy, kind=Obstacle.INCOME, noted_on=FIRST, by=cast.manager
        )
    with pytest.raises(ActionRefused):
        actions.resolve_obstacle(obstacle=obstacle, resolved_on=FIRST - DAY, by=cast.manager)
    for _ in range(2):
        actions.resolve_obstacle(obstacle=obstacle, resolved_on=LAST, by=cast.manager)
    assert TakeoverObstacle.objects.get().resolved_on == LAST
    assert AuditEvent.objects.filter(action="tenancy.obstacle_resolved").count() == 1


def test_next_solution_has_a_name(cast: Cast) -> None:
    tenancy = cast.start()
    wanted = {"tenancy": tenancy, "next_solution": NextSolution.OTHER_UNIT, "by": cast.manager}
    with pytest.raises(ActionRefused):
        actions.set_next_solution(**wanted, next_solution_named="")
    for _ in range(2):
        actions.set_next_solution(**wanted, next_solution_named="Stödboendet Ekbacken")
    assert Tenancy.objects.get().next_solution_named == "Stödboendet Ekbacken"
    assert AuditEvent.objects.filter(action="tenancy.next_solution").count() == 1
