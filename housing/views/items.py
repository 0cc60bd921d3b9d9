"""One item of the Boråd: everything on one page, one confirmation."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from cases.views.conflicts import Clash
from cases.views.household import done, head_of, log_reads, may, reached, staff_of
from core.drafts import drop_draft, load_draft, save_draft
from core.registries import household_warnings
from housing import actions
from housing.enums import ApplicationState, ItemKind, MeetingState, Outcome
from housing.forms.board import ItemNoteForm, RecusalForm, SettleForm
from housing.models import AgendaItem, Application, BoardDecision
from housing.views.deciding import DecisionPage, before_the_application, page_for, page_to_replace
from housing.views.meetings import beside, following_item

FORM_PARTS = 60


@requires("board.read")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The item. POST: what is decided, first to be looked over and then confirmed."""
    found, user = _of_the_board(request, pk), staff_of(request)
    if found.household_id is None:
        return redirect("housing:meeting", found.meeting_id)
    household = reached(request, found.household_id, "board.read")
    found.household = household
    if found.application is None or found.is_settled or found.kind == ItemKind.CONFIRM_URGENT:
        return _plain(request, found, household)
    page = page_for(found.application, household, found, _data(request, user, found), user=user)
    if request.method == "POST":
        response = _decide(request, page, found, user)
        if response is not None:
            return response
    return _show(request, page, found, user)


def _data(request: HttpRequest, user: User, found: AgendaItem) -> Any:
    return request.POST if request.method == "POST" else None


def _decide(request: HttpRequest, page: DecisionPage, found: AgendaItem, user: User) -> HttpResponse | None:
    """Check, then confirm. None: back to the page, with what stands in the way."""
    if not may_record(user) or not page.is_valid():
        return None
    if request.POST.get("do") == "confirm":
        try:
            with transaction.atomic():
                made = page.make(user, found)
        except ActionRefused as refused:
            page.refuse(refused)
            return None
        drop_draft(user, _draft_key(found))
        messages.success(request, _decided_words(made))
        following = following_item(found)
        if following is not None and following.household_id is not None:
            return redirect("housing:item", following.pk)
        return redirect("housing:meeting", found.meeting_id)
    if request.POST.get("do") == "check" and page.would_be_refused(user, found) is None:
        log_reads(request, [page.household])
        context = {**page.context(user), "answers": page.answers(), "hidden": page.hidden(), "item": found}
        return render(request, "housing/item_check.html", context)
    return None


def _decided_words(made: BoardDecision) -> str:
    """What came of it: a rejection places nobody, and a deferral has no letter."""
    if made.outcome == Outcome.DEFERRED:
        day = date_format(made.deferred_until, "j F") if made.deferred_until else ""
        return _("The item is deferred until %(day)s, and stands so in the minutes.") % {"day": day}
    if made.outcome != Outcome.APPROVED:
        return _("The decision is made. Letter and minutes are done.")
    if made.flat_id is not None:
        return _("The decision is made. The stay in the flat, follow-up, letter and minutes are done.")
    return _("The decision is made. Placement, follow-up, letter and minutes are done.")


def _show(request: HttpRequest, page: DecisionPage, found: AgendaItem, user: User) -> HttpResponse:
    log_reads(request, [page.household])
    draft = load_draft(user, _draft_key(found)) if request.method != "POST" else None
    if draft is not None:
        page = page_for(page.application, page.household, found, draft.payload, bound=False, user=user)
    context = {
        **page.context(user),
        "item": found,
        "beside": beside(found, user),
        "meeting": found.meeting,
        "draft": draft,
        "draft_url": reverse("housing:item_draft", args=[found.pk]),
        "recusals": found.recusals.select_related("user"),
        "recusal_form": _recusal_form(found) if user.can("board.prepare") else None,
        "risks": [risk for source in household_warnings for risk in source(page.household, user)],
        "may_decide": may_record(user) and found.meeting.state == MeetingState.OPEN,
        "may_note": user.can("board.prepare") and found.meeting.state == MeetingState.OPEN,
        "is_open_meeting": found.meeting.state == MeetingState.OPEN,
    }
    return render(request, "housing/item_detail.html", context, status=422 if page.has_errors else 200)


