"""The demo's debt restructurings: prepared, applied for, decided and paid month by month."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from random import Random

from accounts.models import Authority, User
from cases.errors import ActionRefused
from core.clock import today
from debtadvice.actions import restructuring
from debtadvice.actions.restructuring import CheckInput, GrantInput
from debtadvice.enums import Condition, RestructuringState
from debtadvice.models import DebtCase, Restructuring
from demo import debt_texts as texts

# In five years, and what the creditors get of a hundred kronor.
PAYMENTS = 50
SHARES = (20, 30, 45)


def prepare(case: DebtCase, by: User) -> None:
    """No plan can be drawn up: the conditions of debt restructuring are gone through."""
    made = restructuring.begin_restructuring(case=case, by=by)
    checks: dict[str, CheckInput] = {
        condition: CheckInput(is_met, texts.EVIDENCE.get(condition, ""))
        for condition, is_met in zip(Condition, (True, True, None, True, True, True), strict=True)
    }
    restructuring.check_conditions(restructuring=made, checks=checks, by=by)


def go_on(board: Authority, by: User, random: Random) -> None:
    """What is prepared is applied for after some weeks, and what is applied for is decided on."""
    going_on = Restructuring.objects.filter(case__authority=board, case__closed_on=None)
    for one in going_on.filter(state=RestructuringState.APPLIED).order_by("pk"):
        if one.applied_on and today() - one.applied_on >= timedelta(weeks=5):
            owed = sum(debt.total_sek for debt in one.case.debts.filter(settled_on=None))
            money = round(owed * Decimal(random.choice(SHARES)) / 100 / PAYMENTS, -1)
            grant = GrantInput(money, today() + timedelta(weeks=3))
            restructuring.decide_restructuring(restructuring=one, decided_on=today(), grant=grant, by=by)
    for one in going_on.filter(state=RestructuringState.PREPARING).order_by("pk"):
        if today() - one.begun_on >= timedelta(weeks=2):
            checks: dict[str, CheckInput] = {
                Condition.REASONABLE: CheckInput(True, texts.EVIDENCE_REASONABLE)
            }
            restructuring.check_conditions(restructuring=one, checks=checks, by=by)
            restructuring.apply_for_restructuring(restructuring=one, applied_on=today(), by=by)


def pay(board: Authority, by: User) -> None:
    """The month is paid in every plan that has begun; nothing is in June and December."""
    granted = Restructuring.objects.filter(case__authority=board, state=RestructuringState.GRANTED)
    for one in granted.order_by("pk"):
        if one.money_sek:
            with suppress(ActionRefused):
                restructuring.pay_restructuring(
                    restructuring=one, month=today(), paid_on=today(), amount_sek=one.money_sek, by=by
                )
