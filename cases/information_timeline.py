"""What a household was told, among its events: one line for a day."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import InformationTopic
from cases.languages import language_of
from cases.models import Household, InformationGiven
from core.registries import TimelineEntry, TimelineSource

if TYPE_CHECKING:
    from accounts.models import User


def information(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """A line for each day and worker, newest first. One query; none where there is nothing."""
    if not user.can("journal.read") or not getattr(household, "has_information", True):
        return []
    rows = InformationGiven.objects.visible_to(user, "journal.read").kept().filter(household=household)
    if until is not None:
        rows = rows.filter(given_on__lte=until)
    most = limit * len(InformationTopic)
    days: dict[tuple[date, int], list[InformationGiven]] = {}
    for row in rows.select_related("given_by").order_by("-given_on", "-pk")[:most]:
        days.setdefault((row.given_on, row.given_by_id), []).append(row)
    return [_entry(household, rows_of_day) for rows_of_day in list(days.values())[:limit]]


def _entry(household: Household, rows: list[InformationGiven]) -> TimelineEntry:
    return TimelineEntry(
        day=rows[0].given_on,
        kind="followup",
        title=_("Information given"),
        body=", ".join(words_of(row) for row in reversed(rows)),
        who=rows[0].given_by.short_name,
        url=reverse("cases:information", args=[household.pk]),
        source="cases.information",
        object_id=max(row.pk for row in rows),
    )


def words_of(row: InformationGiven) -> str:
    """What was given: the topic, or the brochure with its language."""
    if row.topic == InformationTopic.BROCHURE:
        return _("Brochure: %(language)s") % {"language": language_of(row.brochure).label}
    return str(row.get_topic_display())


INFORMATION = TimelineSource("cases.information", information)
