"""A household's journal: to read, newest first, with what was corrected."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from cases.actions.journal import sign_note
from cases.errors import ActionRefused
from cases.models import HouseholdMember, JournalNote, NoteVersion
from cases.note_content import in_words, names_of
from cases.views.household import household_page, may, reached, staff_of
from cases.views.note_writing import note_key
from core.drafts import load_draft

PAGE_SIZE = 20
LAST_PAGE = 500


@require_safe
@requires("journal.read")
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes of a page, each whole."""
    household, user = reached(request, pk, "journal.read"), staff_of(request)
    sent = request.GET.get("page", "")
    number = min(max(int(sent), 1), LAST_PAGE) if sent.isdecimal() and len(sent) < 5 else 1
    first = (number - 1) * PAGE_SIZE
    rows = household.journal_notes.select_related("author", "signed_by").prefetch_related(
        Prefetch("members", HouseholdMember.objects.select_related("person").order_by("pk")),
        Prefetch("versions", NoteVersion.objects.select_related("saved_by")),
    )
    found = list(rows.order_by("-happened_on", "-pk")[first : first + PAGE_SIZE + 1])
    may_write = may(user, household, "journal.write")
    context = {
        "notes": [_shown(note, user.pk) for note in found[:PAGE_SIZE]],
        "number": number,
        "previous_url": f"?page={number - 1}" if number > 1 else "",
        "next_url": f"?page={number + 1}" if len(found) > PAGE_SIZE else "",
        "may_write": may_write,
        "draft": load_draft(user, note_key(household, "")) if may_write else None,
    }
    return household_page(request, household, "cases/journal.html", context)


@require_POST
@requires("journal.write")
def note_sign(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Sign what the page shows; `version` says which text that was."""
    household = reached(request, pk, "journal.write")
    note = get_object_or_404(JournalNote.objects.select_related("household"), pk=note_pk, household=household)
    seen = request.POST.get("version", "")
    try:
        with transaction.atomic():
            version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
            sign_note(note=note, seen_version=version, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The note is signed."))
    return redirect("cases:journal", household.pk)


def _shown(note: JournalNote, user_id: int) -> dict[str, Any]:
    versions = list(note.versions.all())
    corrections = [version for version in versions if version.is_correction]
    present = [*names_of(note.members.all()).values(), note.others_present]
    return {
        "row": note,
        "present": ", ".join(one for one in present if one),
        "may_sign": note.signed_at is None and any(version.saved_by_id == user_id for version in versions),
        "corrections": [
            {"row": version, "before": _before(versions, version.number)} for version in corrections
        ],
    }


def _before(versions: list[NoteVersion], number: int) -> dict[str, str]:
    """What the note said before that version, in words."""
    earlier = next(version for version in versions if version.number == number - 1)
    return {
        "kind": in_words("kind", earlier.content["kind"], {}),
        "day": earlier.content["happened_on"],
        "text": earlier.content["text"],
    }
