"""A note as flat text: what two writers' changes are compared by, and what each version keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.enums import NoteKind
from cases.models import HouseholdMember, JournalNote

NAMES = ("kind", "happened_on", "happened_at", "text", "members", "others_present")


@dataclass(frozen=True)
class NoteInput:
    """A note as a page sends it. `member_ids` are memberships of the household, of today or earlier."""

    kind: str
    happened_on: date
    text: str
    happened_at: time | None = None
    member_ids: tuple[int, ...] = ()
    others_present: str = ""

    def content(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "happened_on": self.happened_on.isoformat(),
            "happened_at": f"{self.happened_at:%H:%M}" if self.happened_at else "",
            "text": self.text.replace("\r\n", "\n").strip(),
            "members": _joined(self.member_ids),
            "others_present": self.others_present.strip(),
        }


def content_of(note: JournalNote, member_ids: Iterable[int]) -> dict[str, str]:
    """What is saved, flat."""
    return NoteInput(
        note.kind, note.happened_on, note.text, note.happened_at, tuple(member_ids), note.others_present
    ).content()


def read(content: dict[str, str]) -> NoteInput:
    """The reverse of `NoteInput.content`."""
    return NoteInput(
        kind=content["kind"],
        happened_on=date.fromisoformat(content["happened_on"]),
        happened_at=time.fromisoformat(content["happened_at"]) if content["happened_at"] else None,
        text=content["text"],
        member_ids=tuple(int(pk) for pk in content["members"].split(",") if pk),
        others_present=content["others_present"],
    )


def label_of(name: str) -> str:
    """What a field is called where two texts are compared."""
    labels = {
        "kind": pgettext("note", "Kind"),
        "happened_on": pgettext("note", "Day"),
        "happened_at": pgettext("note", "Time"),
        "text": pgettext("note", "Note"),
        "members": pgettext("note", "Members present"),
        "others_present": pgettext("note", "Others present"),
    }
    return labels[name]


def in_words(name: str, value: str, members: dict[int, str]) -> str:
    """A field as one reads it. `members`: membership to name."""
    if name == "kind":
        return str(dict(NoteKind.choices).get(value, value))
    if name == "members":
        return ", ".join(members.get(int(pk), "–") for pk in value.split(",") if pk) or _("Nobody")
    return value or "–"


def names_of(members: Iterable[HouseholdMember]) -> dict[int, str]:
    """Membership to name. Needs the people."""
    return {member.pk: member.person.name for member in members}


def _joined(ids: Iterable[int]) -> str:
    return ",".join(str(pk) for pk in sorted(set(ids)))
