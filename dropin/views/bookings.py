"""Booked visits: the day's list, booking, moving, calling off."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from core.audit import record_reads
from core.clock import today
from core.holidays import holiday_on
from dropin.actions import (
    BookingInput,
    book_visit,
    cancel_booking,
    mark_no_show,
    move_booking,
    reopen_booking,
)
from dropin.daylist import prepare_households
from dropin.forms import BookingForm, MoveForm
from dropin.models import Booking
from dropin.views.reader import signed_in
from dropin.views.visits import reachable_household

WEEK = 7


@requires("booking.read")
@require_safe
def booking_list(request: HttpRequest) -> HttpResponse:
    """The bookings of a week, day by day. ?week= is any day in it; without it, this week."""
    user = signed_in(request)
    asked = _day_in(request.GET.get("week", ""))
    monday = asked - timedelta(days=asked.weekday())
    bookings = list(
        Booking.objects.visible_to(user)
        .filter(day__gte=monday, day__lt=monday + timedelta(days=WEEK))
        .select_related("household", "worker")
        .order_by("day", "starts_at", "pk")
    )
    prepare_households([booking.household for booking in bookings])
    record_reads(
        user,
        {booking.household_id for booking in bookings},
        page="dropin:bookings",
        authority_id=user.authority_id,
        purpose="list",
    )
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=WEEK - 1),
        "week_number": monday.isocalendar().week,
        "days": _days(monday, bookings),
        "count": len(bookings),
        "before": (monday - timedelta(days=WEEK)).isoformat(),
        "after": (monday + timedelta(days=WEEK)).isoformat(),
        "today": today(),
        "may_change": user.can("booking.change"),
        "may_log": user.can("visit.log"),
    }
    return render(request, "dropin/booking_list.html", context)


def _day_in(text: str) -> date:
    if not text:
        return today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    # A week before the calendar's first or after its last can't be shown.
    if not date(1900, 1, 8) < day < date(2200, 1, 1):
        raise Http404
    return day


def _days(monday: date, bookings: list[Booking]) -> list[dict[str, Any]]:
    """Monday to Friday always; Saturday and Sunday when something is booked then."""
    days = []
    for offset in range(WEEK):
        day = monday + timedelta(days=offset)
        rows = [booking for booking in bookings if booking.day == day]
        if rows or offset < 5:
            days.append(
                {
                    "day": day,
                    "rows": rows,
                    "holiday": holiday_on(day),
                    "is_today": day == today(),
                    "has_come": day <= today(),
                }
            )
    return days


@requires("booking.change")
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, household_pk: int) -> HttpResponse:
    """Book a visit for a household, from its page."""
    user = signed_in(request)
    household = reachable_household(user, household_pk, "booking.change")
    initial = {
        "reason": "follow_up",
        "worker": user.pk,
        "interpreter_language": household.interpreter_language,
    }
    form = BookingForm(request.POST or None, initial=initial, authority_id=user.authority_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = _tried(
            form,
            book_visit,
            household=household,
            by=user,
            booking=BookingInput(
                day=data["booking_day"],
                starts_at=data["booking_time"],
                reason=data["reason"],
                interpreter_language=data["interpreter_language"],
                worker=data["worker"],
                duration_minutes=data["duration_minutes"],
            ),
        )
        if made is not None:
            address = reverse("dropin:booking_cancel", args=[made.pk])
            messages.success(request, _("The visit is booked."), extra_tags=f"undo:{address}")
            return redirect(week_address(made.day))
    record_reads(user, [household.pk], page="dropin:booking_new", authority_id=user.authority_id)
    context = {"form": form, "household": household, "booking": None}
    return render(request, "dropin/booking_form.html", context, status=422 if form.errors else 200)


@requires("booking.change")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day or time."""
    user = signed_in(request)
    booking = _the_booking(user, pk)
    initial = {"booking_day": booking.day, "booking_time": booking.starts_at}
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        moved = _tried(
            form,
            move_booking,
            booking=booking,
            by=user,
            day=data["booking_day"],
            starts_at=data["booking_time"],
        )
        if moved is not None:
            messages.success(request, _("The booking is moved."))
            return redirect(week_address(moved.day))
    prepare_households([booking.household])
    record_reads(user, [booking.household_id], page="dropin:booking_move", authority_id=user.authority_id)
    context = {"form": form, "household": booking.household, "booking": booking}
    return render(request, "dropin/booking_form.html", context, status=422 if form.errors else 200)


def _tried(form: MoveForm, action: Any, **arguments: Any) -> Booking | None:
    """Do it; a refusal becomes an error of the form, and nothing has been written."""
    try:
        with transaction.atomic():
            booking: Booking = action(**arguments)
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
    return booking


@requires("booking.change")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the visit off; the message offers to undo."""
    return _settle(request, pk, cancel_booking, _("The booking is cancelled."))


@requires("booking.change")
@require_POST
def no_show(request: HttpRequest, pk: int) -> HttpResponse:
    """They did not come; the message offers to undo."""
    return _settle(request, pk, mark_no_show, _("Marked: did not come."))


@requires("booking.change")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of a cancellation or a no-show."""
    return _settle(request, pk, reopen_booking, _("The booking stands again."), can_undo=False)


def _settle(request: HttpRequest, pk: int, action: Any, words: str, *, can_undo: bool = True) -> HttpResponse:
    user = signed_in(request)
    booking = _the_booking(user, pk)
    try:
        with transaction.atomic():
            booking = action(booking=booking, by=user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        undo = f"undo:{reverse('dropin:booking_reopen', args=[booking.pk])}" if can_undo else ""
        messages.success(request, words, extra_tags=undo)
    return redirect(week_address(booking.day))


def _the_booking(user: User, pk: int) -> Booking:
    """A booking that user may change; 404 for every other one."""
    bookings = Booking.objects.visible_to(user, "booking.change").select_related("household", "worker")
    return get_object_or_404(bookings, pk=pk)


def week_address(day: date) -> str:
    return reverse("dropin:bookings") + f"?week={day.isoformat()}"
