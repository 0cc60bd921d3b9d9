"""A debt case: opening it, its page, its facts, closing and reopening it, its tie to a household."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from cases.models import Household
from cases.views.conflicts import clashes, version_of
from core.clock import today
from core.identity_numbers import format_identity_number
from debtadvice.actions import (
    CaseInput,
    ClientInput,
    change_debt_case,
    close_debt_case,
    link_household,
    log_contact,
    open_debt_case,
    reopen_debt_case,
)
from debtadvice.actions.cases import FACTS
from debtadvice.actions.locking import locked
from debtadvice.enums import AdviceKind, AppointmentState, Entry
from debtadvice.forms.cases import CloseForm, FactsForm, LinkForm, NewCaseForm, facts_of
from debtadvice.models import DebtCase, HomeNotice
from debtadvice.views.case_page import case_page, done, reached, staff_of

CLIENT = (
    "given_name",
    "family_name",
    "identity_number",
    "phone",
    "address",
    "protected_identity",
    "children",
)
MOST_CONTACTS = 100


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Open a case, with the advice that was given just now."""
    user = staff_of(request)
    initial = {"client_key": uuid4(), "asked_on": today(), "adviser": user.pk}
    form = NewCaseForm(request.POST or None, initial=initial, user=user)
    made: list[DebtCase] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: made.append(_open(form.cleaned_data, user)))
    ):
        messages.success(request, _("The case is opened."))
        return redirect(made[0])
    context = {"form": form, "title": _("New debt case"), "submit": _("Open the case")}
    return render(request, "debtadvice/case_new.html", context, status=422 if form.errors else 200)


def _open(data: dict[str, Any], user: User) -> DebtCase:
    assert user.authority is not None  # the permission is held at a unit of a board
    case = open_debt_case(
        authority=user.authority,
        opened_on=today(),
        has_housing_problem=data["has_housing_problem"],
        entry=Entry(data["entry"]),
        by=user,
        more=CaseInput(
            client=ClientInput(**{name: data[name] for name in CLIENT}),
            asked_on=data["asked_on"],
            came_from=data["came_from"],
            risks_eviction=data["risks_eviction"],
            blocks_takeover=data["blocks_takeover"],
            adviser=data["adviser"],
            client_key=data["client_key"],
        ),
    )
    if data["minutes"]:
        log_contact(
            case=case,
            kind=AdviceKind.OPEN_ADVICE if data["entry"] == Entry.OPEN_ADVICE else AdviceKind.MEETING,
            on_day=today(),
            minutes=data["minutes"],
            note=data["note"],
            by=user,
            client_key=data["client_key"],
        )
    return case


@requires("debt_case.read")
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is, what has been done, what is booked, what others may see."""
    case = reached(request, pk)
    contacts = case.contacts.filter(undone_at=None).select_related("recorded_by").order_by("-on_day", "-pk")
    shown = list(contacts[:MOST_CONTACTS])
    consents = list(case.consents.select_related("recorded_by", "revoked_by").order_by("-pk"))
    context = {
        "contacts": shown,
        "minutes": sum(contact.minutes for contact in shown),
        "meetings": case.appointments.filter(state=AppointmentState.BOOKED)
        .select_related("adviser")
        .order_by("day", "starts_at"),
        "consent": next((consent for consent in consents if consent.revoked_at is None), None),
        "former_consents": [consent for consent in consents if consent.revoked_at is not None],
        "notices": HomeNotice.objects.visible_to(staff_of(request))
        .filter(case=case)
        .order_by("-received_on"),
        "closures": case.closures.order_by("-closed_on"),
        "number": format_identity_number(case.identity_number) if case.identity_number else "",
        "today": today(),
        "may_see_household": case.household is not None
        and Household.objects.visible_to(staff_of(request)).filter(pk=case.household_id or 0).exists(),
    }
    return case_page(request, case, "debtadvice/case_detail.html", context)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who it is and why they come."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    initial = facts_of(case, FACTS) | {"version": version_of(case)}
    form = FactsForm(request.POST or None, initial=initial, user=user, keep=case.adviser)
    found = []
    if request.method == "POST" and form.is_valid():
        held = locked(case, user)
        found = clashes(form, facts_of(held, FACTS), version_of(held))
        changes = {name: form.cleaned_data[name] for name in FACTS}
        if not found and done(form, lambda: change_debt_case(case=held, by=user, **changes)):
            messages.success(request, _("The facts are saved."))
            return redirect(case)
    context = {"form": form, "clashes": found, "title": _("Change facts"), "submit": _("Save facts")}
    return case_page(request, case, "debtadvice/case_form.html", context)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case with its reason and outcome."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = CloseForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: close_debt_case(case=case, by=user, **form.cleaned_data))
    ):
        reopen_url = reverse("debtadvice:reopen", args=[case.pk])
        messages.success(request, _("The case is closed."), extra_tags=f"undo:{reopen_url}")
        return redirect(case)
    context = {
        "form": form,
        "title": _("Close the case"),
        "submit": _("Close the case"),
        "lead": _("What others were allowed to see is shown no more. The case can be reopened."),
    }
    return case_page(request, case, "debtadvice/case_form.html", context)


@requires("debt_case.change")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed case again; its history keeps when it was closed."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    try:
        reopen_debt_case(case=case, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The case is open again."))
    return redirect(case)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie the case to a household by its case number, or untie it. One with a protected identity is not found
    by an adviser who is not named on it."""
    case, user = reached(request, pk, "debt_case.change"), staff_of(request)
    form = LinkForm(request.POST or None, initial={"case_number": case.household or ""})
    if request.method == "POST" and "unlink" in request.POST:
        link_household(case=case, household=None, by=user)
        messages.success(request, _("The case is tied to no household any more."))
        return redirect(case)
    if request.method == "POST" and form.is_valid():
        household = household_by_number(user, form.cleaned_data["case_number"])
        if household is None:
            form.add_error("case_number", _("No household has that case number. Check it and write it again"))
        elif done(form, lambda: link_household(case=case, household=household, by=user)):
            messages.success(request, _("The case is tied to the household."))
            return redirect(case)
    context = {"form": form, "title": _("Tie to a household"), "submit": _("Tie to the household")}
    return case_page(request, case, "debtadvice/case_link.html", context)


def household_by_number(user: User, case_number: str) -> Household | None:
    """The board's household of that number; one with a protected identity only for those named on it."""
    named = Household.objects.visible_to(user).values("pk")
    own = Household.objects.of_authority(user).filter(case_number__iexact=case_number.strip())
    return own.filter(protected_identity="none").first() or own.filter(pk__in=named).first()
