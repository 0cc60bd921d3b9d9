"""Boards, units, staff and what they may do."""

from accounts.models.organisation import Authority, AuthorityOwned, Unit
from accounts.models.staff import Membership, User, user_display

__all__ = ["Authority", "AuthorityOwned", "Membership", "Unit", "User", "user_display"]
