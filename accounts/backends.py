"""Sign-in by e-mail and password through allauth, with no permissions of Django's own."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import Membership, User
from core.clock import today


class StaffBackend(AuthenticationBackend):
    """What somebody may do stands in accounts/permissions.toml; Django's permission tables are unused."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def get_user(self, user_id: int) -> User | None:
        """Who is signed in, with the roles of today: one query for what every page needs to know."""
        rows = list(Membership.objects.active_on(today()).filter(user=user_id).select_related("user", "unit"))
        if not rows:
            return super().get_user(user_id)
        user = rows[0].user
        if not self.user_can_authenticate(user):
            return None
        user.roles_today = [(row.role, row.unit_id, row.unit.name if row.unit else None) for row in rows]
        return user
