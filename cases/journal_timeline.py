"""Notes among a household's events, as contacts, and as something to sign."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.enums import CONTACT_NOTES
from cases.models import Household, JournalNote
from core.registries import Duty, TimelineEntry, TimelineSource

if TYPE_CHECKING:
    from accounts.models import User

MOST_CHARACTERS = 280
UNSIGNED = "cases.unsigned_notes"


def notes(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Notes, newest first, with how they begin. One query; none where there are none."""
    if not user.can("journal.read") or not getattr(household, "has_notes", True):
        return []
    rows = JournalNote.objects.visible_to(user, "journal.read").filter(household=household)
    if until is not None:
        rows = rows.filter(happened_on__lte=until)
    rows = rows.with_corrected().select_related("author").order_by("-happened_on", "-pk")
    return [_entry(note) for note in rows[:limit]]


def _entry(note: JournalNote) -> TimelineEntry:
    if note.signed_at is None:
        badge, tone = _("Not signed"), "warn"
    elif note.is_corrected:  # type: ignore[attr-defined]  # from with_corrected()
        badge, tone = _("Corrected"), "info"
    else:
        badge, tone = (_("Written late"), "") if note.is_late else ("", "")
    return TimelineEntry(
        day=note.happened_on,
        at=note.happened_at,
        kind="visit" if note.is_contact else "followup",
        title=str(note.get_kind_display()),
        body=Truncator(note.text).chars(MOST_CHARACTERS),
        who=note.author.short_name,
        url=reverse("cases:journal", args=[note.household_id]) + f"#note-{note.pk}",
        source="cases.note",
        object_id=note.pk,
        badge=badge,
        badge_tone=tone,
    )


NOTES = TimelineSource("cases.notes", notes)


def latest_notes(household_ids: Sequence[int]) -> dict[int, date]:
    """The day of each household's latest note of a contact. One query."""
    rows = JournalNote.objects.filter(household__in=household_ids, kind__in=CONTACT_NOTES)
    return dict(rows.values("household").annotate(day=Max("happened_on")).values_list("household", "day"))


def counted_notes(household_ids: Sequence[int]) -> dict[int, int]:
    """How many contacts are noted for each household. One query."""
    rows = JournalNote.objects.filter(household__in=household_ids, kind__in=CONTACT_NOTES)
    return dict(rows.values("household").annotate(n=Count("pk")).values_list("household", "n"))


def unsigned_notes(
    user: "User", *, assigned_to_ids: Iterable[int], unit_ids: Iterable[int] = (), until: date, limit: int
) -> list[Duty]:
    """What one has written and not signed yet, due on the day it was written. One query."""
    rows = JournalNote.objects.visible_to(user, "journal.write").filter(
        author__in=list(assigned_to_ids), signed_at=None, written_at__date__lte=until
    )
    return [
        Duty(
            source=UNSIGNED,
            object_id=note.pk,
            due_on=localtime(note.written_at).date(),
            title=_("Sign the note"),
            household_id=note.household_id,
            assigned_to_id=note.author_id,
            note=str(note.get_kind_display()),
            url=reverse("cases:note_edit", args=[note.household_id, note.pk]),
        )
        for note in rows.order_by("written_at", "pk")[:limit]
    ]
