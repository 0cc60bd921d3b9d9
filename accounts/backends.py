"""Sign-in by e-mail and password through allauth, with no permissions of Django's own."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class StaffBackend(AuthenticationBackend):
    """What somebody may do stands in accounts/permissions.toml; Django's permission tables are unused."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False
