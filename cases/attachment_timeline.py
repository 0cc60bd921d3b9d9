"""Attached documents among a household's events."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.models import Attachment, Household
from core.registries import TimelineEntry, TimelineSource

if TYPE_CHECKING:
    from accounts.models import User


def attachments(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Documents that are in the file, newest first. One query; none where there are none."""
    if not user.can("journal.read") or not getattr(household, "has_attachments", True):
        return []
    rows = Attachment.objects.visible_to(user, "journal.read").kept().filter(household=household)
    if until is not None:
        rows = rows.filter(uploaded_at__date__lte=until)
    return [
        TimelineEntry(
            day=localtime(row.uploaded_at).date(),
            at=localtime(row.uploaded_at).time().replace(second=0, microsecond=0),
            kind="change",
            title=_("Document attached"),
            body=row.title,
            who=row.uploaded_by.short_name,
            url=reverse("cases:attachment_list", args=[household.pk]),
            source="cases.attachment",
            object_id=row.pk,
        )
        for row in rows.select_related("uploaded_by").order_by("-uploaded_at", "-pk")[:limit]
    ]


ATTACHMENTS = TimelineSource("cases.attachments", attachments)
