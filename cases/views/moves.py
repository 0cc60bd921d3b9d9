"""The move: recorded, its checklist, the survey afterwards, and the list of homes that are watched over."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions.home_changes import change_home
from cases.actions.home_leads import end_leads_beside, ended_for, open_beside, reopen_leads
from cases.actions.home_withdrawals import withdraw_home
from cases.actions.moves import due_after_move, move_in, origin_of, record_survey, settle_task
from cases.actions.returns import homeless_again, keeps_its_home
from cases.enums import HomeContract
from cases.errors import ActionRefused
from cases.forms.moves import HomeChangeForm, MoveForm, SurveyForm, WithdrawForm
from cases.models import FollowUp, Home, HomeTask, Household, Lead
from cases.returns import Return, ours_elsewhere, returns_of, undecided_of
from cases.search_enums import LeadOutcome, TaskState
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, household_page, log_reads, may, reached, staff_of
from cases.views.search_pages import CHANGE, READ, form_page, tabs
from cases.whereabouts import may_know_where
from core.clock import today
from core.periods import add_months

PAGE_SIZE = 25
LAST_PAGE = 400
WATCHED_MONTHS = 18
FACTS = ("moved_in_on", "contract", "municipality", "address", "landlord")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def home_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A move; after a signed lead (`tips`) filled in by it."""
    household, user = reached(request, pk, CHANGE), staff_of(request)
    lead = _signed_lead(household, request.GET.get("tips", ""))
    initial: dict[str, Any] = {"contract": HomeContract.FIRST_HAND}
    if lead is not None:
        address = lead.vacancy.address if lead.vacancy is not None else lead.title
        place = {"municipality": lead.municipality, "landlord": lead.landlord_id, "address": address}
        initial |= place
    form = MoveForm(request.POST or None, household=household, initial=initial)
    made: list[Home] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: made.append(move_in(household=household, by=user, lead=lead, **form.cleaned_data)),
        )
    ):
        messages.success(request, _("The move is recorded. Follow-ups after 1, 6 and 12 months are planned."))
        return redirect("cases:home", made[0].pk)
    return form_page(request, household, form, title=_("Record the move"), submit=_("Save the move"))


def _signed_lead(household: Household, number: str) -> Lead | None:
    if not number.isdecimal():
        return None
    return _signed(household).filter(pk=int(number), home=None).first()


