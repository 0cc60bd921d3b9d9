"""Queues: the worklist of fees and of households without a queue, and a household's own registrations."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions import priority as priority_actions
from cases.actions import queues as queue_actions
from cases.errors import ActionRefused
from cases.forms.queues import (
    FeePaidForm,
    PriorityAnswerForm,
    PriorityForm,
    QueueEndForm,
    QueueFactsForm,
    QueueForm,
)
from cases.models import Household, HousingQueue, PriorityApplication, QueueFee
from cases.querysets import HouseholdQuerySet
from cases.queue_state import standing_of
from cases.queue_terms import STOCKHOLM
from cases.search_enums import PriorityResult
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, log_reads, reached, staff_of
from cases.views.search_household import queues_context
from cases.views.search_pages import CHANGE, READ, form_page, tabs
from core.clock import today
from core.periods import add_months

PAGE_SIZE = 25
LAST_PAGE = 400
AHEAD_MONTHS = 2
LISTS = ("avgifter", "utan-ko", "fortur")


@require_safe
@requires(READ)
def search_queues(request: HttpRequest) -> HttpResponse:
    """Fees that fall due or are late, households in no queue, applications that wait; mine or everybody's."""
    user = staff_of(request)
    shown = request.GET.get("visa", "")
    shown = shown if shown in LISTS else LISTS[0]
    is_mine = request.GET.get("vems", "mina") != "alla"
    number = _page_number(request.GET.get("page", ""))
    first = (number - 1) * PAGE_SIZE
    rows = _rows(user, shown, is_mine)
    found = list(rows[first : first + PAGE_SIZE + 1])
    lines = [_line(row) for row in found[:PAGE_SIZE]]
    households = {line["household"].pk: line["household"] for line in lines}
    log_reads(request, households.values(), purpose="list")
    query = urlencode({"visa": shown, "vems": "mina" if is_mine else "alla"})
    context = {
        "lines": lines,
        "shown": shown,
        "is_mine": is_mine,
        "number": number,
        "previous_url": f"?{query}&page={number - 1}" if number > 1 else "",
        "next_url": f"?{query}&page={number + 1}" if len(found) > PAGE_SIZE else "",
        "tabs": tabs("queues", user),
        "lists": _lists(shown, is_mine),
        "may_search": user.can(CHANGE),
        "stockholm": STOCKHOLM,
    }
    return render(request, "cases/search_queues.html", context)


def _page_number(value: str) -> int:
    return min(max(int(value), 1), LAST_PAGE) if value.isdecimal() and len(value) < 6 else 1


def _lists(shown: str, is_mine: bool) -> list[dict[str, Any]]:
    words = {
        "avgifter": _("Fees to be paid"),
        "utan-ko": _("In no queue"),
        "fortur": _("Priority, waiting"),
    }
    mine = "mina" if is_mine else "alla"
    return [
        {
            "label": label,
            "url": "?" + urlencode({"visa": key, "vems": mine}),
            "is_active": key == shown,
        }
        for key, label in words.items()
    ]


def _open_households(user: User, is_mine: bool) -> HouseholdQuerySet:
    households = Household.objects.visible_to(user, READ).filter(closed_on=None)
    if is_mine:
        households = households.filter(Q(project_worker=user) | Q(caseworker=user))
    return households


def _rows(user: User, shown: str, is_mine: bool) -> Any:
    households = _open_households(user, is_mine)
    if shown == "utan-ko":
        running = HousingQueue.objects.running().filter(household=OuterRef("pk"))
        rows = households.filter(~Exists(running)).with_label().with_situation()
        return rows.select_related("project_worker", "caseworker").order_by("opened_on", "pk")
    labelled = Household.objects.with_label().select_related("project_worker", "caseworker")
    if shown == "fortur":
        waiting = PriorityApplication.objects.filter(result=PriorityResult.WAITING, household__in=households)
        return waiting.prefetch_related(Prefetch("household", queryset=labelled)).order_by("applied_on", "pk")
    queues = HousingQueue.objects.running().filter(household__in=households)
    fees = QueueFee.objects.filter(
        queue__in=queues, paid_on=None, due_on__lte=add_months(today(), AHEAD_MONTHS)
    )
    fees = fees.select_related("queue").prefetch_related(
        "queue__fees", Prefetch("queue__household", queryset=labelled)
    )
    return fees.order_by("due_on", "pk")


def _line(row: Any) -> dict[str, Any]:
    """A line of any of the three lists: the household, and the row that it is about."""
    if isinstance(row, Household):
        return {"household": row, "row": row, "standing": None}
    if isinstance(row, PriorityApplication):
        return {"household": row.household, "row": row, "standing": None}
    return {"household": row.queue.household, "row": row, "standing": standing_of(row.queue, today())}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def queue_new(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, CHANGE), staff_of(request)
    form = QueueForm(request.POST or None, household=household, initial=_first_queue(household))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: queue_actions.register_queue(household=household, by=user, **form.cleaned_data)
        )
    ):
        messages.success(request, _("The queue is noted."))
        return redirect("cases:search_household", household.pk)
    return form_page(request, household, form, title=_("Note a queue"), submit=_("Save the queue"))


