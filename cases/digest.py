"""The weekly mail: how much waits, in numbers, with a link. Never a name, a number of a case or a note."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Household
from cases.silence import silent_among
from cases.week import week_of
from core.clock import today
from core.jobs import JobContext

DIGEST_JOB = "digest.mail"


@dataclass(frozen=True)
class Counts:
    overdue: int
    this_week: int
    silent: int

    def __bool__(self) -> bool:
        return bool(self.overdue or self.this_week or self.silent)


def counts_for(user: User, day: date) -> Counts:
    """What is theirs to do: overdue, due through Sunday, and silent among their households."""
    week = week_of(user, worker_ids=[user.pk], unit_ids=[], today=day)
    sunday = day + timedelta(days=6 - day.weekday())
    coming = sum(1 for part in week.parts for line in part.lines if day <= line.duty.due_on <= sunday)
    return Counts(week.overdue, coming, len(silent_among(own_households(user), user.authority_id or 0, day)))


def own_households(user: User) -> Any:
    """Households that user is responsible for and may change."""
    theirs = Q(project_worker=user) | Q(project_worker=None, caseworker=user)
    return Household.objects.visible_to(user, "household.change").filter(theirs)


def send_digest(context: JobContext) -> dict[str, Any]:
    """Job handler. params: user. Nothing is sent to one who has left, or for whom nothing waits."""
    user = User.objects.filter(pk=context.params["user"], is_active=True).first()
    if user is None or not user.email or not user.can("household.change"):
        return {"sent": 0}
    counts = counts_for(user, today())
    if not counts:
        return {"sent": 0}
    with translation.override(user.language):
        site = settings.SITE_URL.rstrip("/")
        links = {
            "week": f"{site}{reverse('cases:my_week')}",
            "silent": f"{site}{reverse('cases:silent_list')}",
        }
        body = render_to_string("mail/digest.txt", {"counts": counts, "links": links if site else None})
        send_mail(_("Hemväg: your week"), body, settings.DEFAULT_FROM_EMAIL, [user.email])
    return {"sent": 1}
