"""Every verb of housing: it leaves its event, is refused to another board, leaves nothing when it fails."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from cases.errors import ActionRefused
from core import audit
from core.clock import today
from core.models import AuditEvent
from housing import actions
from housing.actions import ApplicationInput, CriterionInput
from housing.enums import FlatKind, MeetingPart, NextSolution
from housing.models import (
    AgendaItem,
    Application,
    BoardDecision,
    BoardMeeting,
    Flat,
    MeetingSeries,
    Placement,
    Tenancy,
)
from tests.factories.accounts import UnitFactory, staff
from tests.factories.events import (
    BoardDecisionFactory,
    FlatFactory,
    PlacementFactory,
    ProviderFactory,
    TenancyFactory,
)
from tests.factories.housing import (
    BoardMeetingFactory,
    DelegationFactory,
    KeyHandoverFactory,
    LimitCheckFactory,
    MeetingSeriesFactory,
    ProviderPriceFactory,
    RecusalFactory,
    RentPaymentFactory,
    SkippedWeekFactory,
    TakeoverObstacleFactory,
)
from tests.housing.board import Borad, make_borad

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# They read, or bring in line what others changed, and say so themselves only when there was something.
NO_VERBS = {"criteria_for", "surcharge_on", "refresh_agenda", "plan_meetings"}
# The people and things of one board, and who acts.
Terms = dict[str, Any]


class Scene:
    """What the verbs are about, made when a verb asks for it; everything of one board."""

    def __init__(self) -> None:
        self.borad: Borad = make_borad()
        self.board, self.by = self.borad.board, self.borad.manager
        self.household = self.borad.household()

    def placement(self, **fields: Any) -> Placement:
        values = {"first_night": today() - 9 * DAY, "provider": self.borad.provider, **fields}
        return PlacementFactory(household=self.household, **values)

    def flat(self, **fields: Any) -> Flat:
        return FlatFactory(authority=self.board, **{"kind": FlatKind.TRIAL, **fields})

    def tenancy(self, **fields: Any) -> Tenancy:
        kind = fields.pop("kind", FlatKind.TRIAL)
        values = {"first_night": today() - 40 * DAY, "started_by": self.by, **fields}
        return TenancyFactory(household=self.household, flat=self.flat(kind=kind), **values)

    def approval(self, accommodation: str = "trial") -> BoardDecision:
        return BoardDecisionFactory(
            household=self.household,
            accommodation=accommodation,
            applied_on=today() - 9 * DAY,
            decided_on=today() - 9 * DAY,
            valid_from=today() - 9 * DAY,
            valid_until=today() + 90 * DAY,
        )

    def item(self) -> AgendaItem:
        return self.borad.item(self.borad.applied(self.household))

    def flat_item(self) -> AgendaItem:
        self.flat(kind=FlatKind.TRANSITIONAL)
        actions.refresh_agenda(meeting=self.borad.meeting, by=None)
        return AgendaItem.objects.get(kind="flat_free")

    def decided(self, *, at_meeting: bool = True) -> BoardDecision:
        application = self.borad.applied(self.household)
        item = self.borad.item(application) if at_meeting else None
        return actions.decide(application=application, content=self.borad.approval(), by=self.by, item=item)

    def draft(self) -> Application:
        return actions.save_application(
            household=self.household,
            content=ApplicationInput("acute", wanted_from=today(), why_now="Vräkt", already_tried="Släkten"),
            by=self.by,
        )

    def planned(self) -> BoardMeeting:
        return BoardMeetingFactory(authority=self.board, held_on=today(), starts_at=time(13))

    def series(self) -> MeetingSeries:
        return MeetingSeriesFactory(authority=self.board, weekday=today().weekday(), first_day=today())

    def urgent_item(self) -> AgendaItem:
        self.decided(at_meeting=False)
        actions.refresh_agenda(meeting=self.borad.meeting, by=None)
        return AgendaItem.objects.get(kind="confirm_urgent")

    def stay_item(self) -> AgendaItem:
        self.placement()
        actions.refresh_agenda(meeting=self.borad.meeting, by=None)
        return AgendaItem.objects.get(kind="placement_ends")

    def recusal(self) -> Any:
        return RecusalFactory(item=self.item(), user=self.borad.leader, recorded_by=self.by)

    def empty_meeting(self) -> BoardMeeting:
        meeting = self.planned()
        actions.open_meeting(meeting=meeting, by=self.by)
        return BoardMeeting.objects.get(pk=meeting.pk)


def _two_items(scene: Scene) -> list[AgendaItem]:
    first = scene.item()
    second = scene.borad.item(scene.borad.applied())
    return [first, second]


def _end_of_month() -> date:
    return today().replace(day=1) - DAY


VERBS: dict[str, Callable[[Scene], Terms]] = {
    "add_flat": lambda s: {
        "authority": s.board,
        "kind": FlatKind.TRIAL,
        "address": "Astrakangatan 9",
        "monthly_rent_sek": Decimal(7000),
        "available_from": today(),
    },
    "add_provider": lambda s: {"name": "Hotell Syd", "kind": "hotel"},
    "annul_placement": lambda s: {"placement": s.placement(), "reason": "Fel hushåll"},
    "annul_tenancy": lambda s: {"tenancy": s.tenancy(), "reason": "Fel hushåll"},
    "apply_for_stay": lambda s: {"item": s.stay_item()},
    "authorise_extension": lambda s: {
        "tenancy": s.tenancy(kind=FlatKind.TRANSITIONAL, first_night=today() - 80 * DAY),
        "last_night": today() + 30 * DAY,
        "reason": "Inflyttning den första",
    },
    "check_limit": lambda s: {"tenancy": s.tenancy(kind=FlatKind.TRANSITIONAL), "mark": 45},
    "uncheck_limit": lambda s: _looked_at(s),
    "change_flat": lambda s: {"flat": s.flat(), "landlord": "Familjebostäder"},
    "change_provider": lambda s: {"provider": s.borad.provider, "phone": "+4681234567"},
    "close_meeting": lambda s: {"meeting": s.empty_meeting()},
    "confirm_urgent": lambda s: {"item": s.urgent_item(), "note": ""},
    "correct_placement": lambda s: {
        "placement": s.placement(),
        "changes": {"price_sek": Decimal(600)},
        "reason": "Fel pris",
    },
    "correct_tenancy": lambda s: {"tenancy": s.tenancy(), "reason": "Fel nummer", "contract_number": "A-2"},
    "deactivate_provider": lambda s: {"provider": s.borad.provider},
    "decide": lambda s: _to_decide(s),
    "end_delegation": lambda s: {
        "delegation": DelegationFactory(user=s.borad.leader, area="flats"),
        "last_day": today(),
    },
    "end_placement": lambda s: {"placement": s.placement(), "last_night": today(), "end_reason": "own_home"},
    "end_price": lambda s: {"price": ProviderPriceFactory(provider=s.borad.provider), "last_day": today()},
    "end_series": lambda s: {"series": s.series(), "last_day": today() + 30 * DAY},
    "end_tenancy": lambda s: {"tenancy": s.tenancy(), "last_night": today(), "moved_to": "own_home"},
    "extend_placement": lambda s: {"placement": s.placement(), "planned_last_night": today() + 9 * DAY},
    "extend_tenancy": lambda s: {"tenancy": s.tenancy(), "planned_last_night": today() + 9 * DAY},
    "give_delegation": lambda s: {
        "user": s.borad.leader,
        "area": "flats",
        "delegation_reference": "4.4",
        "first_day": today(),
    },
    "hand_out_keys": lambda s: {
        "tenancy": s.tenancy(),
        "what": "Portnyckel",
        "count": 2,
        "handed_out_on": today(),
    },
    "move_item": lambda s: {"item": _two_items(s)[1], "up": True},
    "move_placement": lambda s: {
        "placement": s.placement(),
        "provider": ProviderFactory(authority=s.board),
        "first_night": today(),
        "price_sek": Decimal(500),
        "price_per": "night",
    },
    "new_version": lambda s: {
        "authority": s.board,
        "accommodation": "acute",
        "criteria": [CriterionInput("no_roof", "Saknar tak över huvudet")],
        "valid_from": today(),
    },
    "note_attendance": lambda s: {"meeting": s.borad.meeting, "present": {s.borad.leader.pk: False}},
    "note_obstacle": lambda s: {"tenancy": s.tenancy(), "kind": "income", "noted_on": today()},
    "open_meeting": lambda s: {"meeting": s.planned()},
    "order_items": lambda s: {
        "item_ids": [item.pk for item in reversed(_two_items(s))],
        "meeting": s.borad.meeting,
    },
    "plan_extra_meeting": lambda s: {
        "authority": s.board,
        "held_on": today() + DAY,
        "starts_at": time(15),
    },
    "print_agenda": lambda s: {"meeting": s.borad.meeting},
    "reactivate_provider": lambda s: {"provider": ProviderFactory(authority=s.board, is_active=False)},
    "record_decision": lambda s: {
        "household": s.household,
        "applied_on": today(),
        "decided_on": today(),
        "outcome": "approved",
        "decided_by": s.borad.manager,
        "reason": "Före systemet",
    },
    "record_rent": lambda s: {
        "tenancy": s.tenancy(),
        "month": today().replace(day=1),
        "paid_on": today(),
    },
    "recuse": lambda s: {"item": s.item(), "user": s.borad.leader, "reason": "Granne"},
    "reopen_draft": lambda s: {"application": s.borad.applied(s.household)},
    "reopen_placement": lambda s: {"placement": s.placement(last_night=today())},
    "replace_decision": lambda s: {
        "decision": s.decided(),
        "content": s.borad.approval(valid_until=today() + 20 * DAY),
    },
    "report_incident": lambda s: {
        "tenancy": s.tenancy(),
        "happened_on": today(),
        "kind": "damage",
        "note": "Trasig ruta",
    },
    "reprice_placement": lambda s: {
        "placement": s.placement(),
        "from_night": today(),
        "price_sek": Decimal(700),
        "price_per": "night",
    },
    "resolve_obstacle": lambda s: {
        "obstacle": TakeoverObstacleFactory(
            tenancy=s.tenancy(), noted_on=today() - DAY, recorded_at=timezone.now()
        ),
        "resolved_on": today(),
    },
    "restore_flat": lambda s: {"flat": s.flat(available_until=today())},
    "resume_tenancy": lambda s: {"tenancy": s.tenancy(last_night=today())},
    "retire_flat": lambda s: {"flat": s.flat(), "last_day": today()},
    "return_keys": lambda s: {
        "keys": KeyHandoverFactory(tenancy=s.tenancy(), handed_out_on=today() - DAY),
        "returned_on": today(),
        "returned_count": 2,
    },
    "revoke_decision": lambda s: {
        "decision": s.decided(),
        "reason": "Har eget boende",
        "decided_by": s.borad.manager,
    },
    "save_application": lambda s: {
        "household": s.household,
        "content": ApplicationInput("acute", why_now="Vräkt"),
    },
    "send_late_rent_on": lambda s: {"tenancy": s.tenancy(), "month": _end_of_month().replace(day=1)},
    "set_next_solution": lambda s: {
        "tenancy": s.tenancy(),
        "next_solution": NextSolution.OTHER_UNIT,
        "next_solution_named": "Ekbacken",
    },
    "set_participant": lambda s: {
        "meeting": s.borad.meeting,
        "user": s.borad.caseworker,
        "part": MeetingPart.PRESENTER,
    },
    "set_price": lambda s: {
        "provider": s.borad.provider,
        "first_day": today(),
        "price_sek": Decimal(600),
        "price_per": "night",
    },
    "set_rent": lambda s: {"flat": s.flat(), "first_day": today(), "amount": Decimal(7100)},
    "set_series": lambda s: {
        "authority": s.board,
        "weekday": 2,
        "starts_at": time(9),
        "first_day": today(),
        "participants": {s.by.pk: str(MeetingPart.CHAIR)},
    },
    "set_surcharge": lambda s: {"authority": s.board, "percent": Decimal(4), "first_day": today()},
    "settle_item": lambda s: {"item": s.flat_item(), "note": "Städas"},
    "skip_week": lambda s: {"series": s.series(), "day": today() + 7 * DAY, "reason": "Helg"},
    "start_placement": lambda s: {
        "household": s.household,
        "provider": s.borad.provider,
        "first_night": today(),
        "price_sek": Decimal(585),
        "price_per": "night",
    },
    "start_tenancy": lambda s: {
        "household": s.household,
        "flat": s.flat(),
        "first_night": today(),
        "decision": s.approval(),
    },
    "submit_application": lambda s: {"application": s.draft()},
    "unskip_week": lambda s: {"skipped": SkippedWeekFactory(series=s.series(), day=today() + 70 * DAY)},
    "withdraw_application": lambda s: {"application": s.borad.applied(s.household), "reason": "Fick eget"},
    "withdraw_recusal": lambda s: {"recusal": s.recusal()},
    "withdraw_rent": lambda s: _paid_rent(s),
}


def _looked_at(scene: Scene) -> Terms:
    return {
        "tenancy": LimitCheckFactory(tenancy=scene.tenancy(kind=FlatKind.TRANSITIONAL)).tenancy,
        "mark": 45,
    }


def _to_decide(scene: Scene) -> Terms:
    item = scene.item()
    return {"application": item.application, "content": scene.borad.approval(), "item": item}


def _paid_rent(scene: Scene) -> Terms:
    tenancy, month = scene.tenancy(), today().replace(day=1)
    RentPaymentFactory(tenancy=tenancy, month=month, paid_on=today())
    return {"tenancy": tenancy, "month": month}


def rows_of_everything() -> dict[str, list[Any]]:
    """Every row of every model of the product, to be compared."""
    own = {"accounts", "cases", "core", "dropin", "housing", "debtadvice"}
    models = [model for model in apps.get_models() if model._meta.app_label in own]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_no_verb_is_forgotten() -> None:
    verbs = {name for name in actions.__all__ if name[0].islower()}
    assert verbs - NO_VERBS == set(VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_leaves_its_event_with_who_did_it(scene: Scene, verb: str) -> None:
    terms = VERBS[verb](scene)
    before = AuditEvent.objects.count()
    getattr(actions, verb)(by=scene.by, **terms)
    assert AuditEvent.objects.filter(actor=scene.by).count() > 0
    assert AuditEvent.objects.count() > before


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_is_refused_to_another_board(scene: Scene, verb: str) -> None:
    if verb == "add_provider":
        pytest.skip("a provider is added to the board of whoever adds it")
    terms = VERBS[verb](scene)
    stranger: User = staff(Role.UNIT_MANAGER, unit=UnitFactory())
    before = rows_of_everything()
    with pytest.raises(ActionRefused) as refused:
        getattr(actions, verb)(by=stranger, **terms)
    assert str(refused.value)
    assert rows_of_everything() == before


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_nothing_is_left_when_the_event_can_not_be_written(
    scene: Scene, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = VERBS[verb](scene)
    before = rows_of_everything()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(audit, "_append", broken)
    with pytest.raises(RuntimeError, match="the log is full"):
        getattr(actions, verb)(by=scene.by, **terms)
    assert rows_of_everything() == before
