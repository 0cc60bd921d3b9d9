"""Notes in the journal: written, signed, corrected; late ones marked; nobody's words lost."""

import random
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from accounts.models import User
from cases.actions import ChangedMeanwhile
from cases.actions.journal import change_note, correct_note, sign_note, write_note
from cases.actions.phrases import save_phrase
from cases.enums import NoteKind
from cases.errors import ActionRefused
from cases.journal_timeline import counted_notes, latest_notes
from cases.merging import merge
from cases.models import Household, JournalNote, NoteVersion, Phrase
from cases.note_content import NoteInput
from core.clock import today
from core.models import AuditEvent
from tests.factories.accounts import UnitFactory, staff
from tests.factories.casework import JournalNoteFactory

pytestmark = pytest.mark.django_db
KEY = UUID(int=7)


@pytest.fixture
def colleague(worker: User) -> User:
    return staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit, full_name="Jonas Wall")


def said(text: str = "Vi gick igenom köerna.", **changes: Any) -> NoteInput:
    return NoteInput(**({"kind": NoteKind.CONTACT, "happened_on": today(), "text": text} | changes))


def write(
    household: Household, by: User, text: str = "Vi gick igenom köerna.", **changes: Any
) -> JournalNote:
    return write_note(household=household, content=said(text, **changes), client_key=KEY, by=by)


def test_a_note_is_written_with_who_was_there(household: Household, worker: User) -> None:
    members = tuple(household.members.values_list("pk", flat=True))
    note = write(household, worker, member_ids=members, happened_at=time(10, 30), others_present="Tolk")
    assert (note.version, note.author, note.signed_at, note.is_late) == (1, worker, None, False)
    assert set(note.members.values_list("pk", flat=True)) == set(members)
    event = AuditEvent.objects.get(action="note.written")
    assert event.details == {"kind": "contact", "late": False}


def test_the_same_form_sent_twice_is_one_note(household: Household, worker: User) -> None:
    write(household, worker)
    again = write(household, worker)
    assert again.version == 1
    assert NoteVersion.objects.count() == 1