def _signed(household: Household) -> Any:
    return household.leads.filter(outcome=LeadOutcome.SIGNED).select_related("vacancy")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def home_change(request: HttpRequest, pk: int) -> HttpResponse:
    """What was recorded of the move, to be put right."""
    row, household, user = _home(request, pk)
    values = {name: getattr(row, name) for name in FACTS}
    version = version_of(row)
    form = HomeChangeForm(request.POST or None, household=household, initial=values | {"version": version})
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, values, version)
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if not found and done(form, lambda: change_home(home=row, by=user, **facts)):
            messages.success(request, _("The move is saved."))
            return redirect("cases:home", row.pk)
    words = {"title": _("Put the move right"), "submit": _("Save the move")}
    address = reverse("cases:home", args=[row.pk])
    return form_page(request, household, form, back=address, clashes=found, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def home_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A move that never was: why, and whether a case that was closed for it is opened again."""
    row, household, user = _home(request, pk)
    back = reverse("cases:home", args=[row.pk])
    may_reopen = household.closed_on is not None and may(user, household, "household.change")
    form = WithdrawForm(request.POST or None, may_reopen=may_reopen)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: withdraw_home(home=row, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The move is withdrawn."))
        return redirect(household)
    words = _(
        "The move of %(day)s stays in the file with a line through it, and counts in no figure. Its "
        "follow-ups that are not done are cancelled. If only something in it is wrong, put it right instead."
    )
    lead = words % {"day": row.moved_in_on}
    title = _("Withdraw the move")
    return form_page(request, household, form, title=title, submit=title, lead=lead, back=back, danger=True)


@require_safe
@requires(READ)
def home(request: HttpRequest, pk: int) -> HttpResponse:
    """The home with its checklist, follow-ups, surveys, and whether the household came back."""
    row, household, user = _home(request, pk, READ)
    context = _context(row, household, user)
    if (other := context["came_back_in"]) is not None:
        log_reads(request, [other])
    return household_page(request, household, "cases/home.html", context)


def _context(row: Home, household: Household, user: User) -> dict[str, Any]:
    tasks = list(row.tasks.select_related("settled_by").order_by("pk"))
    # By the home: where the household has joined another, they have gone along.
    follow_ups = FollowUp.objects.visible_to(user).filter(origin=origin_of(row))
    is_kept, may_search = row.withdrawn_at is None, may(user, household, CHANGE)
    leads = open_beside(row) if is_kept else ended_for(row)
    back = returns_of([row], user=user) if is_kept else {}
    return {
        "home": row,
        "tasks": tasks,
        "left": sum(task.state == TaskState.TO_DO for task in tasks),
        "follow_ups": list(follow_ups.select_related("settled_by").order_by("due_on", "pk")),
        "surveys": list(row.surveys.select_related("recorded_by").order_by("-asked_on", "-pk")),
        "came_back": back.get(row.pk),
        "came_back_in": ours_elsewhere([row], back).get(row.pk),
        "undecided": undecided_of(row) if may(user, household, "household.change") else None,
        "knows_where": may_know_where(user, household),
        "leads": _of(household, leads) if may_search else [],
        "is_withdrawn": not is_kept,
        "may_search": is_kept and may_search,
        "may_close": is_kept and household.closed_on is None and may(user, household, "household.change"),
    }


def _of(household: Household, leads: Iterable[Lead]) -> list[Lead]:
    """The leads with the household that is there already: what they are called is up to its protection."""
    found = list(leads)
    for lead in found:
        lead.household = household
    return found


@require_POST
@requires(CHANGE)
def home_leads(request: HttpRequest, pk: int) -> HttpResponse:
    """The open leads end, now that there is a home; or go on, when the move never was: one press."""
    row, _household, user = _home(request, pk)
    try:
        with transaction.atomic():
            if request.POST.get("do") == "end" and (n := end_leads_beside(home=row, by=user)):
                words = ngettext("%(n)s lead has ended.", "%(n)s leads have ended.", n)
                messages.success(request, words % {"n": n})
            elif request.POST.get("do") == "reopen" and (n := reopen_leads(home=row, by=user)):
                words = ngettext("%(n)s lead goes on.", "%(n)s leads go on.", n)
                messages.success(request, words % {"n": n})
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    return redirect("cases:home", row.pk)


@require_POST
@requires(CHANGE)
def home_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, not needed, or to be done after all: one press."""
    user = staff_of(request)
    task = get_object_or_404(
        HomeTask.objects.visible_to(user, CHANGE).select_related("home__household"), pk=pk
    )
    row, household, user = _home(request, task.home_id)
    state = request.POST.get("state", "")
    if state in TaskState.values:
        try:
            with transaction.atomic():
                settle_task(task=task, state=state, by=user)
        except ActionRefused as refused:
            messages.error(request, str(refused.message))
    if getattr(request, "htmx", False):
        log_reads(request, [household])
        return render(request, "cases/_home_tasks.html", _context(row, household, user))
    return redirect("cases:home", row.pk)


@require_POST
@requires("household.change")
def home_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a household that came back to emergency housing is homeless again: a person decides."""
    row, _household, user = _home(request, pk, "household.change")
    decide = {"homeless": homeless_again, "kept": keeps_its_home}.get(request.POST.get("decision", ""))
    try:
        if decide is not None:
            with transaction.atomic():
                decide(home=row, by=user)
            messages.success(request, _("The decision is saved."))
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    return redirect("cases:home", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def home_survey(request: HttpRequest, pk: int) -> HttpResponse:
    row, household, user = _home(request, pk)
    due = due_after_move(row)
    form = SurveyForm(request.POST or None, follow_up=due)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: record_survey(home=row, by=user, follow_up=_settled(form, due), **form.answers())
        )
    ):
        messages.success(request, _("The answers are saved."))
        return redirect("cases:home", row.pk)
    return form_page(
        request,
        household,
        form,
        title=_("How it is after the move"),
        submit=_("Save the answers"),
        lead=_("Ask what the household wants to tell. What is not answered is left empty."),
        back=reverse("cases:home", args=[row.pk]),
    )


def _settled(form: SurveyForm, due: FollowUp | None) -> FollowUp | None:
    return due if form.cleaned_data.get("is_follow_up") else None


@require_safe
@requires(READ)
def home_list(request: HttpRequest) -> HttpResponse:
    """Moves of the last months: what is left of the checklist, who was asked, who came back."""
    user = staff_of(request)
    is_mine = request.GET.get("vems", "mina") != "alla"
    number = _page_number(request.GET.get("page", ""))
    reachable = Household.objects.visible_to(user, READ)
    if is_mine:
        reachable = reachable.filter(Q(project_worker=user) | Q(caseworker=user))
    labelled = Household.objects.with_label().select_related("project_worker", "caseworker")
    homes = (
        Home.objects.kept()
        .filter(household__in=reachable, moved_in_on__gte=add_months(today(), -WATCHED_MONTHS))
        .prefetch_related(Prefetch("household", queryset=labelled), "tasks", "surveys")
    )
    first = (number - 1) * PAGE_SIZE
    found = list(homes.order_by("-moved_in_on", "-pk")[first : first + PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    back = returns_of(shown, user=user)
    other = ours_elsewhere(shown, back)
    log_reads(
        request, {one.pk: one for one in (*(r.household for r in shown), *other.values())}.values(), "list"
    )
    query = urlencode({"vems": "mina" if is_mine else "alla"})
    context = {
        "rows": [_row(row, back.get(row.pk), other.get(row.pk)) for row in shown],
        "is_mine": is_mine,
        "number": number,
        "previous_url": f"?{query}&page={number - 1}" if number > 1 else "",
        "next_url": f"?{query}&page={number + 1}" if len(found) > PAGE_SIZE else "",
        "months": WATCHED_MONTHS,
        "tabs": tabs("homes", user),
    }
    return render(request, "cases/home_list.html", context)


def _row(row: Home, came_back: Return | None, other: Household | None) -> dict[str, Any]:
    surveys = sorted(row.surveys.all(), key=lambda survey: survey.asked_on)
    return {
        "home": row,
        "left": sum(task.state == TaskState.TO_DO for task in row.tasks.all()),
        "asked": surveys[-1].asked_on if surveys else None,
        "came_back": came_back,
        "came_back_in": other,
    }


def _page_number(value: str) -> int:
    return min(max(int(value), 1), LAST_PAGE) if value.isdecimal() and len(value) < 6 else 1


def panel(household: Household, user: User) -> dict[str, Any] | None:
    """The latest home on the household's page; None without one."""
    if not getattr(household, "has_homes", True) or not may(user, household, READ):
        return None
    row = household.homes.kept().prefetch_related("tasks").order_by("-moved_in_on", "-pk").first()
    if row is None:
        return None
    tasks = row.tasks.all()
    return {
        "home": row,
        "left": sum(task.state == TaskState.TO_DO for task in tasks),
        "tasks": len(tasks),
        "came_back": returns_of([row], user=user).get(row.pk),
    }


def _home(request: HttpRequest, pk: int, permission: str = CHANGE) -> tuple[Home, Household, User]:
    user = staff_of(request)
    row = get_object_or_404(Home.objects.visible_to(user, permission).select_related("landlord"), pk=pk)
    household = reached(request, row.household_id, permission)
    row.household = household
    return row, household, user
