"""What can be done to a household: one verb, one transaction, one line in the audit log.

Every action locks the household first, checks, writes, records core.audit.record_event (codes and ids,
never names) and returns what it made or changed. It raises cases.errors.ActionRefused and writes nothing
when it may not be done.
"""

from cases.actions.assessments import ChangedMeanwhile, save_assessment
from cases.actions.files import (
    change_household,
    close_household,
    reopen_household,
    set_protection,
)
from cases.actions.follow_ups import (
    cancel_follow_up,
    complete_follow_up,
    end_follow_ups,
    move_follow_up,
    plan_follow_up,
    plan_series,
    reopen_follow_up,
)
from cases.actions.homes import record_home
from cases.actions.joining import join_households
from cases.actions.members import MemberInput, add_member, change_person, end_membership
from cases.actions.plan_steps import add_step, cancel_step, complete_step, move_step, reopen_step
from cases.actions.plans import agree_plan, save_plan
from cases.actions.registering import register_household
from cases.actions.situations import set_situation
from cases.actions.splitting import split_household
from cases.actions.staffing import (
    add_unit,
    end_named_access,
    end_unit,
    name_staff,
    open_emergency_access,
)
from cases.actions.transfers import (
    TransferContent,
    offer_transfer,
    receive_transfer,
    withdraw_transfer,
)

__all__ = [
    "ChangedMeanwhile",
    "MemberInput",
    "TransferContent",
    "add_member",
    "add_step",
    "add_unit",
    "agree_plan",
    "cancel_follow_up",
    "cancel_step",
    "change_household",
    "change_person",
    "close_household",
    "complete_follow_up",
    "complete_step",
    "end_follow_ups",
    "end_membership",
    "end_named_access",
    "end_unit",
    "join_households",
    "move_follow_up",
    "move_step",
    "name_staff",
    "offer_transfer",
    "open_emergency_access",
    "plan_follow_up",
    "plan_series",
    "receive_transfer",
    "record_home",
    "register_household",
    "reopen_follow_up",
    "reopen_household",
    "reopen_step",
    "save_assessment",
    "save_plan",
    "set_protection",
    "set_situation",
    "split_household",
    "withdraw_transfer",
]
