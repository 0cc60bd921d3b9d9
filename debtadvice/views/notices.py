"""Landlords' notices: the worklist by days left, one notice, what is done about it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from cases.models import Household
from cases.views.household import log_reads
from core.audit import record_subject_reads
from core.clock import today
from debtadvice.actions.notices import act_on_notice, close_notice, link_notice, record_notice
from debtadvice.forms.notices import NoticeActionForm, NoticeCloseForm, NoticeForm, NoticeLinkForm
from debtadvice.models import DebtCase, HomeNotice
from debtadvice.views.case_page import done, staff_of
from debtadvice.views.cases import household_by_number

MOST_NOTICES = 200


@requires("debt_case.read")
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Open notices, the fewest days left first; those without a running clock last."""
    day = today()
    notices = list(
        HomeNotice.objects.visible_to(staff_of(request))
        .open()
        .select_related("household", "recorded_by")
        .order_by("received_on", "pk")
    )
    rows: list[dict[str, Any]] = [{"notice": one, "left": one.days_left(day)} for one in notices]
    rows.sort(key=lambda row: (row["left"] is None, row["left"] or 0))
    rows = rows[:MOST_NOTICES]
    _log(request, [row["notice"] for row in rows], "list")
    return render(request, "debtadvice/notice_list.html", {"rows": rows})


def _log(request: HttpRequest, notices: Iterable[HomeNotice], purpose: str = "view") -> None:
    """Reads of the households; of a notice about somebody who is none of ours, on the notice itself."""
    shown = list(notices)
    log_reads(request, [one.household for one in shown if one.household is not None], purpose)
    record_subject_reads(
        staff_of(request),
        [one for one in shown if one.household is None],
        page=request.resolver_match.view_name if request.resolver_match else "",
        authority_id=staff_of(request).authority_id,
        purpose=purpose,
    )


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    """Note what a landlord has told."""
    user = staff_of(request)
    form = NoticeForm(request.POST or None, initial={"client_key": uuid4()})
    made: list[HomeNotice] = []
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        number = values.pop("case_number").strip()
        household = household_by_number(user, number) if number else None
        if number and household is None:
            form.add_error("case_number", _("No household has that case number. Check it and write it again"))
        elif done(
            form,
            lambda: made.append(
                record_notice(authority=user.authority, household=household, by=user, **values)  # type: ignore[arg-type]
            ),
        ):
            messages.success(request, _("The notice is saved."))
            return redirect(made[0])
    context = {"form": form, "title": _("A landlord's notice")}
    return render(request, "debtadvice/notice_form.html", context, status=422 if form.errors else 200)


@requires("debt_case.change")
@require_http_methods(["GET", "HEAD", "POST"])
def notice_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie a notice to a debt case by its number, or untie it."""
    user = staff_of(request)
    notices = HomeNotice.objects.visible_to(user, "debt_case.change")
    found = get_object_or_404(notices.select_related("household", "case"), pk=pk)
    form = NoticeLinkForm(request.POST or None, initial={"number": found.case.number if found.case else ""})
    if request.method == "POST" and "unlink" in request.POST:
        link_notice(notice=found, case=None, by=user)
        messages.success(request, _("The notice is tied to no debt case any more."))
        return redirect(found)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip()
        numbers = Q(case_number__iexact=number) | Q(reference__iexact=number)
        case = DebtCase.objects.visible_to(user, "debt_case.change").filter(numbers).first()
        if case is None:
            form.add_error("number", _("No debt case has that number. Check it and write it again"))
        elif done(form, lambda: link_notice(notice=found, case=case, by=user)):
            messages.success(request, _("The notice is tied to the debt case."))
            return redirect(found)
    _log(request, [found])
    context = {"form": form, "notice": found}
    return render(request, "debtadvice/notice_link.html", context, status=422 if form.errors else 200)


@requires("debt_case.read")
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: the clock, what winning the lease back needs, what has been done; and doing more."""
    user = staff_of(request)
    found = get_object_or_404(HomeNotice.objects.visible_to(user).select_related("household", "case"), pk=pk)
    may_change = user.can("debt_case.change")
    data = request.POST if request.method == "POST" and may_change else None
    closes = data is not None and "close" in data
    act_form = NoticeActionForm(None if closes else data, prefix="act")
    close_form = NoticeCloseForm(data if closes else None, prefix="close")
    form = close_form if closes else act_form
    if data is not None and form.is_valid():
        act = close_notice if closes else act_on_notice
        if done(form, lambda: act(notice=found, by=user, **form.cleaned_data)):
            messages.success(request, _("It is saved."))
            return redirect(found)
    _log(request, [found])
    context = {
        "notice": found,
        "left": found.days_left(today()),
        "actions": found.actions.select_related("done_by").order_by("-on_day", "-pk"),
        "form": form,
        "act_form": act_form,
        "close_form": close_form,
        "may_change": may_change,
        "debt_case": DebtCase.objects.visible_to(user).filter(pk=found.case_id or 0).first(),
        "may_see_household": found.household is not None
        and Household.objects.visible_to(user).filter(pk=found.household_id or 0).exists(),
    }
    return render(request, "debtadvice/notice.html", context, status=422 if form.errors else 200)