def _first_queue(household: Household) -> dict[str, Any]:
    """The city's own queue is the one that most begin with."""
    if household.queues.running().filter(agency=STOCKHOLM.agency).exists():
        return {}
    members = household.members_on(today())
    return {"agency": STOCKHOLM.agency, "person": members[0].person_id if members else None}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def queue_change(request: HttpRequest, pk: int) -> HttpResponse:
    queue, household, user = _queue(request, pk)
    initial = _facts(queue) | {"version": _version(queue)}
    form = QueueFactsForm(request.POST or None, initial=initial)
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, _facts(queue), _version(queue))
        changes = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if not found and done(form, lambda: queue_actions.change_queue(queue=queue, by=user, **changes)):
            messages.success(request, _("The queue is saved."))
            return redirect("cases:search_household", household.pk)
    return form_page(request, household, form, title=queue.agency, submit=_("Save the queue"), clashes=found)


def _facts(queue: HousingQueue) -> dict[str, Any]:
    names = ("municipality", "registered_on", "member_number", "fee_sek", "grace_months", "note")
    unpaid = queue.fees.filter(paid_on=None).first()
    return {name: getattr(queue, name) for name in names} | {
        "fee_due_on": unpaid.due_on if unpaid is not None else None
    }


def _version(queue: HousingQueue) -> str:
    unpaid = queue.fees.filter(paid_on=None).first()
    return f"{version_of(queue)}-{unpaid.due_on if unpaid is not None else ''}"


@require_POST
@requires(CHANGE)
def queue_paid(request: HttpRequest, pk: int) -> HttpResponse:
    """That fee is paid today; the message offers to undo. Pressed twice, the next one stays unpaid."""
    fee, household, user = _fee(request, pk)
    try:
        queue_actions.pay_queue_fee(fee=fee, paid_on=today(), by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        address = reverse("cases:queue_unpaid", args=[fee.pk])
        messages.success(request, _("The fee is paid."), extra_tags=f"undo:{address}")
    return _back(request, household)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def queue_payment(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment of another day, or of a fee that is not due for long."""
    fee, household, user = _fee(request, pk)
    form = FeePaidForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: queue_actions.pay_queue_fee(fee=fee, by=user, **form.cleaned_data))
    ):
        address = reverse("cases:queue_unpaid", args=[fee.pk])
        messages.success(request, _("The fee is paid."), extra_tags=f"undo:{address}")
        return redirect("cases:search_household", household.pk)
    lead = _("%(queue)s, the fee that is due %(day)s") % {"queue": fee.queue.agency, "day": fee.due_on}
    return form_page(
        request, household, form, title=_("Note a payment"), submit=_("Save the payment"), lead=lead
    )


@require_POST
@requires(CHANGE)
def queue_unpaid(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of paying."""
    fee, household, user = _fee(request, pk)
    try:
        queue_actions.unpay_queue_fee(fee=fee, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The fee is unpaid again."))
    return _back(request, household)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def queue_end(request: HttpRequest, pk: int) -> HttpResponse:
    queue, household, user = _queue(request, pk)
    form = QueueEndForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: queue_actions.end_queue(queue=queue, by=user, **form.cleaned_data))
    ):
        address = reverse("cases:queue_resume", args=[queue.pk])
        messages.success(request, _("The registration has ended."), extra_tags=f"undo:{address}")
        return redirect("cases:search_household", household.pk)
    title = _("End: %(queue)s") % {"queue": queue.agency}
    return form_page(request, household, form, title=title, submit=_("End the registration"))


@require_POST
@requires(CHANGE)
def queue_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    queue, household, user = _queue(request, pk)
    try:
        queue_actions.resume_queue(queue=queue, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The registration runs again."))
    return _back(request, household)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def priority_new(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, CHANGE), staff_of(request)
    form = PriorityForm(request.POST or None, initial={"agency": STOCKHOLM.agency})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: priority_actions.apply_for_priority(household=household, by=user, **form.cleaned_data),
        )
    ):
        messages.success(request, _("The application is noted."))
        return redirect("cases:search_household", household.pk)
    return form_page(
        request, household, form, title=_("Apply for priority"), submit=_("Save the application")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def priority_answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    row = get_object_or_404(PriorityApplication.objects.visible_to(user, CHANGE), pk=pk)
    household = reached(request, row.household_id, CHANGE)
    is_answered = row.result != PriorityResult.WAITING
    initial = {"result": row.result, "result_on": row.result_on, "note": row.result_note}
    form = PriorityAnswerForm(request.POST or None, initial=initial if is_answered else {})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: priority_actions.answer_priority(application=row, by=user, **form.cleaned_data),
        )
    ):
        messages.success(request, _("The answer is saved."))
        return redirect("cases:search_household", household.pk)
    return form_page(
        request, household, form, title=_("Answer to the application"), submit=_("Save the answer")
    )


def _queue(request: HttpRequest, pk: int) -> tuple[HousingQueue, Household, User]:
    user = staff_of(request)
    queue = get_object_or_404(HousingQueue.objects.visible_to(user, CHANGE), pk=pk)
    return queue, reached(request, queue.household_id, CHANGE), user


def _fee(request: HttpRequest, pk: int) -> tuple[QueueFee, Household, User]:
    user = staff_of(request)
    queues = HousingQueue.objects.visible_to(user, CHANGE)
    fee = get_object_or_404(QueueFee.objects.filter(queue__in=queues).select_related("queue"), pk=pk)
    return fee, reached(request, fee.queue.household_id, CHANGE), user


def _back(request: HttpRequest, household: Household) -> HttpResponse:
    """The panel in place, or the page that the button stood on."""
    if getattr(request, "htmx", False):
        log_reads(request, [household])
        in_panel = request.GET.get("plats") != "sida"
        context = {**queues_context(household, staff_of(request)), "in_panel": in_panel}
        return render(request, "cases/_queues_panel.html", context)
    return redirect("cases:search_household", household.pk)