def _plain(
    request: HttpRequest, found: AgendaItem, household: Household, form: SettleForm | None = None
) -> HttpResponse:
    """An item that is taken up, or needs no decision, or whose application is not written yet."""
    user = staff_of(request)
    log_reads(request, [household])
    needs_application = found.application is None and found.kind != ItemKind.CONFIRM_URGENT
    may_prepare = user.can("board.prepare") and not found.is_settled
    known: dict[str, Any] = {}
    if needs_application and not found.is_settled:
        known = before_the_application(found, household, user)
    context = {
        **known,
        "item": found,
        "head": head_of(household),
        "no_link": not may(user, household, "household.read"),
        "beside": beside(found, user),
        "household": household,
        "meeting": found.meeting,
        "form": form or SettleForm(initial={"note": found.note}),
        "decision": found.decision or found.confirms,
        "is_urgent": found.kind == ItemKind.CONFIRM_URGENT,
        "needs_application": needs_application,
        "may_prepare": may_prepare,
        "may_note": user.can("board.prepare") and found.meeting.state == MeetingState.OPEN,
        "may_settle": may_prepare and found.meeting.state == MeetingState.OPEN,
        "following": following_item(found),
        "yours": _yours(request, found),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "housing/item_plain.html", context, status=status)


def _yours(request: HttpRequest, found: AgendaItem) -> str:
    """The reasons that somebody was writing when another took the item up; nothing after a double click."""
    written = request.POST.get("reason", "").strip()
    return written if found.decision is None or written != found.decision.reason else ""


def may_record(user: User) -> bool:
    """Whoever keeps the board's papers records what the named decision-maker decides."""
    return user.can("board.decide") or user.can("board.prepare")


def _draft_key(found: AgendaItem) -> str:
    return f"item-{found.pk}"


@requires("board.read")
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being written."""
    found = _item(request, pk)
    payload = {
        name: request.POST[name] for name in list(request.POST)[:FORM_PARTS] if name != "csrfmiddlewaretoken"
    }
    save_draft(staff_of(request), _draft_key(found), payload)
    return HttpResponse(status=204)


@requires("board.prepare")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One step up or down on the agenda."""
    found, user = _item(request, pk), staff_of(request)
    up = request.POST.get("to") == "up"
    _tried(request, found, lambda: actions.move_item(item=found, up=up, by=user), "", "meeting")
    # The page comes back with the same button in focus, so that the keyboard can go on.
    moved = urlencode({"flyttat": found.pk, "at": "upp" if up else "ner"})
    return redirect(f"{reverse('housing:meeting', args=[found.meeting_id])}?{moved}")


