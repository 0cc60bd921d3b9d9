"""What the clock does for follow-ups: series without an end are written down some months ahead."""

from celery import shared_task
from django.db.models import Q

from cases.actions.series import extend_series
from cases.models import FollowUpSeries
from core.clock import today


@shared_task(name="cases.extend_series")
def extend_every_series() -> int:
    """Write down the days of every series that goes on. How many there were; doing it again makes none."""
    going_on = Q(last_on=None) | Q(last_on__gte=today())
    rows = FollowUpSeries.objects.filter(going_on, ended_on=None).order_by("pk")
    return sum(extend_series(series=series) for series in rows)
