"""Questions to rows that hold for some time."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a first day to a last one, both included."""

    def active_on(self, day: date) -> Self:
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)


class ProgrammeQuerySet(DatedQuerySet):
    def counted_on(self, day: date) -> dict[int, int]:
        """Programme to how many open households are in it on day. One query."""
        rows = self.active_on(day).filter(household__closed_on=None).values("programme")
        counted = rows.annotate(n=models.Count("household", distinct=True))
        return dict(counted.values_list("programme", "n"))
