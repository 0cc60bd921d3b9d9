"""The advice's desk: open advice logged in a moment, the queue, one's own cases, finding a case."""

import contextlib
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from core.clock import today
from core.identity_numbers import IdentityNumberError, parse_identity_number
from core.names import search_key
from debtadvice.actions import log_open_advice, undo_contact
from debtadvice.enums import AppointmentState, Priority
from debtadvice.forms.cases import FindForm, OpenAdviceForm
from debtadvice.models import LONGEST_WAIT_DAYS, AdviceContact, Appointment, DebtCase, Referral
from debtadvice.querysets import DebtCaseQuerySet
from debtadvice.views.case_page import log_case_reads, staff_of

PAGE_SIZE = 50
MOST_FOUND = 50
LISTS = {
    "ko": gettext_lazy("The queue"),
    "mina": gettext_lazy("My cases"),
    "oppna": gettext_lazy("All open cases"),
    "avslutade": gettext_lazy("Closed cases"),
}


@requires("debt_case.read")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The day at the advice. ?visa= chooses the list."""
    chosen = request.GET.get("visa", "ko")
    return _desk_page(request, chosen if chosen in LISTS else "ko", _open_form())


@requires("debt_case.change")
@require_POST
def log_open(request: HttpRequest) -> HttpResponse:
    """One more who came to the open advice and gave no name."""
    user = staff_of(request)
    form = OpenAdviceForm(request.POST)
    if not form.is_valid() or user.authority is None:
        return _desk_page(request, "ko", form)
    contact = log_open_advice(authority=user.authority, on_day=today(), by=user, **form.cleaned_data)
    undo = reverse("debtadvice:open_undo", args=[contact.pk])
    messages.success(request, _("The advice is logged."), extra_tags=f"undo:{undo}")
    return redirect("debtadvice:desk")


@requires("debt_case.change")
@require_POST
def undo_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a logged contact away."""
    contacts = AdviceContact.objects.visible_to(staff_of(request), "debt_case.change")
    contact = get_object_or_404(contacts.select_related("case"), pk=pk)
    undo_contact(contact=contact, by=staff_of(request))
    restore_url = reverse("debtadvice:open_restore", args=[contact.pk])
    messages.success(request, _("The advice is undone."), extra_tags=f"undo:{restore_url}")
    return redirect(contact.case or "debtadvice:desk")


@requires("debt_case.change")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a contact back that was taken away."""
    contacts = AdviceContact.objects.visible_to(staff_of(request), "debt_case.change")
    contact = get_object_or_404(contacts.select_related("case"), pk=pk)
    undo_contact(contact=contact, by=staff_of(request), restore=True)
    messages.success(request, _("The advice is back."))
    return redirect(contact.case or "debtadvice:desk")


@requires("debt_case.read")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Cases by name, identity number or number; what is searched for stays in the body."""
    form = FindForm(request.POST or None)
    found: list[DebtCase] = []
    is_searched = request.method == "POST" and form.is_valid()
    if is_searched:
        found = list(_search(staff_of(request), form.cleaned_data["q"])[:MOST_FOUND])
        log_case_reads(request, found, "search")
    context = {"form": form, "rows": _rows(found), "is_searched": is_searched, "most": MOST_FOUND}
    return render(request, "debtadvice/find.html", context, status=422 if form.errors else 200)


def _search(user: User, term: str) -> DebtCaseQuerySet:
    cases = DebtCase.objects.visible_to(user).with_priority().select_related("adviser")
    numbers = Q(case_number__iexact=term.strip()) | Q(reference__iexact=term.strip())
    with contextlib.suppress(IdentityNumberError):
        numbers |= Q(identity_number=parse_identity_number(term).number)
    words = search_key(term).split()
    named = Q(name_key__contains=words[0]) if words else Q(pk__in=[])
    for word in words[1:]:
        named &= Q(name_key__contains=word)
    return cases.filter(numbers | named).order_by("family_name", "given_name", "pk")


def _open_form() -> OpenAdviceForm:
    return OpenAdviceForm(initial={"client_key": uuid4(), "minutes": 15})


def _desk_page(request: HttpRequest, chosen: str, form: OpenAdviceForm) -> HttpResponse:
    user, day = staff_of(request), today()
    page = _page_of(request, _list(user, chosen))
    waiting = DebtCase.objects.visible_to(user).waiting()
    longest = waiting.filter(first_offered_on=None).order_by("asked_on").first()
    meetings = (
        Appointment.objects.visible_to(user)
        .filter(state=AppointmentState.BOOKED, day__lte=day)
        .select_related("case", "adviser")
        .order_by("day", "starts_at")[:PAGE_SIZE]
    )
    referrals = Referral.objects.visible_to(user).waiting().order_by("-risks_eviction", "sent_at")
    log_case_reads(request, [*page.object_list, *(meeting.case for meeting in meetings)], "list")
    context: dict[str, Any] = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "rows": _rows(page.object_list),
        "lists": [
            {
                "label": label,
                "url": reverse("debtadvice:desk") + ("" if key == "ko" else f"?visa={key}"),
                "is_active": key == chosen,
            }
            for key, label in LISTS.items()
        ],
        "query": "" if chosen == "ko" else f"visa={chosen}&",
        "waiting": waiting.count(),
        "at_risk": waiting.filter(risks_eviction=True).count(),
        "longest": longest.days_waited(day) if longest else None,
        "longest_allowed": LONGEST_WAIT_DAYS,
        "open_today": AdviceContact.objects.visible_to(user).kept().filter(case=None, on_day=day).count(),
        "meetings": meetings,
        "referrals": referrals.count(),
        "today": day,
        "may_change": user.can("debt_case.change"),
    }
    return render(request, "debtadvice/desk.html", context, status=422 if form.errors else 200)


def _list(user: User, chosen: str) -> DebtCaseQuerySet:
    cases = DebtCase.objects.visible_to(user).with_priority().select_related("adviser")
    if chosen == "mina":
        return cases.filter(closed_on=None, adviser=user).order_by("family_name", "given_name", "pk")
    if chosen == "oppna":
        return cases.filter(closed_on=None).order_by("-opened_on", "-pk")
    if chosen == "avslutade":
        return cases.filter(closed_on__isnull=False).order_by("-closed_on", "-pk")
    return cases.waiting().in_queue_order()


def _page_of(request: HttpRequest, cases: DebtCaseQuerySet) -> Page:
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    page.pages = page.paginator.get_elided_page_range(page.number)  # type: ignore[attr-defined]  # for the template
    return page


def _rows(cases: Any) -> list[dict[str, Any]]:
    day = today()
    return [
        {
            "case": case,
            "priority": Priority(case.priority),
            "waited": case.days_waited(day),
            "has_waited_long": case.has_waited_long(day),
        }
        for case in cases
    ]
