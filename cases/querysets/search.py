"""Questions to the search for a home: queues, vacancies, leads and homes."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery

from accounts.querysets import AuthorityOwnedQuerySet
from cases.querysets.household import OfHouseholdQuerySet
from cases.querysets.reach import whose
from cases.search_enums import LEASE_WAITS_MONTHS, LeadOutcome
from core.periods import add_months

if TYPE_CHECKING:
    from accounts.models import User


class QueueQuerySet(OfHouseholdQuerySet):
    def running(self) -> Self:
        """Not ended. Whether the time is lost by an unpaid fee is told by cases.queue_state."""
        return self.filter(ended_on=None)

    def with_fees(self) -> Self:
        """The fees and whose it is, in one more query; `noted_at`: when the registration was last saved."""
        saved = apps.get_model("cases", "HistoricalHousingQueue")._base_manager.filter(id=OuterRef("pk"))
        noted = saved.order_by("-history_id").values("history_date")[:1]
        return self.select_related("person").prefetch_related("fees").annotate(noted_at=Subquery(noted))


class VacancyQuerySet(AuthorityOwnedQuerySet):
    def open(self) -> Self:
        """To let still, as far as anybody has noted."""
        return self.filter(ended_on=None)


class LeadQuerySet(OfHouseholdQuerySet):
    def of_staff(self, user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Self:
        """Whose they are; see `whose`."""
        return self.filter(whose(user_ids, unit_ids))

    def going_on(self) -> Self:
        """Not ended, of a household whose case is open."""
        return self.filter(outcome="", household__closed_on=None)

    def awaiting_move(self, day: date) -> Self:
        """Signed within LEASE_WAITS_MONTHS before day, and no move is recorded."""
        since = add_months(day, -LEASE_WAITS_MONTHS)
        return self.filter(outcome=LeadOutcome.SIGNED, home=None, ended_on__gt=since)


class OfLeadQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "search.read") -> Self:
        """Steps of leads whose household user reaches by permission."""
        from cases.models import Household

        return self.filter(lead__household__in=Household.objects.visible_to(user, permission))

    def kept(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at=None)


class HomeQuerySet(OfHouseholdQuerySet):
    def kept(self) -> Self:
        """Without the moves that were withdrawn: what never was counts nowhere."""
        return self.filter(withdrawn_at=None)


class OfHomeQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "search.read") -> Self:
        """Rows of homes whose household user reaches by permission."""
        from cases.models import Household

        return self.filter(home__household__in=Household.objects.visible_to(user, permission))
