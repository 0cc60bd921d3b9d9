"""Writing a note: kept as it is typed, with the unit's phrases at hand; correcting one that is signed."""

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.actions import ChangedMeanwhile
from cases.actions.journal import change_note, correct_note, sign_note, write_note
from cases.enums import NoteKind
from cases.errors import ActionRefused
from cases.forms.journal import NoteForm
from cases.models import Household, HouseholdMember, JournalNote, Phrase
from cases.note_content import NAMES, in_words, label_of, names_of, read
from cases.views.conflicts import Clash
from cases.views.household import household_page, put_refusal, reached, staff_of
from core.clock import today
from core.drafts import MAX_PAYLOAD_CHARACTERS, drop_draft, load_draft, save_draft

KEPT = (*NAMES, "reason", "version", "client_key")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("journal.write")
def note_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new note. Everybody in the household is present until somebody says otherwise."""
    return _written(request, reached(request, pk, "journal.write"), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("journal.write")
def note_edit(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Go on with a note or, when it is signed, correct it."""
    household = reached(request, pk, "journal.write")
    note = get_object_or_404(JournalNote.objects.select_related("author"), pk=note_pk, household=household)
    note.household = household
    return _written(request, household, note)


@require_POST
@requires("journal.write")
def note_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed until it is saved; `note` is the note's number, or empty for a new one."""
    household, user = reached(request, pk, "journal.write"), staff_of(request)
    payload = {
        name: request.POST.getlist(name) if name == "members" else request.POST[name]
        for name in KEPT
        if name in request.POST
    }
    if len(str(payload)) > MAX_PAYLOAD_CHARACTERS:
        return HttpResponse(status=413)
    if payload:
        save_draft(user, note_key(household, request.POST.get("note", "")), payload)
    return HttpResponse(status=204)


@require_POST
@requires("journal.write")
def note_draft_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the unfinished text away."""
    household, user = reached(request, pk, "journal.write"), staff_of(request)
    drop_draft(user, note_key(household, request.POST.get("note", "")))
    return redirect("cases:journal", household.pk)


def note_key(household: Household, note: str) -> str:
    return f"cases:note:{household.pk}:{note if note.isdecimal() and len(note) < 20 else ''}"


def _written(request: HttpRequest, household: Household, note: JournalNote | None) -> HttpResponse:
    user = staff_of(request)
    key = note_key(household, str(note.pk) if note else "")
    members = _members(household, note)
    is_correction = note is not None and note.signed_at is not None
    if request.method != "POST":
        draft = load_draft(user, key)
        initial = draft.payload if draft is not None else _initial(household, note)
        form = NoteForm(initial=initial, members=members, is_correction=is_correction)
        return _page(request, household, note, form, draft=draft)
    if "phrase" in request.POST:
        data = _with_phrase(request, user)
        form = NoteForm(initial=_as_initial(data), members=members, is_correction=is_correction)
        return _page(request, household, note, form)
    form = NoteForm(request.POST, members=members, is_correction=is_correction)
    clashes: list[Clash] = []
    if form.is_valid():
        clashes = _save(request, form, household, note, user)
        if not form.errors:
            drop_draft(user, key)
            return redirect("cases:journal", household.pk)
    return _page(request, household, note, form, clashes=clashes, status=422)


def _members(household: Household, note: JournalNote | None) -> list[HouseholdMember]:
    """Who can be present: those of today, and those whom the note names already."""
    shown = {member.pk: member for member in household.members_on(today())}
    if note is not None:
        for member in note.members.select_related("person"):
            shown.setdefault(member.pk, member)
    return list(shown.values())


def _initial(household: Household, note: JournalNote | None) -> dict[str, Any]:
    if note is None:
        return {"members": [str(member.pk) for member in household.members_on(today())]}
    return {
        "kind": note.kind,
        "happened_on": note.happened_on,
        "happened_at": note.happened_at,
        "text": note.text,
        "members": [str(pk) for pk in note.members.values_list("pk", flat=True)],
        "others_present": note.others_present,
        "version": note.version,
        "client_key": note.client_key,
    }


def _as_initial(data: QueryDict) -> dict[str, Any]:
    return {name: data.getlist(name) if name == "members" else data.get(name, "") for name in KEPT}


def _with_phrase(request: HttpRequest, user: User) -> QueryDict:
    """What was sent, with a phrase at its end: the way without JavaScript."""
    data, number = request.POST.copy(), request.POST.get("phrase", "")
    found = _phrases(user).filter(pk=number).first() if number.isdecimal() and len(number) < 20 else None
    if found is not None:
        data["text"] = "\n".join(part for part in (data.get("text", "").rstrip(), found.text) if part)
    return data


def _phrases(user: User) -> Any:
    """The phrases of the units where the writer works today."""
    return Phrase.objects.filter(unit__in=user.units_on(today()), is_active=True).order_by("title")


def _save(
    request: HttpRequest, form: NoteForm, household: Household, note: JournalNote | None, user: User
) -> list[Clash]:
    """Save and, with the other button, sign; or put into the form why not, with both texts."""
    try:
        with transaction.atomic():
            saved = _write(form, household, note, user)
            if "sign" in request.POST:
                sign_note(note=saved, seen_version=saved.version, by=user)
    except ChangedMeanwhile as clash:
        return _compared(form, household, clash)
    except ActionRefused as refused:
        put_refusal(form, refused)
        return []
    if note is not None and note.signed_at is not None:
        messages.success(request, _("The correction is saved. Both texts are kept."))
    else:
        words = _("The note is saved and signed.") if "sign" in request.POST else _("The note is saved.")
        messages.success(request, words)
    return []


def _write(form: NoteForm, household: Household, note: JournalNote | None, user: User) -> JournalNote:
    data, seen = form.cleaned_data, form.cleaned_data["version"] or 0
    if note is None:
        key = data["client_key"] or form.fields["client_key"].initial()
        return write_note(
            household=household, content=form.note(), client_key=key, by=user, seen_version=seen or 1
        )
    if note.signed_at is not None:
        return correct_note(note=note, content=form.note(), reason=data["reason"], seen_version=seen, by=user)
    return change_note(note=note, content=form.note(), seen_version=seen, by=user)


def _compared(form: NoteForm, household: Household, clash: ChangedMeanwhile) -> list[Clash]:
    """Mine in the form, with theirs where I had changed nothing, and what both changed."""
    content = read(clash.merged)
    data = cast(QueryDict, form.data).copy()
    data["kind"], data["text"], data["others_present"] = content.kind, content.text, content.others_present
    data["happened_on"] = content.happened_on.isoformat()
    data["happened_at"] = f"{content.happened_at:%H.%M}" if content.happened_at else ""
    data.setlist("members", [str(pk) for pk in content.member_ids])
    data["version"] = str(clash.version)
    form.data = data
    form.add_error(None, str(clash))
    names = names_of(household.members.all())
    return [
        Clash(
            label_of(name),
            in_words(name, clash.theirs[name], names),
            in_words(name, clash.merged[name], names),
        )
        for name in clash.names
    ]


def _page(
    request: HttpRequest,
    household: Household,
    note: JournalNote | None,
    form: NoteForm,
    *,
    draft: Any = None,
    clashes: list[Clash] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "note": note,
        "draft": draft,
        "clashes": clashes or [],
        "is_correction": "reason" in form.fields,
        "phrases": list(_phrases(staff_of(request))),
        "consultation": NoteKind.CONSULTATION.value,
    }
    return household_page(request, household, "cases/note_form.html", context, status)