@requires("board.prepare")
@require_POST
def recusal(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody keeps out of the item, or takes that back."""
    found, user = _item(request, pk), staff_of(request)
    withdrawn = request.POST.get("withdraw", "")
    if withdrawn.isdecimal():
        row = get_object_or_404(found.recusals, pk=int(withdrawn[:15]))
        return _tried(
            request, found, lambda: actions.withdraw_recusal(recusal=row, by=user), _("Taken back.")
        )
    form = _recusal_form(found, request.POST)
    if form.is_valid() and done(form, lambda: actions.recuse(item=found, by=user, **form.cleaned_data)):
        messages.success(request, _("The recusal is noted."))
        return redirect("housing:item", pk)
    if found.household_id is not None:
        found.household = reached(request, found.household_id, "board.read")
    context = {
        "title": _("Note a recusal"),
        "submit": _("Note the recusal"),
        "cancel_url": reverse("housing:item", args=[pk]),
    }
    return _form_page(request, found, form, context)


def _recusal_form(found: AgendaItem, data: Any = None) -> RecusalForm:
    form = RecusalForm(data)
    people = found.meeting.participants.values("user")
    form.fields["user"].queryset = User.objects.filter(pk__in=people).order_by("full_name")
    return form


@requires("board.prepare")
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the extension that an ending stay is decided by."""
    found, user = _item(request, pk), staff_of(request)
    return _tried(request, found, lambda: actions.apply_for_stay(item=found, by=user), "")


@requires("board.prepare")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Talked over without a decision; an urgent decision is confirmed."""
    found, user = _item(request, pk), staff_of(request)
    form = SettleForm(request.POST)
    act = actions.confirm_urgent if found.kind == ItemKind.CONFIRM_URGENT else actions.settle_item
    if form.is_valid() and done(form, lambda: act(item=found, by=user, **form.cleaned_data)):
        messages.success(request, _("Noted."))
        return redirect("housing:meeting", found.meeting_id)
    if found.household_id is None:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
        return redirect("housing:meeting", found.meeting_id)
    household = reached(request, found.household_id, "board.read")
    return _plain(request, found, household, form)


@requires("board.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What the minutes say of an item besides the decision, also of a free flat."""
    found, user = _of_the_board(request, pk), staff_of(request)
    if found.household_id is not None:
        found.household = reached(request, found.household_id, "board.read")
    form = ItemNoteForm(request.POST or None, initial={"note": found.note, "seen": found.note})
    clash: list[Clash] = []
    if request.method == "POST" and form.is_valid():
        if done(form, lambda: actions.note_item(item=found, by=user, **form.cleaned_data)):
            messages.success(request, _("The note is saved."))
            return redirect("housing:meeting", found.meeting_id)
        clash = _other_note(found, form)
    context = {
        "clashes": clash,
        "title": _("Note in the minutes"),
        "lead": _("The minutes name cases by their numbers. Write no names here."),
        "submit": _("Save the note"),
        "cancel_url": reverse("housing:meeting", args=[found.meeting_id]),
    }
    return _form_page(request, found, form, context)


def _form_page(
    request: HttpRequest, found: AgendaItem, form: BaseForm, context: dict[str, Any]
) -> HttpResponse:
    """A form about an item, on a page of its own; the item's household was `reached`, if it has one."""
    if found.household is not None:
        log_reads(request, [found.household])
    about = found.household or found.flat
    words = about.label if isinstance(about, Household) else about.address if about else ""
    context = {"form": form, "subject": found.get_kind_display(), "about": words, **context}
    return render(request, "housing/form.html", context, status=422 if form.errors else 200)


def _other_note(found: AgendaItem, form: ItemNoteForm) -> list[Clash]:
    """The note that somebody else wrote meanwhile, if that is why it was refused; sent again it is seen."""
    found.refresh_from_db(fields=["note"])
    if "note" not in form.errors:
        return []
    form.data = {"note": form.data["note"], "seen": found.note}
    return [Clash(str(form.fields["note"].label), found.note, form.data["note"])]


def _tried(
    request: HttpRequest, found: AgendaItem, act: Callable[[], Any], words: str, to: str = "item"
) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        if words:
            messages.success(request, words)
    if to == "meeting":
        return redirect("housing:meeting", found.meeting_id)
    return redirect("housing:item", found.pk)


def _item(request: HttpRequest, pk: int) -> AgendaItem:
    """An item whose household the reader reaches; free flats are nobody's."""
    found = _of_the_board(request, pk)
    if found.household_id is not None:
        reach = Household.objects.visible_to(staff_of(request), "board.read")
        get_object_or_404(reach, pk=found.household_id)
    return found


def _of_the_board(request: HttpRequest, pk: int) -> AgendaItem:
    """An item, for a caller that goes on to its household by `reached`."""
    rows = AgendaItem.objects.of_authority(staff_of(request)).select_related(
        "meeting",
        "application__authority",
        "application__submitted_by",
        "decision",
        "confirms",
        "placement",
        "tenancy__flat",
        "flat",
    )
    return get_object_or_404(rows, pk=pk)


@requires("board.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision between meetings, by phone: the same page and the same rules, without a meeting."""
    rows = Application.objects.visible_to(staff_of(request), "board.read")
    submitted = rows.filter(state=ApplicationState.SUBMITTED).select_related("authority", "submitted_by")
    application = get_object_or_404(submitted, pk=pk)
    household = reached(request, application.household_id, "board.read")
    data = request.POST if request.method == "POST" else None
    page = page_for(application, household, None, data, user=staff_of(request))
    return _between_meetings(
        request, page, _("The decision is made. The next Boråd confirms it in its minutes.")
    )


@requires("board.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Another validity or other conditions, by a new decision that points to the old one."""
    standing = BoardDecision.objects.visible_to(staff_of(request), "board.read").filter(
        outcome=Outcome.APPROVED, replaced_by=None
    )
    with_application = standing.exclude(application=None).select_related(
        "application__authority", "application__submitted_by"
    )
    found = get_object_or_404(with_application, pk=pk)
    household = reached(request, found.household_id, "board.read")
    data = request.POST if request.method == "POST" else None
    page = page_to_replace(found, household, data, user=staff_of(request))
    return _between_meetings(
        request, page, _("The new decision has taken the old one's place, with a letter of its own.")
    )


def _between_meetings(request: HttpRequest, page: DecisionPage, words: str) -> HttpResponse:
    """The page without a meeting: filled in, looked over, confirmed."""
    user = staff_of(request)
    if request.method == "POST" and page.is_valid():
        if request.POST.get("do") == "confirm":
            try:
                with transaction.atomic():
                    made = page.make(user, None)
                messages.success(request, words)
                return redirect("housing:decision", made.pk)
            except ActionRefused as refused:
                page.refuse(refused)
        elif page.would_be_refused(user, None) is None:
            log_reads(request, [page.household])
            context = {**page.context(user), "answers": page.answers(), "hidden": page.hidden(), "item": None}
            return render(request, "housing/item_check.html", context)
    log_reads(request, [page.household])
    context = {
        **page.context(user),
        "item": None,
        "may_decide": True,
        "is_open_meeting": True,
        "recusals": [],
    }
    return render(request, "housing/item_detail.html", context, status=422 if page.has_errors else 200)
