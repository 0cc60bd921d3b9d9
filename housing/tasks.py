"""What the clock does for the Boråd: meetings stand in the calendar, and agendas follow the days."""

from celery import shared_task
from django.db.models import Q

from accounts.models import Authority
from core.clock import today
from housing.actions import plan_meetings
from housing.actions.agenda import agenda_changed
from housing.actions.meetings import PLANNED_AHEAD
from housing.models import MeetingSeries


@shared_task(name="housing.keep_agendas")
def keep_agendas() -> int:
    """Plan the coming weeks' meetings and bring the next agendas up to date; how many meetings are new.

    Doing it again changes nothing. One board's fault does not keep it from the others: each has its own
    transaction, and those before it are kept.
    """
    day, planned = today(), 0
    running = MeetingSeries.objects.filter(Q(last_day=None) | Q(last_day__gte=day)).order_by("pk")
    for series in running:
        planned += len(plan_meetings(series=series, until=day + PLANNED_AHEAD, by=None))
    for authority in Authority.objects.filter(is_active=True).order_by("pk"):
        agenda_changed(authority, by=None)
    return planned
