"""A decision: what follows from it, every refusal in words, and nothing left when a part of it fails."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.errors import ActionRefused
from cases.models import FollowUp
from core.clock import today
from core.models import AuditEvent, Document
from housing import actions
from housing.actions import decisions
from housing.enums import (
    Accommodation,
    ApplicationState,
    CriterionOutcome,
    FlatKind,
    MeetingState,
    Outcome,
    PlacementEnd,
)
from housing.models import (
    AgendaItem,
    Application,
    BoardDecision,
    BoardMeeting,
    DecisionParticipant,
    Judgement,
    Placement,
    Tenancy,
)
from tests.factories.events import FlatFactory, PlacementFactory, TenancyFactory
from tests.factories.housing import RecusalFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db
CHILD = date(2020, 5, 1)


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def decided(borad: Borad, application: Application | None = None, **fields: Any) -> BoardDecision:
    application = application or borad.applied()
    item = borad.item(application)
    return actions.decide(
        application=application, content=borad.approval(**fields), by=borad.manager, item=item
    )


def test_approval_sets_everything_going(borad: Borad) -> None:
    application = borad.applied()
    decision = decided(borad, application, judgements=borad.all_passed(application))
    placement = Placement.objects.get()
    assert (placement.decision, placement.first_night) == (decision, today())
    assert placement.planned_last_night == decision.valid_until
    assert placement.last_night is None
    household = placement.household
    household.refresh_from_db()
    assert (household.project_worker, household.caseworker) == (borad.worker, borad.caseworker)
    follow_ups = FollowUp.objects.filter(household=household).values_list("kind", "assigned_to")
    assert ("after_board", borad.worker.pk) in list(follow_ups)
    assert "first_contact" in {kind for kind, _worker in follow_ups}  # no drop-in is planned for this board
    item = AgendaItem.objects.get(application=application)
    assert (item.decision, item.is_settled) == (decision, True)
    assert Application.objects.get().state == ApplicationState.DECIDED
    letter = Document.objects.get(kind="housing.decision_letter")
    assert (letter.subject_id, letter.household_id) == (decision.pk, household.pk)
    took_part = DecisionParticipant.objects.filter(decision=decision).values_list("user", "is_recused")
    assert set(took_part) == {(borad.leader.pk, False), (borad.worker.pk, False)}
    assert set(Judgement.objects.values_list("outcome", flat=True)) == {CriterionOutcome.PASSED}
    made = AuditEvent.objects.get(action="decision.made")
    assert made.details == {"outcome": "approved", "decided_by": borad.manager.pk}


def test_rejection_places_nobody(borad: Borad) -> None:
    decision = decided(borad, outcome=Outcome.REJECTED, reason="Kan bo hos sin syster")
    assert decision.valid_from is None
    assert not Placement.objects.exists()
    letter = Document.objects.get()
    assert letter.payload["is_against"] is True
    assert letter.payload["reason"] == "Kan bo hos sin syster"


def test_deferral_comes_back_on_its_day(borad: Borad) -> None:
    application = borad.applied()
    until = today() + timedelta(days=7)
    decided(borad, application, outcome=Outcome.DEFERRED, deferred_until=until)
    application.refresh_from_db()
    assert (application.state, application.deferred_until) == (ApplicationState.SUBMITTED, until)
    assert not Document.objects.exists()
    later = BoardMeeting.objects.create(authority=borad.board, held_on=until, starts_at="09:00")
    actions.refresh_agenda(meeting=later, by=None)
    assert later.items.get().kind == "deferred"


def test_extension_lets_the_placement_go_on(borad: Borad) -> None:
    household = borad.household()
    placement = PlacementFactory(household=household, provider=borad.provider, first_night=today())
    application = borad.applied(household, kind="extension", extends_placement=placement)
    decision = decided(borad, application, provider=None, price_sek=None, price_per="")
    placement.refresh_from_db()
    assert (placement.decision, placement.planned_last_night) == (decision, decision.valid_until)
    assert Placement.objects.count() == 1


def test_transitional_flat_takes_over_from_the_placement(borad: Borad) -> None:
    household = borad.household(CHILD)
    before = PlacementFactory(
        household=household, provider=borad.provider, first_night=today() - timedelta(days=30)
    )
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL, monthly_rent_sek=Decimal("4956.67"))
    application = borad.applied(
        household,
        accommodation=Accommodation.TRANSITIONAL,
        next_solution_named="Inflyttning i Eskilstuna",
        child_best_interests="Behålla sin skola",
        child_view="Vill bo nära skolan",
    )
    decided(
        borad,
        application,
        flat=flat,
        provider=None,
        price_sek=None,
        price_per="",
        judgements=borad.all_passed(application),
    )
    tenancy = Tenancy.objects.get()
    assert (tenancy.flat, tenancy.fee_sek) == (flat, Decimal("5105.37"))
    assert tenancy.next_solution_named == "Inflyttning i Eskilstuna"
    before.refresh_from_db()
    assert before.last_night == today() - timedelta(days=1)
    assert before.end_reason == PlacementEnd.OUR_FLAT
    assert FollowUp.objects.filter(kind="transitional_weekly").count() >= 7


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("reason", {"reason": " "}, "skäl"),
    ("outcome", {"outcome": "revoked"}, "bifall"),
    ("valid_until", {"valid_until": None}, "till och med vilken dag"),
    ("valid_until", {"valid_until": date(2001, 1, 1)}, "innan"),
    ("project_worker", {"project_worker": None}, "projektmedarbetare"),
    ("caseworker", {"caseworker": None}, "handläggare"),
    ("follow_up_on", {"follow_up_on": None}, "uppföljning"),
    ("provider", {"provider": None}, "boendeanordnare"),
    ("price_sek", {"price_sek": None}, "kostar"),
    ("deferred_until", {"outcome": Outcome.DEFERRED}, "vilken dag"),
    ("deferred_until", {"outcome": Outcome.DEFERRED, "deferred_until": date(2001, 1, 1)}, "senare dag"),
]


@pytest.mark.parametrize(("field", "fields", "words"), REFUSALS)
def test_refusal_names_the_field_and_writes_nothing(
    borad: Borad, field: str, fields: dict[str, Any], words: str
) -> None:
    application = borad.applied()
    with pytest.raises(ActionRefused) as refused:
        decided(borad, application, **fields)
    assert refused.value.field == field
    assert words in str(refused.value.message).lower()
    assert nothing_is_left(application)


def nothing_is_left(application: Application) -> bool:
    application.refresh_from_db()
    return (
        not BoardDecision.objects.exists()
        and not Placement.objects.exists()
        and not Tenancy.objects.exists()
        and not FollowUp.objects.exists()
        and not Document.objects.exists()
        and not Judgement.objects.exists()
        and not AgendaItem.objects.filter(is_settled=True).exists()
        and application.state == ApplicationState.SUBMITTED
    )


@pytest.mark.parametrize("days", [60, 61])
def test_delegation_ends_at_its_number_of_days(borad: Borad, days: int) -> None:
    until = today() + timedelta(days=days - 1)
    if days == 60:
        assert decided(borad, decided_by=borad.leader, valid_until=until).delegation.most_days == 60
        return
    with pytest.raises(ActionRefused, match="högst 60 dagar"):
        decided(borad, decided_by=borad.leader, valid_until=until)


def test_nobody_decides_outside_their_delegation(borad: Borad) -> None:
    with pytest.raises(ActionRefused, match="ingen delegation") as refused:
        decided(borad, decided_by=borad.worker)
    assert refused.value.field == "decided_by"


def test_nobody_decides_what_they_keep_out_of(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    RecusalFactory(item=item, user=borad.manager, recorded_by=borad.leader)
    with pytest.raises(ActionRefused, match="jäv"):
        decided(borad, application)
    assert decided(borad, application, decided_by=borad.leader).decided_by == borad.leader
    recused = DecisionParticipant.objects.get(user=borad.manager)
    assert recused.is_recused


def test_proposer_never_decides_alone(borad: Borad) -> None:
    application = borad.applied()
    Application.objects.filter(pk=application.pk).update(submitted_by=borad.manager)
    others = borad.meeting.participants.exclude(user=borad.manager)
    others.update(is_present=False)
    with pytest.raises(ActionRefused, match="inte ensam"):
        decided(borad, application)
    others.update(is_present=True)
    assert decided(borad, application).decided_by == borad.manager


def test_whoever_is_not_there_does_not_decide(borad: Borad) -> None:
    borad.meeting.participants.filter(user=borad.manager).update(is_present=False)
    with pytest.raises(ActionRefused, match="närvarande"):
        decided(borad)


def test_child_is_heard_before_anything_is_decided(borad: Borad) -> None:
    household = borad.household(CHILD)
    application = borad.applied(household, child_best_interests="x", child_view="y")
    Application.objects.filter(pk=application.pk).update(child_view="")
    with pytest.raises(ActionRefused) as refused:
        decided(borad, application, outcome=Outcome.REJECTED)
    assert refused.value.field == "child_view"
    decided(borad, application, outcome=Outcome.REJECTED, child_view="Vill inte byta skola")
    application.refresh_from_db()
    assert application.child_view == "Vill inte byta skola"


@pytest.mark.parametrize("over", [0, 1])
def test_transitional_flat_is_for_three_months(borad: Borad, over: int) -> None:
    application, fields = transitional(borad)
    until = actions_limit() + timedelta(days=over)
    if over:
        with pytest.raises(ActionRefused, match="tre månader") as refused:
            decided(borad, application, **fields, valid_until=until)
        assert refused.value.field == "valid_until"
    else:
        assert decided(borad, application, **fields, valid_until=until).valid_until == until


def actions_limit() -> date:
    from housing.limits import last_allowed_night  # beside its one use

    return last_allowed_night(today())


def transitional(borad: Borad) -> tuple[Application, dict[str, Any]]:
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL)
    application = borad.applied(accommodation=Accommodation.TRANSITIONAL, next_solution_named="Eskilstuna")
    fields = {"flat": flat, "provider": None, "price_sek": None, "price_per": ""}
    return application, fields | {"judgements": borad.all_passed(application)}


@pytest.mark.parametrize("outcome", [CriterionOutcome.FAILED, CriterionOutcome.UNKNOWN, None])
def test_all_four_criteria_are_required_in_a_transitional_flat(borad: Borad, outcome: str | None) -> None:
    application, fields = transitional(borad)
    first = next(iter(fields["judgements"]))
    if outcome is None:
        del fields["judgements"][first]
    else:
        fields["judgements"][first] = actions.JudgementInput(outcome)
    with pytest.raises(ActionRefused, match="uttömda") as refused:
        decided(borad, application, **fields)
    assert refused.value.field == "criteria"
    assert nothing_is_left(application)


def test_flat_with_a_tenant_is_refused_and_nothing_is_left(borad: Borad) -> None:
    application, fields = transitional(borad)
    TenancyFactory(flat=fields["flat"], household=borad.household(), first_night=today())
    before = Tenancy.objects.count()
    with pytest.raises(ActionRefused, match="bebodd"):
        decided(borad, application, **fields)
    assert Tenancy.objects.count() == before
    assert not BoardDecision.objects.exists()


def test_decided_once_only(borad: Borad) -> None:
    application = borad.applied()
    item = borad.item(application)
    content = borad.approval()
    actions.decide(application=application, content=content, by=borad.manager, item=item)
    with pytest.raises(ActionRefused):
        actions.decide(application=application, content=content, by=borad.manager, item=item)
    assert Placement.objects.count() == 1


@pytest.mark.parametrize(
    "part",
    ["judge", "change_household", "start_placement", "plan_follow_up", "send_letter", "agenda_changed"],
)
def test_nothing_is_left_when_a_part_fails(borad: Borad, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    application = borad.applied()
    item = borad.item(application)
    content = borad.approval(judgements=borad.all_passed(application))

    def broken(*args: Any, **kwargs: Any) -> Callable[..., Any]:
        raise RuntimeError(part)

    monkeypatch.setattr(decisions, part, broken)
    with pytest.raises(RuntimeError, match=part):
        actions.decide(application=application, content=content, by=borad.manager, item=item)
    assert nothing_is_left(application)
    assert not AuditEvent.objects.filter(action="decision.made").exists()


def test_urgent_decision_is_confirmed_by_the_next_meeting(borad: Borad) -> None:
    application = borad.applied()
    decision = actions.decide(application=application, content=borad.approval(), by=borad.worker)
    assert decision.is_urgent
    item = AgendaItem.objects.get(kind="confirm_urgent")
    assert item.confirms == decision
    actions.confirm_urgent(item=item, note="", by=borad.manager)
    assert not actions.refresh_agenda(meeting=borad.meeting, by=None)
    assert AgendaItem.objects.filter(confirms=decision).count() == 1


def test_urgent_decision_is_not_the_proposers_own(borad: Borad) -> None:
    application = borad.applied()
    Application.objects.filter(pk=application.pk).update(submitted_by=borad.manager)
    with pytest.raises(ActionRefused, match="inte ensam"):
        actions.decide(application=application, content=borad.approval(), by=borad.manager)


def test_revocation_is_a_new_decision_that_points_to_the_old(borad: Borad) -> None:
    decision = decided(borad)
    revoked = actions.revoke_decision(
        decision=decision,
        reason="Flyttade hem",
        decided_by=borad.manager,
        by=borad.manager,
        last_night=today(),
    )
    assert (revoked.outcome, revoked.replaces) == (Outcome.REVOKED, decision)
    assert BoardDecision.objects.get(pk=decision.pk).outcome == Outcome.APPROVED
    assert Placement.objects.get().last_night == today()
    assert Document.objects.filter(kind="housing.decision_letter").count() == 2
    with pytest.raises(ActionRefused):
        actions.revoke_decision(decision=decision, reason="Igen", decided_by=borad.manager, by=borad.manager)


def test_replacement_carries_the_stay(borad: Borad) -> None:
    decision = decided(borad)
    until = today() + timedelta(days=9)
    made = actions.replace_decision(
        decision=decision, content=borad.approval(valid_until=until, reason="Kortare"), by=borad.manager
    )
    placement = Placement.objects.get()
    assert (placement.decision, placement.planned_last_night) == (made, until)
    assert made.replaces == decision


def test_meeting_is_closed_when_everything_is_taken_up(borad: Borad) -> None:
    application = borad.applied()
    borad.item(application)
    with pytest.raises(ActionRefused, match="väntar"):
        actions.close_meeting(meeting=borad.meeting, by=borad.manager)
    decided(borad, application)
    minutes = actions.close_meeting(meeting=borad.meeting, by=borad.manager)
    meeting = BoardMeeting.objects.get(pk=borad.meeting.pk)
    assert meeting.state == MeetingState.CLOSED
    (line,) = minutes.payload["items"]
    assert line["about"] == application.household.case_number
    assert line["decided_by"] == "Karin Chef (Delegationsordningen 4.2)"
    with pytest.raises(ActionRefused, match="avslutat"):
        actions.close_meeting(meeting=meeting, by=borad.manager)


def test_protected_household_is_not_told_of_in_letter_and_minutes(borad: Borad) -> None:
    household = borad.household(family_name="Hemlig", project_worker=borad.worker)
    type(household).objects.filter(pk=household.pk).update(protected_identity="marked")
    household.refresh_from_db()
    application = borad.applied(household)
    decided(borad, application)
    letter = Document.objects.get(kind="housing.decision_letter").payload
    minutes = actions.close_meeting(meeting=borad.meeting, by=borad.manager).payload
    assert "Hemlig" not in str(letter)
    assert borad.provider.name not in str(letter)
    assert household.case_number not in str(minutes)


def test_short_decision_does_not_come_up_again_at_the_same_meeting(borad: Borad) -> None:
    decided(borad, valid_until=today() + timedelta(days=3))
    assert actions.refresh_agenda(meeting=borad.meeting, by=None) == []
    assert borad.meeting.items.filter(is_settled=False).count() == 0
    later = BoardMeeting.objects.create(
        authority=borad.board, held_on=today() + timedelta(days=1), starts_at="09:00"
    )
    actions.refresh_agenda(meeting=later, by=None)
    assert later.items.get().kind == "placement_ends"


def test_replacement_does_not_carry_a_transitional_stay_over_its_limit(borad: Borad) -> None:
    application, fields = transitional(borad)
    decision = decided(borad, application, **fields)
    later = {**fields, "valid_from": today() + timedelta(days=40), "flat": fields["flat"]}
    content = borad.approval(**later, valid_until=today() + timedelta(days=110), reason="Längre")
    with pytest.raises(ActionRefused):
        actions.replace_decision(decision=decision, content=content, by=borad.manager)
    assert Tenancy.objects.get().decision == decision
