"""Notes in the journal: written, signed, corrected. Two who write at once lose nothing."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.assessments import ChangedMeanwhile
from cases.actions.locking import locked, refuse_future
from cases.enums import NoteKind
from cases.errors import ActionRefused
from cases.merging import merge
from cases.models import Household, JournalNote, NoteVersion
from cases.models.journal import LONGEST_NOTE
from cases.note_content import NoteInput, content_of, read
from core.audit import record_event
from core.clock import now

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["change_note", "correct_note", "sign_note", "write_note"]


@transaction.atomic
def write_note(
    *, household: Household, content: NoteInput, client_key: UUID, by: "User", seen_version: int = 1
) -> JournalNote:
    """A new note, not signed yet. The same form sent again changes the note that it made.

    In a closed case the note is marked as written late. Raises ActionRefused for a day ahead, an empty
    note, and people who do not belong to the household; sent again, as `change_note` does.
    """
    household = locked(household, by)
    _check(household, content)
    made = JournalNote.objects.filter(household=household, client_key=client_key).first()
    if made is not None:
        made.household = household
        return _save(made, content.content(), seen_version, by)
    moment = now()
    note = JournalNote(
        household=household,
        authority_id=household.authority_id,
        version=0,
        author=by,
        written_at=moment,
        is_late=household.closed_on is not None,
        client_key=client_key,
    )
    _write(note, content.content(), by)
    _record("note.written", note, by, kind=note.kind, late=note.is_late)
    return note


@transaction.atomic
def change_note(*, note: JournalNote, content: NoteInput, seen_version: int, by: "User") -> JournalNote:
    """Change a note that is not signed. `seen_version` is the version that the writer began from.

    Raises ActionRefused when it has been signed, and ChangedMeanwhile where both changed the same field.
    """
    note = _held(note, by)
    _check(note.household, content)
    return _save(note, content.content(), seen_version, by)


@transaction.atomic
def sign_note(*, note: JournalNote, seen_version: int, by: "User") -> JournalNote:
    """It is finished: from now on it is locked. Signed already, it stays as it is.

    Raises ActionRefused for somebody who has not written in it, and when it was changed since
    `seen_version`.
    """
    note = _held(note, by)
    if note.signed_at is not None:
        return note
    if not note.versions.filter(saved_by=by).exists():
        raise ActionRefused(_("Only whoever has written in the note can sign it."))
    if note.version != seen_version:
        raise ActionRefused(_("The note has been changed meanwhile. Read it again before you sign."))
    note.signed_at, note.signed_by = now(), by
    note.save(update_fields=["signed_at", "signed_by"])
    _record("note.signed", note, by, version=note.version)
    return note


@transaction.atomic
def correct_note(
    *, note: JournalNote, content: NoteInput, reason: str, seen_version: int, by: "User"
) -> JournalNote:
    """Correct a signed note: the old text stays beside the new one, with who, when and why.

    Raises ActionRefused without a reason, for a note that is not signed, and as `change_note` does.
    """
    note = _held(note, by)
    _check(note.household, content)
    if note.signed_at is None:
        raise ActionRefused(_("The note is not signed yet: change it instead."))
    if not reason.strip():
        raise ActionRefused(_("Write why the note is corrected."), "reason")
    return _save(note, content.content(), seen_version, by, reason=reason.strip())


def _held(note: JournalNote, by: "User") -> JournalNote:
    household = locked(note.household, by)
    note = JournalNote.objects.get(pk=note.pk)
    note.household = household
    return note


def _check(household: Household, content: NoteInput) -> None:
    refuse_future(content.happened_on, "happened_on")
    if content.kind not in NoteKind.values:
        raise ActionRefused(_("Choose a kind of note in the list."), "kind")
    if not content.text.strip():
        raise ActionRefused(_("Write the note."), "text")
    if len(content.text) > LONGEST_NOTE:
        raise ActionRefused(_("Write the note in two: it is too long for one."), "text")
    wanted = set(content.member_ids)
    if wanted and household.members.filter(pk__in=wanted).count() != len(wanted):
        raise ActionRefused(_("Choose people of the household."), "members")


def _save(
    note: JournalNote, mine: dict[str, str], seen_version: int, by: "User", *, reason: str = ""
) -> JournalNote:
    """Bring together what was written from `seen_version` with what is saved, and keep it as a version."""
    theirs = content_of(note, note.members.values_list("pk", flat=True))
    then = note.versions.filter(number=seen_version).first()
    base = theirs if seen_version == note.version else dict(then.content) if then else dict.fromkeys(mine, "")
    merged = merge(base=base, theirs=theirs, mine=mine)
    if merged.values == theirs:
        return note
    if note.signed_at is not None and not reason:
        raise ActionRefused(_("The note is signed. Write a correction: both texts are then kept."))
    if merged.clashes:
        raise ChangedMeanwhile(
            names=merged.clashes, theirs=theirs, merged=merged.values, version=note.version
        )
    _write(note, merged.values, by, reason=reason)
    changed = sorted(name for name, value in merged.values.items() if value != theirs[name])
    action = "note.corrected" if reason else "note.changed"
    _record(action, note, by, version=note.version, fields=changed)
    return note


def _write(note: JournalNote, values: dict[str, str], by: "User", *, reason: str = "") -> None:
    content = read(values)
    note.version += 1
    note.kind, note.text, note.others_present = content.kind, content.text, content.others_present
    note.happened_on, note.happened_at = content.happened_on, content.happened_at
    note.saved_at = now()
    note.save()
    note.members.set(content.member_ids)
    NoteVersion.objects.create(
        note=note,
        number=note.version,
        content=values,
        saved_at=note.saved_at,
        saved_by=by,
        is_correction=bool(reason),
        reason=reason,
    )


def _record(action: str, note: JournalNote, by: "User", **details: Any) -> None:
    record_event(
        action,
        by=by,
        authority_id=note.authority_id,
        subject=note,
        household_id=note.household_id,
        details=details,
    )
