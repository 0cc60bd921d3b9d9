"""What the verbs of housing are about: the people and things of one board, made when they are asked for."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from core.clock import today
from housing import actions
from housing.actions import ApplicationInput
from housing.enums import FlatKind
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
from tests.factories.events import (
    BoardDecisionFactory,
    FlatFactory,
    PlacementFactory,
    TenancyFactory,
)
from tests.factories.housing import (
    BoardMeetingFactory,
    MeetingSeriesFactory,
    RecusalFactory,
)
from tests.housing.board import Borad, make_borad

DAY = timedelta(days=1)
# What a verb is called with, besides who acts.
Terms = dict[str, Any]
Verbs = dict[str, Callable[["Scene"], Terms]]


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