def test_the_same_form_with_other_words_changes_the_note_it_made(household: Household, worker: User) -> None:
    write(household, worker)
    again = write(household, worker, "Andra ord")
    assert (JournalNote.objects.get().text, again.version) == ("Andra ord", 2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on": date(2999, 1, 1)}, "happened_on"),
        ({"text": "  "}, "text"),
        ({"kind": "gossip"}, "kind"),
        ({"member_ids": (999_999,)}, "members"),
        ({"text": "x" * 20_001}, "text"),
    ],
)
def test_writing_is_refused(household: Household, worker: User, changes: Any, field: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        write(household, worker, **changes)
    assert refused.value.field == field
    assert not JournalNote.objects.exists()


def test_another_boards_household_is_refused(household: Household) -> None:
    with pytest.raises(ActionRefused):
        write(household, staff(Role.PROJECT_WORKER))


def test_a_failing_log_leaves_nothing(
    household: Household, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.actions.journal.record_event", fail)
    with pytest.raises(RuntimeError):
        write(household, worker)
    assert not JournalNote.objects.exists()


def test_a_note_in_a_closed_case_is_marked_late(household: Household, worker: User) -> None:
    Household.objects.filter(pk=household.pk).update(closed_on=today())
    assert write(household, worker).is_late


def test_two_who_change_different_things_lose_nothing(
    household: Household, worker: User, colleague: User
) -> None:
    note = write(household, worker)
    change_note(note=note, content=said(others_present="Tolk"), seen_version=1, by=colleague)
    saved = change_note(note=note, content=said("Andra ord"), seen_version=1, by=worker)
    assert (saved.text, saved.others_present, saved.version) == ("Andra ord", "Tolk", 3)


def test_a_clash_writes_nothing_and_tells_of_both(
    household: Household, worker: User, colleague: User
) -> None:
    note = write(household, worker)
    change_note(note=note, content=said("Jonas ord"), seen_version=1, by=colleague)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_note(note=note, content=said("Marias ord"), seen_version=1, by=worker)
    clash = refused.value
    assert (clash.names, clash.theirs["text"], clash.merged["text"]) == (("text",), "Jonas ord", "Marias ord")
    assert JournalNote.objects.get().text == "Jonas ord"


def test_nothing_is_lost_in_a_thousand_interleavings() -> None:
    """Two writers of one note; who clashes puts both texts together, as the page asks them to."""
    chance = random.Random(4)
    rounds = 0
    for _ in range(1000):
        saved = said("Början").content()
        seen, mine = [dict(saved), dict(saved)], [dict(saved), dict(saved)]
        order = [0, 1, 0, 1]
        chance.shuffle(order)
        for turn, writer in enumerate(order):
            if chance.random() < 0.5:
                seen[writer], mine[writer] = dict(saved), dict(saved)
            name = chance.choice(("text", "others_present"))
            mine[writer][name] += f" {writer}:{turn}"
            merged = merge(base=seen[writer], theirs=saved, mine=mine[writer])
            for clash in merged.clashes:
                merged.values[clash] = saved[clash] + mine[writer][clash].removeprefix(seen[writer][clash])
            saved = dict(merged.values)
            seen[writer], mine[writer] = dict(saved), dict(saved)
            rounds += 1
        words = f"{saved['text']} {saved['others_present']}".split()
        assert sorted(word for word in words if ":" in word) == sorted(
            f"{writer}:{turn}" for turn, writer in enumerate(order)
        )
    assert rounds == 4000


def test_signing_locks(household: Household, worker: User) -> None:
    note = write(household, worker)
    signed = sign_note(note=note, seen_version=1, by=worker)
    assert (signed.signed_by, sign_note(note=note, seen_version=1, by=worker).signed_at) == (
        worker,
        signed.signed_at,
    )
    with pytest.raises(ActionRefused):
        change_note(note=note, content=said("Andra ord"), seen_version=1, by=worker)
    assert change_note(note=note, content=said(), seen_version=1, by=worker).version == 1
    assert AuditEvent.objects.filter(action="note.signed").count() == 1


def test_signing_is_for_those_who_wrote_and_for_what_they_saw(
    household: Household, worker: User, colleague: User
) -> None:
    note = write(household, worker)
    with pytest.raises(ActionRefused):
        sign_note(note=note, seen_version=1, by=colleague)
    change_note(note=note, content=said("Andra ord"), seen_version=1, by=colleague)
    with pytest.raises(ActionRefused):
        sign_note(note=note, seen_version=1, by=worker)
    assert sign_note(note=note, seen_version=2, by=colleague).signed_by == colleague


def test_a_correction_keeps_both_texts(household: Household, worker: User, colleague: User) -> None:
    note = write(household, worker)
    sign_note(note=note, seen_version=1, by=worker)
    row = correct_note(note=note, content=said("Rätt ord"), reason="Fel dag", seen_version=1, by=colleague)
    assert (row.text, row.signed_by) == ("Rätt ord", worker)
    first, second = NoteVersion.objects.order_by("number")
    assert (first.content["text"], second.is_correction, second.reason) == (
        "Vi gick igenom köerna.",
        True,
        "Fel dag",
    )
    assert AuditEvent.objects.get(action="note.corrected").details == {"version": 2, "fields": ["text"]}


@pytest.mark.parametrize(("signed", "reason"), [(True, " "), (False, "Fel")])
def test_correcting_is_refused(household: Household, worker: User, signed: bool, reason: str) -> None:
    note = write(household, worker)
    if signed:
        sign_note(note=note, seen_version=1, by=worker)
    with pytest.raises(ActionRefused):
        correct_note(note=note, content=said("Nytt"), reason=reason, seen_version=1, by=worker)
    assert NoteVersion.objects.count() == 1


def test_a_version_can_be_neither_changed_nor_deleted(household: Household, worker: User) -> None:
    write(household, worker)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoteVersion.objects.update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        NoteVersion.objects.all().delete()
    assert NoteVersion.objects.count() == 1


def test_only_notes_of_a_contact_count_as_one(household: Household) -> None:
    for days, kind in enumerate(NoteKind):
        JournalNoteFactory(
            household=household, kind=kind, happened_on=date(2013, 9, 30) - timedelta(days=days)
        )
    JournalNoteFactory(household=household, kind=NoteKind.CONSULTATION, happened_on=date(2013, 10, 20))
    assert latest_notes([household.pk]) == {household.pk: date(2013, 9, 30)}
    assert counted_notes([household.pk]) == {household.pk: 4}


def test_a_phrase_is_saved_once_and_changed(worker: User) -> None:
    unit = worker.memberships.get().unit
    assert unit is not None
    for _ in range(2):
        phrase = save_phrase(unit=unit, title="Köer", text="Vi gick igenom köerna.", by=worker)
    save_phrase(unit=unit, title="Köer", text="Köerna.", by=worker, phrase=phrase, is_active=False)
    assert list(Phrase.objects.values_list("text", "is_active")) == [("Köerna.", False)]


def test_a_phrase_is_refused(worker: User) -> None:
    unit = worker.memberships.get().unit
    assert unit is not None
    save_phrase(unit=unit, title="Köer", text="Köerna.", by=worker)
    with pytest.raises(ActionRefused):
        save_phrase(unit=unit, title="Köer", text="Annat", by=worker)
    with pytest.raises(ActionRefused):
        save_phrase(unit=UnitFactory(), title="Köer", text="Köerna.", by=worker)
