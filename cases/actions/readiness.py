"""What is missing on the way to a lease becomes a step of the work plan."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked
from cases.actions.plan_steps import add_step
from cases.eligibility.readiness import to_do
from cases.models import Household, PlanStep

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def plan_readiness_step(*, household: Household, code: str, due_on: date, by: "User") -> PlanStep:
    """A step that says what is to be done about the condition; the open one, where there is one.

    It stands under the goal of a lease of one's own, and is a duty like every step.
    """
    household = locked(household, by)
    return add_step(
        household=household, goal=_("A lease of one's own"), text=to_do(code), due_on=due_on, by=by
    )
