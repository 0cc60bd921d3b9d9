"""A debt's facts put right, and payments taken back."""

from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from cases.errors import ActionRefused
from cases.views.conflicts import clashes, version_of
from debtadvice.actions.corrections import change_debt, restore_payment, take_back_payment
from debtadvice.forms.economy import DebtChangeForm
from debtadvice.models import Debt, Payment, RestructuringPayment
from debtadvice.views.case_page import case_page, done, reached_part, staff_of

FACTS = (
    "creditor",
    "kind",
    "held_by",
    "creditor_reference",
    "interest_percent",
    "arose_on",
    "statute_barred_on",
)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def debt_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Creditor, kind, dates and interest, as they should have been entered."""
    debt, user = reached_part(request, Debt, pk), staff_of(request)
    values, version = {name: getattr(debt, name) for name in FACTS}, version_of(debt)
    form = DebtChangeForm(request.POST or None, initial=values | {"version": version})
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, values, version)
        facts = {name: form.cleaned_data[name] for name in FACTS}
        if not found and done(form, lambda: change_debt(debt=debt, by=user, **facts)):
            messages.success(request, _("The debt is saved."))
            return redirect("debtadvice:economy", debt.case_id)
    context = {
        "form": form,
        "title": _("Put the debt right"),
        "submit": _("Save the debt"),
        "clashes": found,
        "back_url": reverse("debtadvice:economy", args=[debt.case_id]),
    }
    return case_page(request, debt.case, "debtadvice/case_form.html", context, tab="economy")


class Kind(NamedTuple):
    """Where payments of a kind stand, and how what they belong to is found."""

    model: type[Payment] | type[RestructuringPayment]
    case: str
    page: str
    owner: str
    restore: str


PLAN = Kind(Payment, "part__plan__case", "debtadvice:plan", "part.plan_id", "debtadvice:payment_restore")
RESTRUCTURING = Kind(
    RestructuringPayment,
    "restructuring__case",
    "debtadvice:restructuring",
    "restructuring_id",
    "debtadvice:restructuring_payment_restore",
)


@requires("debt_case.change")
@require_POST
def payment_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment of a plan was entered by mistake; the message offers to undo."""
    return _take_back(request, PLAN, pk)


@requires("debt_case.change")
@require_POST
def payment_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """It was right after all."""
    return _restore(request, PLAN, pk)


@requires("debt_case.change")
@require_POST
def restructuring_payment_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment of a debt restructuring was entered by mistake; the message offers to undo."""
    return _take_back(request, RESTRUCTURING, pk)


@requires("debt_case.change")
@require_POST
def restructuring_payment_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """It was right after all."""
    return _restore(request, RESTRUCTURING, pk)


def _take_back(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    undo = f"undo:{reverse(kind.restore, args=[pk])}"
    return _act(request, kind, pk, take_back_payment, _("The payment is taken back."), undo)


def _restore(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    return _act(request, kind, pk, restore_payment, _("The payment counts again."))


def _act(request: HttpRequest, kind: Kind, pk: int, act: Any, words: str, undo: str = "") -> HttpResponse:
    user = staff_of(request)
    rows: Any = kind.model.objects.visible_to(user, "debt_case.change").select_related(kind.case)
    payment = get_object_or_404(rows, pk=pk)
    try:
        act(payment=payment, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, words, extra_tags=undo)
    return redirect(kind.page, attrgetter(kind.owner)(payment))
