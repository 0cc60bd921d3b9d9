"""What the clock does for casework: series go on, and files whose upload was broken off are removed."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from cases.actions.absences import hand_over
from cases.actions.series import extend_series
from cases.actions.standing import STANDING_KINDS, begin_if_due
from cases.attachment_store import orphans
from cases.digest import DIGEST_JOB
from cases.models import Absence, DigestSent, FollowUpSeries, Household
from core import jobs
from core.clock import now, today


@shared_task(name="cases.extend_series")
def extend_every_series() -> int:
    """Write down the days of every series that goes on. How many there were; doing it again makes none."""
    going_on = Q(last_on=None) | Q(last_on__gte=today())
    rows = FollowUpSeries.objects.filter(going_on, ended_on=None, household__closed_on=None).order_by("pk")
    return sum(extend_series(series=series) for series in rows)


@shared_task(name="cases.begin_standing_series")
def begin_standing_series() -> int:
    """Follow up whoever has no home and is met in no rhythm any more. How many series began; again, none.

    What people write begins them at once; what only time or an import brings is found here.
    """
    met = FollowUpSeries.objects.filter(household=OuterRef("pk"), kind__in=STANDING_KINDS, ended_on=None)
    rows = Household.objects.filter(~Exists(met), closed_on=None, project_worker__isnull=False)
    ids = rows.order_by("pk").values_list("pk", flat=True)
    return sum(begin_if_due(household_id=pk) for pk in ids)


# An upload that is still going on has its row by then.
ORPHAN_AGE = timedelta(days=1)


@shared_task(name="cases.sweep_attachments")
def sweep_attachments() -> int:
    """Remove files that no attached document names. How many there were."""
    found = list(orphans(now() - ORPHAN_AGE))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


@shared_task(name="cases.hand_over_absences")
def hand_over_absences() -> int:
    """Hand over what has come up since for everybody who is or will be away. How much it was."""
    going_on = Absence.objects.filter(cancelled_at=None, last_day__gte=today()).select_related("created_by")
    return sum(hand_over(absence=row, by=row.created_by).moved for row in going_on.order_by("pk"))


@shared_task(name="cases.send_digests")
def send_digests() -> int:
    """Order this week's mail for everybody at work; a second time orders nothing. How many were ordered.

    From Monday on, so that a Monday on which nothing ran is made up for the day after.
    """
    if not settings.WEEKLY_DIGEST:
        return 0
    monday, ordered = today() - timedelta(days=today().weekday()), 0
    for user in User.objects.filter(is_active=True, email__isnull=False).order_by("pk"):
        if user.can("household.change"):
            with transaction.atomic():
                _sent, is_new = DigestSent.objects.get_or_create(user=user, monday=monday)
                if is_new:
                    jobs.enqueue(
                        DIGEST_JOB, params={"user": user.pk}, owner=user, authority_id=user.authority_id
                    )
                    ordered += 1
    return ordered
