"""What the clock does: the Boråd's meetings and agendas follow the days, late rents reach debt advice."""

from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.db.models import Q

from accounts.models import Authority, User
from cases.errors import ActionRefused
from core.clock import today
from housing.actions import plan_meetings, send_late_rent_on
from housing.actions.agenda import agenda_changed
from housing.actions.series import PLANNED_AHEAD
from housing.models import LateRent, MeetingSeries, Tenancy
from housing.rents import is_to_be_told
from housing.stay_facts import late_rents


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


@shared_task(name="housing.send_late_rents")
def send_late_rents() -> int:
    """Tell debt advice of each rent that is more than a week late in a stay that goes on; how many were new.

    Doing it again tells nothing twice. What is refused, as of a household that was merged meanwhile, is left
    for whoever follows the stay: it stands in their week.
    """
    if not settings.LATE_RENTS_BY_THEMSELVES:
        return 0
    day, sent = today(), 0
    rows = Tenancy.objects.on_night(day).select_related("household", "started_by").order_by("pk")
    stays = list(rows.prefetch_related("flat__rents"))
    told = set(LateRent.objects.filter(tenancy__in=stays).values_list("tenancy", "month"))
    for stay, month in late_rents(stays, day):
        by = _follower_of(stay)
        if by is None or not is_to_be_told(month, day) or (stay.pk, month.month) in told:
            continue
        with suppress(ActionRefused):
            send_late_rent_on(tenancy=stay, month=month.month, by=by, is_by_itself=True)
            sent += 1
    return sent


def _follower_of(stay: Tenancy) -> User | None:
    """Who began to follow the rents of the stay: by starting it here, or by noting its first rent."""
    if stay.started_by is not None:
        return stay.started_by
    first = stay.rentpayments.select_related("recorded_by").order_by("recorded_at", "pk").first()
    return first.recorded_by if first is not None else None
