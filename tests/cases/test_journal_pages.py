"""The journal's pages: to read, to write with phrases and a draft, to sign, to correct."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.journal import change_note
from cases.contacts import latest_contacts
from cases.models import Household, JournalNote, Phrase
from cases.note_content import NoteInput
from cases.timeline import timeline_page
from core.clock import today
from core.models import Draft, ReadEvent
from tests.factories.accounts import staff
from tests.factories.casework import JournalNoteFactory, PhraseFactory

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def sent(page: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the page would send as it stands, with some fields changed."""
    form = page.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, [])} | changes


def test_an_empty_journal_says_so(page: Client, to: Callable[..., str]) -> None:
    assert "Inga anteckningar än" in text(page.get(to("journal")))


def test_write_and_read(page: Client, to: Callable[..., str], household: Household) -> None:
    values = sent(page, to("note_new"), text="Ringde hyresvärden.", kind="phone")
    assert len(values["members"]) == 2
    assert page.post(to("note_new"), values).status_code == 302
    assert page.post(to("note_new"), values).status_code == 302
    note = JournalNote.objects.get()
    answer = text(page.get(to("journal")))
    assert "Ringde hyresvärden." in answer
    assert "Inte signerad" in answer
    assert note.members.count() == 2
    assert latest_contacts([household.pk]) == {household.pk: today()}
    assert ReadEvent.objects.filter(page="cases:journal", household_id=household.pk).exists()


def test_save_and_sign_in_one_press_then_correct(page: Client, to: Callable[..., str]) -> None:
    page.post(to("note_new"), sent(page, to("note_new"), text="Fel ord", sign="1"))
    note = JournalNote.objects.get()
    assert note.signed_at is not None
    values = sent(page, to("note_edit", note.pk), text="Rätt ord")
    answer = page.post(to("note_edit", note.pk), values)
    assert answer.status_code == 422
    assert "Skriv varför" in text(answer)
    assert page.post(to("note_edit", note.pk), values | {"reason": "Hörde fel"}).status_code == 302
    shown = text(page.get(to("journal")))
    assert all(words in shown for words in ("Rätt ord", "Fel ord", "Hörde fel", "Rättad"))


def test_sign_from_the_journal_what_was_seen(page: Client, to: Callable[..., str], worker: User) -> None:
    household = Household.objects.get()
    note = JournalNoteFactory(household=household, author=worker)
    page.post(to("note_sign", note.pk), {"version": "9"})
    assert JournalNote.objects.get().signed_at is None
    page.post(to("note_sign", note.pk), {"version": "1"})
    assert JournalNote.objects.get().signed_by == worker


def test_a_note_of_another_household_does_not_exist(page: Client, to: Callable[..., str]) -> None:
    other = JournalNoteFactory()
    assert page.get(to("note_edit", other.pk)).status_code == 404
    assert page.post(to("note_sign", other.pk), {"version": "1"}).status_code == 404


def test_the_second_writer_sees_both_texts(page: Client, to: Callable[..., str], worker: User) -> None:
    note = JournalNoteFactory(household=Household.objects.get(), author=worker)
    first = sent(page, to("note_edit", note.pk), text="Jonas ord")
    second = sent(page, to("note_edit", note.pk), text="Marias ord")
    assert page.post(to("note_edit", note.pk), first).status_code == 302
    answer = page.post(to("note_edit", note.pk), second)
    assert answer.status_code == 422
    (clash,) = answer.context["clashes"]
    assert (clash.theirs, clash.yours) == ("Jonas ord", "Marias ord")
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value()}
    assert page.post(to("note_edit", note.pk), again).status_code == 302
    assert JournalNote.objects.get().text == "Marias ord"


def test_the_form_of_a_new_note_sent_again_shows_what_another_made_of_it(
    page: Client, to: Callable[..., str], worker: User
) -> None:
    """Back in the browser, written on and saved again, after a colleague has changed the note meanwhile."""
    first = sent(page, to("note_new"), text="Mina ord")
    assert page.post(to("note_new"), first).status_code == 302
    note = JournalNote.objects.get()
    colleague = staff(Role.PROJECT_WORKER, unit=worker.memberships.get().unit)
    theirs = NoteInput(note.kind, note.happened_on, "Kollegans ord", member_ids=_members(note))
    change_note(note=note, content=theirs, seen_version=1, by=colleague)
    answer = page.post(to("note_new"), first | {"text": "Mina ord, och mer"})
    assert answer.status_code == 422
    assert "Kollegans ord" in text(answer)
    assert "Mina ord, och mer" in text(answer)
    both = first | {
        "text": "Kollegans ord. Mina ord, och mer",
        "version": answer.context["form"].data["version"],
    }
    assert page.post(to("note_new"), both).status_code == 302
    assert JournalNote.objects.get().text == both["text"]


