"""Questions to revisions of reports."""

from typing import Self

from accounts.querysets import AuthorityOwnedQuerySet
from core.periods import Period


class ReportRevisionQuerySet(AuthorityOwnedQuerySet):
    def of_period(self, authority_id: int, period: Period) -> Self:
        """The revisions of a board's report on just this period, the latest first."""
        return self.filter(authority_id=authority_id, period_key=period.key).order_by("-revision")
