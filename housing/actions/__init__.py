"""What is done with placements, flats and decisions. Each verb is one transaction with its audit event."""

from housing.actions.agenda import move_item, order_items, refresh_agenda, settle_item
from housing.actions.applications import (
    ApplicationInput,
    reopen_draft,
    save_application,
    submit_application,
    withdraw_application,
)
from housing.actions.criteria import CriterionInput, JudgementInput, criteria_for, new_version
from housing.actions.deciding import DecisionInput
from housing.actions.decisions import (
    apply_for_stay,
    confirm_urgent,
    decide,
    replace_decision,
    revoke_decision,
)
from housing.actions.delegations import end_delegation, give_delegation
from housing.actions.history import record_decision
from housing.actions.meetings import (
    end_series,
    note_attendance,
    open_meeting,
    plan_extra_meeting,
    plan_meetings,
    recuse,
    set_participant,
    set_series,
    skip_week,
    unskip_week,
    withdraw_recusal,
)
from housing.actions.minutes import close_meeting, print_agenda
from housing.actions.placements import end_placement, extend_placement, reopen_placement, start_placement
from housing.actions.tenancies import end_tenancy, extend_tenancy, start_tenancy

__all__ = [
    "ApplicationInput",
    "CriterionInput",
    "DecisionInput",
    "JudgementInput",
    "apply_for_stay",
    "close_meeting",
    "confirm_urgent",
    "criteria_for",
    "decide",
    "end_delegation",
    "end_placement",
    "end_series",
    "end_tenancy",
    "extend_placement",
    "extend_tenancy",
    "give_delegation",
    "move_item",
    "new_version",
    "note_attendance",
    "open_meeting",
    "order_items",
    "plan_extra_meeting",
    "plan_meetings",
    "print_agenda",
    "record_decision",
    "recuse",
    "refresh_agenda",
    "reopen_draft",
    "reopen_placement",
    "replace_decision",
    "revoke_decision",
    "save_application",
    "set_participant",
    "set_series",
    "settle_item",
    "skip_week",
    "start_placement",
    "start_tenancy",
    "submit_application",
    "unskip_week",
    "withdraw_application",
    "withdraw_recusal",
]