def _members(note: JournalNote) -> tuple[int, ...]:
    return tuple(note.members.values_list("pk", flat=True))


def test_a_phrase_is_put_last_without_script(page: Client, to: Callable[..., str], worker: User) -> None:
    unit = worker.memberships.get().unit
    mine, other = PhraseFactory(unit=unit, text="Köerna gicks igenom."), PhraseFactory(title="Annan enhets")
    values = sent(page, to("note_new"), text="Hej.", phrase=str(mine.pk))
    answer = page.post(to("note_new"), values)
    assert answer.status_code == 200
    assert answer.context["form"]["text"].value() == "Hej.\nKöerna gicks igenom."
    assert "Annan enhets" not in text(answer)
    assert (
        page.post(to("note_new"), values | {"phrase": str(other.pk)}).context["form"]["text"].value()
        == "Hej."
    )
    assert not JournalNote.objects.exists()


def test_a_draft_comes_back_on_its_own_page(page: Client, to: Callable[..., str], worker: User) -> None:
    note = JournalNoteFactory(household=Household.objects.get(), author=worker)
    for address, words, number in (
        (to("note_new"), "Halvskriven", ""),
        (to("note_edit", note.pk), "Halvrättad", str(note.pk)),
    ):
        page.post(to("note_draft"), sent(page, address, text=words, note=number))
    assert "Halvskriven" in text(page.get(to("note_new")))
    assert "Halvrättad" in text(page.get(to("note_edit", note.pk)))
    assert "är inte sparat ännu" in text(page.get(to("journal")))
    page.post(to("note_draft_drop"), {"note": ""})
    assert "är inte sparat ännu" not in text(page.get(to("journal")))
    page.post(to("note_edit", note.pk), sent(page, to("note_edit", note.pk), kind="phone"))
    assert not Draft.objects.filter(user=worker).exists()
    assert page.post(to("note_draft"), {"text": "x" * 200_000}).status_code == 413


def test_late_notes_are_marked(page: Client, to: Callable[..., str], household: Household) -> None:
    Household.objects.update(closed_on=today())
    assert "markeras" in text(page.get(to("note_new")))
    page.post(to("note_new"), sent(page, to("note_new"), text="I efterhand"))
    assert "i ett avslutat ärende" in text(page.get(to("journal")))
    assert household.journal_notes.get().is_late


def test_unsigned_notes_wait_in_my_week(page: Client, worker: User, household: Household) -> None:
    note = JournalNoteFactory(household=household, author=worker)
    week = reverse("cases:my_week")
    assert "Signera anteckningen" in text(page.get(week))
    page.post(reverse("cases:note_sign", args=[household.pk, note.pk]), {"version": "1"})
    assert "Signera anteckningen" not in text(page.get(week))


def test_events_tell_of_notes_to_those_who_read_the_journal(household: Household, worker: User) -> None:
    note = JournalNoteFactory(household=household, author=worker, text="Hemligt ord")
    entry = next(one for one in timeline_page(household, worker).entries if one.source == "cases.note")
    assert (entry.title, entry.badge) == ("Möte", "Inte signerad")
    assert str(note.pk) in entry.url
    member = staff(Role.BOARD_MEMBER, unit=worker.memberships.get().unit)
    assert "Hemligt ord" not in [one.body for one in timeline_page(household, member).entries]


def test_the_journal_costs_the_same_whatever_there_is(
    page: Client, to: Callable[..., str], household: Household, worker: User
) -> None:
    def cost(address: str) -> int:
        page.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert page.get(address).status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)

    JournalNoteFactory(household=household, author=worker).members.set(household.members.all())
    one = cost(to("journal")), cost(to("household_detail"))
    for note in JournalNoteFactory.create_batch(40, household=household, author=worker):
        note.members.set(household.members.all())
    assert (cost(to("journal")), cost(to("household_detail"))) == one
    assert page.get(to("journal")).context["next_url"] == "?page=2"
    assert len(page.get(to("journal") + "?page=3").context["notes"]) == 1


def test_phrases_are_kept_by_those_who_lead(client: Client, worker: User) -> None:
    unit = worker.memberships.get().unit
    client.force_login(staff(Role.TEAM_LEADER, unit=unit))
    new = reverse("cases:phrase_new")
    assert client.post(new, {"unit": unit.pk, "title": "Köer", "text": ""}).status_code == 422
    assert client.post(new, {"unit": unit.pk, "title": "Köer", "text": "Köerna"}).status_code == 302
    phrase = Phrase.objects.get()
    change = reverse("cases:phrase_change", args=[phrase.pk])
    assert client.post(change, {"unit": unit.pk, "title": "Köer", "text": "Alla köer"}).status_code == 302
    assert "Erbjuds inte" in text(client.get(reverse("cases:phrase_list")))
