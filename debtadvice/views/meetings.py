"""Advice logged in a case, and its booked meetings."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from debtadvice.actions import book_meeting, log_contact, settle_meeting
from debtadvice.enums import AppointmentState
from debtadvice.forms.cases import ContactForm, MeetingForm, SettleForm
from debtadvice.models import AdviceContact, Appointment
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Log advice, with its effort and a note."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = ContactForm(request.POST or None, initial={"client_key": uuid4()})
    made: list[AdviceContact] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: made.append(log_contact(case=case, by=user, **form.cleaned_data)))
    ):
        undo = reverse("debtadvice:open_undo", args=[made[0].pk])
        messages.success(request, _("The advice is logged."), extra_tags=f"undo:{undo}")
        return redirect(case)
    context = {"form": form, "title": _("Log advice"), "submit": _("Log the advice")}
    return case_page(request, case, "debtadvice/case_form.html", context)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a meeting; the first one is the first time offered."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = MeetingForm(request.POST or None, initial={"adviser": case.adviser_id or user.pk}, user=user)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: book_meeting(case=case, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The meeting is booked."))
        return redirect(case)
    context = {"form": form, "title": _("Book a meeting"), "submit": _("Book the meeting")}
    return case_page(request, case, "debtadvice/case_form.html", context)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a meeting."""
    booked, user = reached_part(request, Appointment, pk), staff_of(request)
    form = SettleForm(request.POST or None, initial={"state": AppointmentState.CAME})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: settle_meeting(meeting=booked, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("It is saved what came of the meeting."))
        return redirect(booked.case)
    lead = _("Booked %(day)s at %(time)s") % {"day": booked.day, "time": f"{booked.starts_at:%H.%M}"}
    context = {"form": form, "title": _("The meeting"), "submit": _("Save"), "lead": lead}
    return case_page(request, booked.case, "debtadvice/case_form.html", context)
