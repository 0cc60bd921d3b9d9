"""One meeting: its agenda and its order, who is there, opened and closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.views.household import done, log_reads, staff_of
from core.clock import today
from core.documents import documents_of
from core.models import Document
from core.views.documents import document_address
from housing import actions
from housing.actions.minutes import MINUTES
from housing.enums import MeetingState
from housing.forms.board import CloseForm, ExtraMeetingForm, ParticipantForm
from housing.models import AgendaItem, BoardMeeting
from housing.views.agenda import lines_of
from housing.views.board import board_of


@requires("board.read")
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda, with what has been decided so far."""
    return _page(request, _meeting(request, pk), CloseForm())


def _page(request: HttpRequest, found: BoardMeeting, close_form: CloseForm) -> HttpResponse:
    user = staff_of(request)
    lines = lines_of(found, user)
    log_reads(request, [line.item.household for line in lines if line.item.household and not line.is_hidden])
    first_open = next((line for line in lines if line.is_open and not line.is_hidden), None)
    context = {
        "meeting": found,
        "lines": lines,
        "first_open": first_open,
        "settled": sum(not line.is_open for line in lines),
        "participants": found.participants.select_related("user").order_by("pk"),
        "minutes": documents_of(MINUTES, [found.pk]).get(found.pk),
        "may_prepare": user.can("board.prepare") and not found.is_closed,
        "is_open": found.state == MeetingState.OPEN,
        "may_note": user.can("board.prepare") and found.state == MeetingState.OPEN,
        "is_planned": found.state == MeetingState.PLANNED,
        "is_its_day": found.held_on <= today(),
        "may_read_minutes": user.can("board.prepare") or user.can("board.decide"),
        "participant_form": ParticipantForm(meeting=found),
        "close_form": close_form,
        "form": close_form if close_form.errors else None,
        **_moved(request),
    }
    return render(request, "housing/meeting_detail.html", context, status=422 if close_form.errors else 200)


def _moved(request: HttpRequest) -> dict[str, Any]:
    """The item that was moved just now: its button has the focus."""
    text = request.GET.get("flyttat", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    return {"moved": number, "at": request.GET.get("at", "")}


@requires("board.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def extra(request: HttpRequest) -> HttpResponse:
    """A meeting outside the weekly series."""
    user = staff_of(request)
    form = ExtraMeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[BoardMeeting] = []
        if done(
            form,
            lambda: made.append(
                actions.plan_extra_meeting(authority=board_of(user), by=user, **form.cleaned_data)
            ),
        ):
            messages.success(request, _("The meeting is planned."))
            return redirect("housing:meeting", made[0].pk)
    context = {
        "form": form,
        "title": _("Plan a meeting"),
        "submit": _("Plan the meeting"),
        "cancel_url": reverse("housing:board"),
    }
    return render(request, "housing/form.html", context, status=422 if form.errors else 200)


@requires("board.prepare")
@require_POST
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting begins, with an agenda that is up to date."""
    found, user = _meeting(request, pk), staff_of(request)

    def begin() -> None:
        with transaction.atomic():
            actions.open_meeting(meeting=found, by=user)
            actions.refresh_agenda(meeting=found, by=user)

    return _tried(request, found, begin, _("The meeting has begun."))


@requires("board.prepare")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting ends and its minutes are final. Refused, the page comes back with what was written."""
    found, user = _meeting(request, pk), staff_of(request)
    form, made = CloseForm(request.POST), list[Document]()
    if form.is_valid() and done(
        form, lambda: made.append(actions.close_meeting(meeting=found, by=user, **form.cleaned_data))
    ):
        return redirect(document_address(made[0]))
    return _page(request, found, form)


@requires("board.prepare")
@require_POST
def participant(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody more is called to this meeting, or as something else."""
    found, user = _meeting(request, pk), staff_of(request)
    form = ParticipantForm(request.POST, meeting=found)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("housing:meeting", pk)
    return _tried(
        request,
        found,
        lambda: actions.set_participant(meeting=found, by=user, **form.cleaned_data),
        _("Called to the meeting."),
    )


@requires("board.prepare")
@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is here: those that are ticked are, the others are not."""
    found, user = _meeting(request, pk), staff_of(request)
    here = set(request.POST.getlist("present"))
    present = {row.user_id: str(row.user_id) in here for row in found.participants.all()}
    return _tried(
        request,
        found,
        lambda: actions.note_attendance(meeting=found, present=present, by=user),
        _("The attendance is noted."),
    )


@requires("board.prepare")
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The items in the order in which their numbers are sent (drag, or a page without script)."""
    found, user = _meeting(request, pk), staff_of(request)
    ids = [int(text) for text in request.POST.getlist("item") if text.isdecimal() and len(text) < 18]
    return _tried(
        request,
        found,
        lambda: actions.order_items(meeting=found, item_ids=ids, by=user),
        _("The order is saved."),
    )


@requires("board.prepare")
@require_POST
def print_it(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as a PDF."""
    found = _meeting(request, pk)
    return redirect(document_address(actions.print_agenda(meeting=found, by=staff_of(request))))


def _meeting(request: HttpRequest, pk: int) -> BoardMeeting:
    meetings = BoardMeeting.objects.of_authority(staff_of(request)).select_related("authority", "series")
    return get_object_or_404(meetings, pk=pk)


def _tried(request: HttpRequest, found: BoardMeeting, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, words)
    return redirect("housing:meeting", found.pk)


@dataclass(frozen=True)
class Beside:
    """Where an item stands on its agenda, and the ids of those next to it that the reader may open."""

    number: int
    of: int
    before: int | None
    after: int | None


def beside(item: AgendaItem, user: User) -> Beside:
    """Two queries."""
    rows = AgendaItem.objects.filter(meeting=item.meeting_id).order_by("position", "pk")
    order = list(rows.values_list("pk", flat=True))
    may_open = set(rows.visible_to(user, "board.read").values_list("pk", flat=True))
    place = order.index(item.pk)
    return Beside(
        number=place + 1,
        of=len(order),
        before=next((pk for pk in reversed(order[:place]) if pk in may_open), None),
        after=next((pk for pk in order[place + 1 :] if pk in may_open), None),
    )


def following_item(item: AgendaItem) -> AgendaItem | None:
    """The next item of the meeting that waits, after this one or from the top."""
    waiting = AgendaItem.objects.filter(meeting=item.meeting_id, is_settled=False)
    after = waiting.filter(position__gt=item.position).order_by("position", "pk").first()
    return after or waiting.order_by("position", "pk").first()
