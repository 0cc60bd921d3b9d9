"""Debt restructuring: one page from the conditions to the last yearly follow-up."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from debtadvice.actions import restructuring as actions
from debtadvice.enums import RestructuringState
from debtadvice.five_years import paid_months, shares
from debtadvice.forms import restructuring as forms
from debtadvice.models import Restructuring
from debtadvice.planning import months_by_the_budget
from debtadvice.views.case_page import case_page, done, reached, reached_part, staff_of

# name of the button -> (form, states in which it is offered)
STATES = RestructuringState
OPEN = (STATES.PREPARING, STATES.APPLIED, STATES.GRANTED)
STEPS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "conditions": (forms.ConditionsForm, (STATES.PREPARING, STATES.APPLIED)),
    "apply": (forms.ApplyForm, (STATES.PREPARING,)),
    "decide": (forms.DecideForm, (STATES.APPLIED,)),
    "follow": (forms.FollowUpForm, (STATES.GRANTED,)),
    "end": (forms.EndForm, OPEN),
}


@requires("debt_case.change")
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to prepare an application."""
    case = reached(request, pk, "debt_case.change")
    try:
        made = actions.begin_restructuring(case=case, by=staff_of(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("debtadvice:economy", case.pk)
    return redirect("debtadvice:restructuring", made.pk)


@requires("debt_case.read")
@require_http_methods(["GET", "HEAD", "POST"])
def restructuring(request: HttpRequest, pk: int) -> HttpResponse:
    """The conditions, the application, the decision, the five years; each step by its own button."""
    found, user = reached_part(request, Restructuring, pk, "debt_case.read"), staff_of(request)
    may_change = user.can("debt_case.change")
    sent = next((name for name in STEPS if f"do-{name}" in request.POST), None) if may_change else None
    page_forms = {
        name: _form(name, found, request.POST if name == sent else None)
        for name, (_kind, states) in STEPS.items()
        if found.state in states
    }
    form = page_forms.get(sent or "")
    if form is not None and form.is_valid() and done(form, lambda: _step(sent or "")(found, form, user)):
        messages.success(request, _("It is saved."))
        return redirect("debtadvice:restructuring", found.pk)
    context = {
        "restructuring": found,
        "forms": page_forms,
        "form": form,
        "checks": found.checks.order_by("pk"),
        "follow_ups": [
            {"row": row, "is_late": row.is_late(today())}
            for row in found.follow_ups.select_related("done_by").order_by("due_on")
        ],
        "by_the_budget": months_by_the_budget(found.case),
        **_plan(found),
    }
    return case_page(request, found.case, "debtadvice/restructuring.html", context, tab="economy")


def _form(name: str, found: Restructuring, data: Any) -> Any:
    kind = STEPS[name][0]
    more = {"restructuring": found} if name == "conditions" else {}
    return kind(data, prefix=name, **more)


def _plan(found: Restructuring) -> dict[str, Any]:
    """Each creditor's part of the plan, and how many months are paid."""
    if found.money_sek is None or found.first_month is None or found.last_month is None:
        return {"shares": [], "months": 0}
    debts = {debt.pk: debt for debt in found.case.debts.filter(settled_on=None).prefetch_related("amounts")}
    months = paid_months(found.first_month, found.last_month)
    parts = shares({pk: debt.total_sek for pk, debt in debts.items()}, found.money_sek, len(months))
    rows = [{"debt": debts[part.key], "share": part} for part in parts]
    return {"shares": rows, "months": len(months)}


def _step(name: str) -> Callable[[Restructuring, Any, User], Any]:
    return {"conditions": _check, "apply": _apply, "decide": _decide, "follow": _follow, "end": _end}[name]


def _check(found: Restructuring, form: Any, user: User) -> None:
    checks = {code: actions.CheckInput(*answer) for code, answer in form.answers().items()}
    actions.check_conditions(restructuring=found, checks=checks, by=user)


def _apply(found: Restructuring, form: Any, user: User) -> None:
    actions.apply_for_restructuring(restructuring=found, by=user, **form.cleaned_data)


def _decide(found: Restructuring, form: Any, user: User) -> None:
    grant = form.grant()
    actions.decide_restructuring(
        restructuring=found,
        decided_on=form.cleaned_data["decided_on"],
        grant=None if grant is None else actions.GrantInput(**grant),
        by=user,
    )


def _follow(found: Restructuring, form: Any, user: User) -> None:
    follow_up = found.follow_ups.filter(done_on=None).order_by("due_on").first()
    if follow_up is None:
        raise ActionRefused(_("Every year is gone through. End it when the plan has run."))
    actions.follow_up_restructuring(follow_up=follow_up, by=user, **form.cleaned_data)


def _end(found: Restructuring, form: Any, user: User) -> None:
    actions.end_restructuring(restructuring=found, by=user, **form.cleaned_data)
