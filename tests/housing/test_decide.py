"""A decision: what follows from it, every refusal in words, and nothing left when a part of it fails."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from cases.errors import ActionRefused
from cases.models import FollowUp
from core.clock import today
from core.models import AuditEvent, Document
from housing import actions
from housing.actions import carrying_out, decisions
from housing.enums import (
    Accommodation,
    ApplicationState,
    CriterionOutcome,
    FlatKind,
    Outcome,
    PlacementEnd,
)
from housing.limits import last_allowed_night
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
from tests.factories.events import FlatFactory, PlacementFactory, ProviderFactory, TenancyFactory
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db
CHILD = date(2020, 5, 1)


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def test_approval_sets_everything_going(borad: Borad) -> None:
    application = borad.applied()
    decision = borad.decided(application, judgements=borad.all_passed(application))
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
    decision = borad.decided(outcome=Outcome.REJECTED, reason="Kan bo hos sin syster")
    assert decision.valid_from is None
    assert not Placement.objects.exists()
    letter = Document.objects.get()
    assert letter.payload["is_against"] is True
    assert letter.payload["reason"] == "Kan bo hos sin syster"


def test_deferral_comes_back_on_its_day(borad: Borad) -> None:
    application = borad.applied()
    until = today() + timedelta(days=7)
    borad.decided(application, outcome=Outcome.DEFERRED, deferred_until=until)
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
    decision = borad.decided(application, provider=None, price_sek=None, price_per="")
    placement.refresh_from_db()
    assert (placement.decision, placement.planned_last_night) == (decision, decision.valid_until)
    assert Placement.objects.count() == 1


@pytest.mark.parametrize("known_end", [None, timedelta(days=0), timedelta(days=12)])
def test_transitional_flat_takes_over_from_the_placement(borad: Borad, known_end: timedelta | None) -> None:
    household = borad.household(CHILD)
    before = PlacementFactory(
        household=household,
        provider=borad.provider,
        first_night=today() - timedelta(days=30),
        last_night=None if known_end is None else today() + known_end,
    )
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRANSITIONAL, monthly_rent_sek=Decimal("4956.67"))
    application = borad.applied(
        household,
        accommodation=Accommodation.TRANSITIONAL,
        next_solution_named="Inflyttning i Eskilstuna",
        child_best_interests="Behålla sin skola",
        child_view="Vill bo nära skolan",
    )
    borad.decided(
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
        borad.decided(application, **fields)
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


def test_child_is_heard_before_anything_is_decided(borad: Borad) -> None:
    household = borad.household(CHILD)
    application = borad.applied(household, child_best_interests="x", child_view="y")
    Application.objects.filter(pk=application.pk).update(child_view="")
    with pytest.raises(ActionRefused) as refused:
        borad.decided(application, outcome=Outcome.REJECTED)
    assert refused.value.field == "child_view"
    borad.decided(application, outcome=Outcome.REJECTED, child_view="Vill inte byta skola")
    application.refresh_from_db()
    assert application.child_view == "Vill inte byta skola"


@pytest.mark.parametrize("over", [0, 1])
def test_transitional_flat_is_for_three_months(borad: Borad, over: int) -> None:
    application, fields = borad.transitional()
    until = last_allowed_night(today()) + timedelta(days=over)
    if over:
        with pytest.raises(ActionRefused, match="tre månader") as refused:
            borad.decided(application, **fields, valid_until=until)
        assert refused.value.field == "valid_until"
    else:
        assert borad.decided(application, **fields, valid_until=until).valid_until == until


@pytest.mark.parametrize("outcome", [CriterionOutcome.FAILED, CriterionOutcome.UNKNOWN, None])
def test_all_four_criteria_are_required_in_a_transitional_flat(borad: Borad, outcome: str | None) -> None:
    application, fields = borad.transitional()
    first = next(iter(fields["judgements"]))
    if outcome is None:
        del fields["judgements"][first]
    else:
        fields["judgements"][first] = actions.JudgementInput(outcome)
    with pytest.raises(ActionRefused, match="uttömda") as refused:
        borad.decided(application, **fields)
    assert refused.value.field == "criteria"
    assert nothing_is_left(application)


def test_flat_with_a_tenant_is_refused_and_nothing_is_left(borad: Borad) -> None:
    application, fields = borad.transitional()
    TenancyFactory(flat=fields["flat"], household=borad.household(), first_night=today())
    before = Tenancy.objects.count()
    with pytest.raises(ActionRefused, match="bebodd"):
        borad.decided(application, **fields)
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
    ("module", "part"),
    [
        (decisions, "judge"),
        (carrying_out, "start_placement"),
        (carrying_out, "change_household"),
        (carrying_out, "plan_follow_up"),
        (decisions, "send_letter"),
        (decisions, "agenda_changed"),
    ],
)
def test_nothing_is_left_when_a_part_fails(
    borad: Borad, module: ModuleType, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = borad.applied()
    item = borad.item(application)
    content = borad.approval(judgements=borad.all_passed(application))

    def broken(*args: Any, **kwargs: Any) -> Callable[..., Any]:
        raise RuntimeError(part)

    monkeypatch.setattr(module, part, broken)
    with pytest.raises(RuntimeError, match=part):
        actions.decide(application=application, content=content, by=borad.manager, item=item)
    assert nothing_is_left(application)
    assert not AuditEvent.objects.filter(action="decision.made").exists()


def test_extension_elsewhere_moves_the_placement(borad: Borad) -> None:
    household = borad.household()
    before = PlacementFactory(
        household=household, provider=borad.provider, first_night=today() - timedelta(days=30)
    )
    application = borad.applied(household, kind="extension", extends_placement=before)
    other = ProviderFactory(authority=borad.board)
    decision = borad.decided(application, provider=other, price_sek=Decimal(400))
    before.refresh_from_db()
    assert (before.last_night, before.end_reason) == (
        today() - timedelta(days=1),
        PlacementEnd.OTHER_PROVIDER,
    )
    moved = Placement.objects.get(continues=before)
    assert (moved.provider, moved.price_sek, moved.decision) == (other, Decimal(400), decision)
    assert (moved.first_night, moved.planned_last_night) == (today(), decision.valid_until)


def test_extension_at_another_price_splits_the_placement(borad: Borad) -> None:
    household = borad.household()
    before = PlacementFactory(
        household=household,
        provider=borad.provider,
        first_night=today() - timedelta(days=30),
        price_sek=Decimal(585),
    )
    application = borad.applied(household, kind="extension", extends_placement=before)
    decision = borad.decided(application, provider=borad.provider, price_sek=Decimal(600))
    rows = Placement.objects.filter(household=household).order_by("first_night")
    assert [(row.price_sek, row.decision) for row in rows] == [
        (Decimal(585), decision),
        (Decimal(600), decision),
    ]
    assert rows[1].planned_last_night == decision.valid_until


def test_extension_may_be_shorter_than_was_planned(borad: Borad) -> None:
    household = borad.household()
    placement = PlacementFactory(
        household=household,
        provider=borad.provider,
        first_night=today(),
        planned_last_night=today() + timedelta(days=90),
    )
    application = borad.applied(household, kind="extension", extends_placement=placement)
    decision = borad.decided(
        application,
        provider=None,
        price_sek=None,
        price_per="",
        valid_until=today() + timedelta(days=20),
    )
    placement.refresh_from_db()
    assert (placement.planned_last_night, placement.decision) == (decision.valid_until, decision)


def test_extension_in_another_flat_ends_the_stay_before(borad: Borad) -> None:
    household = borad.household()
    before = TenancyFactory(
        household=household,
        flat=FlatFactory(authority=borad.board, kind=FlatKind.EMERGENCY),
        first_night=today() - timedelta(days=200),
    )
    application = borad.applied(
        household, kind="extension", accommodation=Accommodation.TRIAL, extends_tenancy=before
    )
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRIAL, address="Astrakangatan 9")
    borad.decided(application, flat=flat, provider=None, price_sek=None, price_per="")
    before.refresh_from_db()
    assert (before.last_night, before.moved_to_named) == (today() - timedelta(days=1), "Astrakangatan 9")
    assert Tenancy.objects.get(last_night=None).flat == flat


def test_letter_names_adults_only_and_says_when_all_was_granted(borad: Borad) -> None:
    household = borad.household(CHILD)
    child = {"child_best_interests": "Skolan", "child_view": "Vill stanna"}
    application = borad.applied(household, **child)
    borad.decided(application)
    payload = Document.objects.get(kind="housing.decision_letter").payload
    adults = [one.person.name for one in household.members_on(today()) if one.role != "child"]
    assert payload["recipients"] == adults[:2]
    assert payload["is_as_applied"] is True


@pytest.mark.parametrize(
    "fields", [{"conditions": "Söker bostad"}, {"valid_until": today() + timedelta(days=8)}]
)
def test_letter_does_not_say_that_all_was_granted_when_it_was_not(
    borad: Borad, fields: dict[str, Any]
) -> None:
    application = borad.applied(wanted_until=today() + timedelta(days=9))
    borad.decided(application, **fields)
    assert Document.objects.get(kind="housing.decision_letter").payload["is_as_applied"] is False
