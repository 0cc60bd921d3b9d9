"""An approval is taken back: the stays that rest on it end, or are called off; a meeting confirms it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from cases.models import FollowUp
from core.clock import today
from core.models import AuditEvent, Document
from housing import actions
from housing.enums import FlatKind, MeetingState, Outcome
from housing.models import AgendaItem, BoardDecision, BoardMeeting, Placement, PlacementCorrection, Tenancy
from tests.factories.accounts import UnitFactory, staff
from tests.factories.events import FlatFactory, PlacementFactory, ProviderFactory
from tests.factories.housing import RecusalFactory
from tests.housing.board import Borad, make_borad, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def borad() -> Borad:
    return make_borad()


def revoked(borad: Borad, decision: BoardDecision, last_night: date | None, **fields: Any) -> BoardDecision:
    people = {"proposed_by": borad.worker, "decided_by": borad.manager, "by": borad.manager}
    values = {"reason": "Har ordnat eget boende", **people, **fields}
    return actions.revoke_decision(decision=decision, last_night=last_night, **values)


def letter_of(decision: BoardDecision) -> dict[str, Any]:
    payload: dict[str, Any] = Document.objects.get(
        kind="housing.decision_letter", subject_id=decision.pk
    ).payload
    return payload


def decided_on_flat(borad: Borad, **fields: Any) -> BoardDecision:
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRIAL)
    values = {"flat": flat, "provider": None, "price_sek": None, "price_per": "", **fields}
    return borad.decided(borad.applied(accommodation="trial"), **values)


def test_revocation_is_a_new_decision_that_points_to_the_old(borad: Borad) -> None:
    decision = borad.decided()
    made = revoked(borad, decision, today(), reason="Flyttade hem")
    assert (made.outcome, made.replaces) == (Outcome.REVOKED, decision)
    assert (made.presented_by, made.decided_by) == (borad.worker, borad.manager)
    assert "Maria Medarbetare" in letter_of(made)["presented_by"]
    assert BoardDecision.objects.get(pk=decision.pk).outcome == Outcome.APPROVED
    assert Placement.objects.get().last_night == today()
    assert Document.objects.filter(kind="housing.decision_letter").count() == 2
    with pytest.raises(ActionRefused):
        revoked(borad, decision, None, reason="Igen")


def test_whoever_proposes_a_revocation_does_not_decide_it(borad: Borad) -> None:
    decision = borad.decided()
    with pytest.raises(ActionRefused, match="inte ensam") as refused:
        revoked(borad, decision, today(), proposed_by=borad.manager)
    assert refused.value.field == "decided_by"
    assert not BoardDecision.objects.filter(outcome=Outcome.REVOKED).exists()


def test_a_revocation_is_proposed_by_somebody_of_the_board_who_may(borad: Borad) -> None:
    decision = borad.decided()
    with pytest.raises(ActionRefused, match="arbetar") as refused:
        revoked(borad, decision, today(), proposed_by=staff(Role.PROJECT_WORKER, unit=UnitFactory()))
    assert refused.value.field == "proposed_by"
    RecusalFactory(item=None, household=decision.household, user=borad.worker, recorded_by=borad.leader)
    with pytest.raises(ActionRefused, match="jäv") as refused:
        revoked(borad, decision, today())
    assert refused.value.field == "proposed_by"


def test_what_is_decided_between_meetings_is_confirmed_at_one_that_is_open(borad: Borad) -> None:
    decision = borad.decided()
    item = AgendaItem.objects.get(confirms=revoked(borad, decision, None))
    BoardMeeting.objects.update(state=MeetingState.PLANNED)
    with pytest.raises(ActionRefused, match="Öppna mötet"):
        actions.confirm_urgent(item=item, note="", by=borad.manager)
    BoardMeeting.objects.update(state=MeetingState.OPEN)
    actions.confirm_urgent(item=item, note="", by=borad.manager)
    minutes = actions.close_meeting(meeting=borad.meeting, by=borad.manager).payload
    assert [line["outcome"] for line in minutes["items"]] == [
        "Bifall",
        "Beslut mellan möten bekräftat: återkallat",
    ]


def test_revocation_before_the_first_night_calls_the_placement_off(borad: Borad) -> None:
    decision = borad.decided(valid_from=today() + 5 * DAY)
    assert FollowUp.objects.filter(origin__startswith="housing.placement", state="open").exists()
    made = revoked(borad, decision, today())
    placement = Placement.objects.get()
    assert placement.annulled_at is not None
    assert PlacementCorrection.objects.get().reason == "Beslutet återkallades före första natten."
    assert AuditEvent.objects.filter(
        action="placement.annulled", household_id=placement.household_id
    ).exists()
    assert not FollowUp.objects.filter(origin__startswith="housing.placement", state="open").exists()
    # There was no last night, and the letter says what becomes of the stay.
    assert made.valid_until is None
    facts = dict(letter_of(made)["facts"])
    assert "Sista natten" not in facts
    assert facts["Vistelse som ställs in"].startswith("skulle börja")
    assert AgendaItem.objects.filter(kind="confirm_urgent", confirms=made).exists()


def test_revocation_without_a_last_night_lets_the_placement_begin(borad: Borad) -> None:
    decision = borad.decided(valid_from=today() + 5 * DAY)
    revoked(borad, decision, None)
    placement = Placement.objects.get()
    assert (placement.annulled_at, placement.last_night) == (None, None)


def test_revocation_through_a_night_of_it_ends_a_placement_that_is_to_come(borad: Borad) -> None:
    decision = borad.decided(valid_from=today() + 5 * DAY)
    made = revoked(borad, decision, today() + 7 * DAY)
    placement = Placement.objects.get()
    assert (placement.annulled_at, placement.last_night) == (None, today() + 7 * DAY)
    assert made.valid_until == today() + 7 * DAY
    assert "Vistelse som ställs in" not in dict(letter_of(made)["facts"])


def test_revocation_comes_before_an_end_that_was_known(borad: Borad) -> None:
    decision = borad.decided()
    actions.end_placement(placement=Placement.objects.get(), last_night=today() + 9 * DAY, by=borad.manager)
    revoked(borad, decision, today() + 2 * DAY)
    placement = Placement.objects.get()
    assert (placement.last_night, placement.end_reason) == (today() + 2 * DAY, "not_extended")
    event = AuditEvent.objects.filter(action="placement.ended").latest("pk")
    assert event.details["before"] == (today() + 9 * DAY).isoformat()


def test_revocation_calls_off_a_move_that_is_to_come_and_ends_the_row_before(borad: Borad) -> None:
    decision = borad.decided()
    actions.move_placement(
        placement=Placement.objects.get(),
        provider=ProviderFactory(authority=borad.board, name="Vandrarhemmet"),
        first_night=today() + 9 * DAY,
        price_sek=Decimal(500),
        price_per="night",
        by=borad.manager,
    )
    revoked(borad, decision, today() + 2 * DAY)
    first, second = Placement.objects.order_by("first_night")
    assert (first.last_night, second.annulled_at is None) == (today() + 2 * DAY, False)


def test_revocation_leaves_what_ended_before(borad: Borad) -> None:
    decision = borad.decided()
    actions.end_placement(placement=Placement.objects.get(), last_night=today(), by=borad.manager)
    revoked(borad, decision, today() + DAY)
    assert Placement.objects.get().last_night == today()


def test_nights_that_lie_behind_are_not_revoked(borad: Borad) -> None:
    decision = borad.decided()
    Placement.objects.update(first_night=today() - 9 * DAY)
    with pytest.raises(ActionRefused, match="började") as refused:
        revoked(borad, decision, today() - 20 * DAY)
    assert refused.value.field == "last_night"
    assert not BoardDecision.objects.filter(outcome=Outcome.REVOKED).exists()
    assert Placement.objects.get().annulled_at is None


def test_a_placement_that_another_goes_on_from_is_not_cut_short(borad: Borad) -> None:
    decision = borad.decided()
    first = Placement.objects.get()
    actions.end_placement(placement=first, last_night=today() + 9 * DAY, by=borad.manager)
    PlacementFactory(household=first.household, first_night=today() + 10 * DAY, continues=first)
    with pytest.raises(ActionRefused, match="Makulera den först"):
        revoked(borad, decision, today())
    assert Placement.objects.get(pk=first.pk).last_night == today() + 9 * DAY


def test_revocation_before_they_move_in_calls_the_flat_off(borad: Borad) -> None:
    decision = decided_on_flat(borad, valid_from=today() + 5 * DAY)
    made = revoked(borad, decision, today())
    tenancy = Tenancy.objects.get()
    assert tenancy.annulled_at is not None
    assert dict(letter_of(made)["facts"])["Vistelse som ställs in"]
    assert AuditEvent.objects.filter(action="tenancy.annulled").exists()


def test_revocation_ends_the_stay_in_a_flat_before_the_night_that_was_known(borad: Borad) -> None:
    decision = decided_on_flat(borad)
    actions.end_tenancy(tenancy=Tenancy.objects.get(), last_night=today() + 9 * DAY, by=borad.manager)
    revoked(borad, decision, today() + DAY)
    assert Tenancy.objects.get().last_night == today() + DAY


def test_page_says_when_the_stay_begins_and_shows_what_was_called_off(borad: Borad) -> None:
    decision = borad.decided(valid_from=today() + 5 * DAY)
    client, address = signed_in(borad.manager), reverse("housing:decision_revoke", args=[decision.pk])
    assert "ställs den in" in client.get(address).content.decode()
    form = {
        "reason": "Har ordnat eget",
        "proposed_by": borad.worker.pk,
        "decided_by": borad.manager.pk,
        "last_night": "idag",
    }
    assert client.post(address, form).status_code == 302
    page = client.get(reverse("housing:decision", args=[decision.pk])).content.decode()
    assert "Makulera" in page


def test_moving_into_a_flat_calls_off_a_placement_that_was_to_begin_later(borad: Borad) -> None:
    household = borad.household()
    PlacementFactory(household=household, provider=borad.provider, first_night=today() + 3 * DAY)
    PlacementFactory(
        household=household,
        provider=ProviderFactory(authority=borad.board, name="Vandrarhemmet"),
        first_night=today() - 3 * DAY,
    )
    flat = FlatFactory(authority=borad.board, kind=FlatKind.TRIAL)
    borad.decided(
        borad.applied(household, accommodation="trial"),
        flat=flat,
        provider=None,
        price_sek=None,
        price_per="",
    )
    before, later = household.placements.order_by("first_night")
    assert (before.last_night, before.annulled_at) == (today() - DAY, None)
    assert later.annulled_at is not None


def test_revocation_sent_twice_is_one(borad: Borad) -> None:
    decision = borad.decided()
    client, address = signed_in(borad.manager), reverse("housing:decision_revoke", args=[decision.pk])
    form = {
        "reason": "Har ordnat eget",
        "proposed_by": borad.worker.pk,
        "decided_by": borad.manager.pk,
        "last_night": "idag",
    }
    first, second = client.post(address, form), client.post(address, form)
    made = BoardDecision.objects.get(outcome=Outcome.REVOKED)
    assert first["Location"] == second["Location"] == reverse("housing:decision", args=[made.pk])


def test_moving_in_by_a_decision_that_is_there_ends_the_placements(borad: Borad) -> None:
    decision = decided_on_flat(borad)
    actions.annul_tenancy(tenancy=Tenancy.objects.get(), reason="Fel lägenhet", by=borad.manager)
    placement = PlacementFactory(
        household=decision.household, provider=borad.provider, first_night=today() - 9 * DAY
    )
    move = {
        "household": decision.household,
        "flat": decision.flat,
        "first_night": today(),
        "planned_last_night": decision.valid_until,
        "decision": decision,
        "by": borad.manager,
    }
    stay = actions.move_in(**move)
    placement.refresh_from_db()
    assert (placement.last_night, placement.end_reason) == (today() - DAY, "our_flat")
    events = AuditEvent.objects.count()
    assert actions.move_in(**move) == stay
    assert AuditEvent.objects.count() == events, "sent twice is done once"
