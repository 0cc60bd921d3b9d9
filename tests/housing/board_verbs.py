"""What each verb of the Boråd is called with."""

from datetime import time

from core.clock import today
from housing.actions import ApplicationInput, CriterionInput
from housing.enums import MeetingPart
from housing.models import (
    AgendaItem,
)
from tests.factories.housing import (
    DelegationFactory,
    SkippedWeekFactory,
)
from tests.housing.scene import DAY, Scene, Terms, Verbs

BOARD: Verbs = {
    "apply_for_stay": lambda s: {"item": s.stay_item()},
    "close_meeting": lambda s: {"meeting": s.empty_meeting()},
    "confirm_urgent": lambda s: {"item": s.urgent_item(), "note": ""},
    "decide": lambda s: _to_decide(s),
    "end_delegation": lambda s: {
        "delegation": DelegationFactory(user=s.borad.leader, area="flats"),
        "last_day": today(),
    },
    "end_series": lambda s: {"series": s.series(), "last_day": today() + 30 * DAY},
    "give_delegation": lambda s: {
        "user": s.borad.leader,
        "area": "flats",
        "delegation_reference": "4.4",
        "first_day": today(),
    },
    "move_item": lambda s: {"item": _two_items(s)[1], "up": True},
    "new_version": lambda s: {
        "authority": s.board,
        "accommodation": "acute",
        "criteria": [CriterionInput("no_roof", "Saknar tak över huvudet")],
        "valid_from": today(),
    },
    "note_item": lambda s: {"item": s.flat_item(), "note": "Städas"},
    "note_attendance": lambda s: {"meeting": s.borad.meeting, "present": {s.borad.leader.pk: False}},
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
    "record_decision": lambda s: {
        "household": s.household,
        "applied_on": today(),
        "decided_on": today(),
        "outcome": "approved",
        "decided_by": s.borad.manager,
        "reason": "Före systemet",
    },
    "recuse": lambda s: {"item": s.item(), "user": s.borad.leader, "reason": "Granne"},
    "reopen_draft": lambda s: {"application": s.borad.applied(s.household)},
    "replace_decision": lambda s: {
        "decision": s.decided(),
        "content": s.borad.approval(valid_until=today() + 20 * DAY),
    },
    "revoke_decision": lambda s: {
        "decision": s.decided(),
        "reason": "Har eget boende",
        "proposed_by": s.borad.worker,
        "decided_by": s.borad.manager,
    },
    "save_application": lambda s: {
        "household": s.household,
        "content": ApplicationInput("acute", why_now="Vräkt"),
    },
    "set_participant": lambda s: {
        "meeting": s.borad.meeting,
        "user": s.borad.caseworker,
        "part": MeetingPart.PRESENTER,
    },
    "set_series": lambda s: {
        "authority": s.board,
        "weekday": 2,
        "starts_at": time(9),
        "first_day": today(),
        "participants": {s.by.pk: str(MeetingPart.CHAIR)},
    },
    "settle_item": lambda s: {"item": s.flat_item(), "note": "Städas"},
    "skip_week": lambda s: {"series": s.series(), "day": today() + 7 * DAY, "reason": "Helg"},
    "submit_application": lambda s: {"application": s.draft()},
    "unskip_week": lambda s: {"skipped": SkippedWeekFactory(series=s.series(), day=today() + 70 * DAY)},
    "withdraw_application": lambda s: {"application": s.borad.applied(s.household), "reason": "Fick eget"},
    "withdraw_recusal": lambda s: {"recusal": s.recusal()},
}


def _two_items(scene: Scene) -> list[AgendaItem]:
    first = scene.item()
    second = scene.borad.item(scene.borad.applied())
    return [first, second]


def _to_decide(scene: Scene) -> Terms:
    item = scene.item()
    return {"application": item.application, "content": scene.borad.approval(), "item": item}
