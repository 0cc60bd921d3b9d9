"""What is done with placements, flats and decisions. Each verb is one transaction with its audit event."""

from housing.actions.agenda import move_item, note_item, order_items, refresh_agenda, settle_item
from housing.actions.applications import (
    ApplicationInput,
    reopen_draft,
    save_application,
    submit_application,
    withdraw_application,
)
from housing.actions.corrections import annul_placement, correct_placement
from housing.actions.criteria import CriterionInput, JudgementInput, criteria_for, new_version
from housing.actions.deciding import DecisionInput
from housing.actions.decisions import apply_for_stay, confirm_urgent, decide
from housing.actions.delegations import end_delegation, give_delegation
from housing.actions.flats import (
    add_flat,
    change_flat,
    restore_flat,
    retire_flat,
    set_rent,
    set_surcharge,
    surcharge_on,
)
from housing.actions.history import record_decision
from housing.actions.meetings import (
    note_attendance,
    open_meeting,
    recuse,
    set_participant,
    withdraw_recusal,
)
from housing.actions.minutes import close_meeting, print_agenda
from housing.actions.moving import move_placement, reprice_placement
from housing.actions.moving_in import move_in
from housing.actions.placements import end_placement, extend_placement, reopen_placement, start_placement
from housing.actions.providers import (
    add_provider,
    change_provider,
    deactivate_provider,
    end_price,
    reactivate_provider,
    set_price,
)
from housing.actions.replacing import replace_decision
from housing.actions.revoking import revoke_decision
from housing.actions.series import (
    end_series,
    plan_extra_meeting,
    plan_meetings,
    set_series,
    skip_week,
    unskip_week,
)
from housing.actions.stay_records import (
    check_limit,
    hand_out_keys,
    note_obstacle,
    report_incident,
    resolve_obstacle,
    return_keys,
    set_next_solution,
    uncheck_limit,
)
from housing.actions.stay_rents import record_rent, send_late_rent_on, withdraw_rent
from housing.actions.stays import authorise_extension, end_tenancy, extend_tenancy, resume_tenancy
from housing.actions.tenancies import start_tenancy
from housing.actions.tenancy_corrections import annul_tenancy, correct_tenancy

__all__ = [
    "ApplicationInput",
    "CriterionInput",
    "DecisionInput",
    "JudgementInput",
    "add_flat",
    "add_provider",
    "annul_placement",
    "annul_tenancy",
    "apply_for_stay",
    "authorise_extension",
    "change_flat",
    "change_provider",
    "check_limit",
    "close_meeting",
    "confirm_urgent",
    "correct_placement",
    "correct_tenancy",
    "criteria_for",
    "deactivate_provider",
    "decide",
    "end_delegation",
    "end_placement",
    "end_price",
    "end_series",
    "end_tenancy",
    "extend_placement",
    "extend_tenancy",
    "give_delegation",
    "hand_out_keys",
    "move_in",
    "move_item",
    "move_placement",
    "new_version",
    "note_attendance",
    "note_item",
    "note_obstacle",
    "open_meeting",
    "order_items",
    "plan_extra_meeting",
    "plan_meetings",
    "print_agenda",
    "reactivate_provider",
    "record_decision",
    "record_rent",
    "recuse",
    "refresh_agenda",
    "reopen_draft",
    "reopen_placement",
    "replace_decision",
    "report_incident",
    "reprice_placement",
    "resolve_obstacle",
    "restore_flat",
    "resume_tenancy",
    "retire_flat",
    "return_keys",
    "revoke_decision",
    "save_application",
    "send_late_rent_on",
    "set_next_solution",
    "set_participant",
    "set_price",
    "set_rent",
    "set_series",
    "set_surcharge",
    "settle_item",
    "skip_week",
    "start_placement",
    "start_tenancy",
    "submit_application",
    "surcharge_on",
    "uncheck_limit",
    "unskip_week",
    "withdraw_application",
    "withdraw_recusal",
    "withdraw_rent",
]
