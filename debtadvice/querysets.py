"""Questions to debt cases. They are confidential towards the rest of the house."""

from typing import TYPE_CHECKING, Self

from accounts.querysets import AuthorityOwnedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class DebtCaseQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "debt_case.read") -> Self:
        """Debt cases of one's own board, for debt advisers only. A link to a household gives no access."""
        if not user.can(permission):
            return self.none()
        return self.of_authority(user)
