"""What the pages of a debt case share: reaching it, logging that it was seen, the head, refusals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import StaffRequest
from accounts.models import User
from cases.errors import ActionRefused
from core.audit import record_subject_reads
from core.clock import today
from debtadvice.models import DebtCase

# (name of the address, words): the sub-pages of a case.
TABS: list[tuple[str, str | Promise]] = [("case", _("Overview")), ("economy", _("Economy"))]


def staff_of(request: HttpRequest) -> User:
    """Who asks. Every page but the sign-in demands somebody signed in."""
    return cast(StaffRequest, request).user


def reached(request: HttpRequest, pk: int, permission: str = "debt_case.read") -> DebtCase:
    """The case, or a 404 that says no more than if it did not exist."""
    cases = DebtCase.objects.visible_to(staff_of(request), permission)
    return get_object_or_404(cases.select_related("household", "adviser", "authority"), pk=pk)


def reached_part(request: HttpRequest, model: Any, pk: int, permission: str = "debt_case.change") -> Any:
    """Something that belongs to a case that user reaches, with the case; else a 404."""
    rows = model.objects.visible_to(staff_of(request), permission)
    return get_object_or_404(
        rows.select_related("case__household", "case__adviser", "case__authority"), pk=pk
    )


def log_case_reads(request: HttpRequest, cases: Iterable[DebtCase], purpose: str = "view") -> None:
    """One row for each debt case that the page shows; without them there is no page."""
    user = staff_of(request)
    record_subject_reads(
        user,
        cases,
        page=request.resolver_match.view_name if request.resolver_match else "",
        authority_id=user.authority_id,
        purpose=purpose,
    )


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url: str
    is_active: bool


def case_page(
    request: HttpRequest,
    case: DebtCase,
    template: str,
    context: dict[str, Any],
    *,
    tab: str = "case",
    status: int = 200,
) -> HttpResponse:
    """A page of one debt case, with its head, its tabs and its row in the read log."""
    log_case_reads(request, [case])
    day = today()
    form = context.get("form")
    if status == 200 and form is not None and form.errors:
        status = 422
    frame = {
        "case": case,
        "waited": case.days_waited(day),
        "has_waited_long": case.has_waited_long(day),
        "is_waiting": case.is_open and case.first_offered_on is None,
        "case_tabs": [
            Tab(label, reverse(f"debtadvice:{name}", args=[case.pk]), name == tab) for name, label in TABS
        ],
        "may_change": staff_of(request).can("debt_case.change"),
    }
    return render(request, template, frame | context, status=status)


def done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Run the action; a refusal stands at its field, or first on the page."""
    try:
        act()
    except ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return False
    return True
