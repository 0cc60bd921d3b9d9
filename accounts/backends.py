"""Sign-in by e-mail and password through allauth, with no permissions of Django's own."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from core.clock import today


class StaffBackend(AuthenticationBackend):
    """What somebody may do stands in accounts/permissions.toml; Django's permission tables are unused."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def get_user(self, user_id: int) -> User | None:
        """Who the session names, read anew for every request: what was revoked is gone at the next one."""
        user = User.objects.at_work(user_id, today())
        return user if user is not None and self.user_can_authenticate(user) else None
