"""Who may be told where a household with protected identity lives, or is about to live."""

from typing import TYPE_CHECKING

from cases.enums import AccessKind
from cases.models import Household
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User


def may_know_where(user: "User", household: Household) -> bool:
    """Those responsible and those named, not whoever was let in by an emergency. One query, if protected."""
    if not household.is_protected:
        return True
    if user.pk in (household.project_worker_id, household.caseworker_id):
        return True
    named = household.named_access.active_on(today())
    return named.filter(user=user, kind=AccessKind.NAMED).exists()
