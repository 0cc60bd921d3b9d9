"""Leads: a household's own, one of them with its steps, and the board of a worker's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions import leads as actions
from cases.actions.leads import LeadInput
from cases.errors import ActionRefused
from cases.forms.choices import colleagues
from cases.forms.leads import BackForm, LeadEndForm, LeadForm, StepForm, ViewingForm
from cases.models import Home, Household, Lead, LeadEvent, Vacancy
from cases.querysets import LeadQuerySet
from cases.search_enums import LEAD_STEPS, LeadStep
from cases.views.household import done, household_page, log_reads, may, reached, staff_of
from cases.views.search_pages import CHANGE, READ, form_page, tabs
from cases.whereabouts import may_know_where
from core.clock import today

MOST_LEADS = 200
MOST_ENDED = 20
# What one press can do; the others ask for a day or a name.
SIMPLE = (LeadStep.CONTACTED, LeadStep.OFFERED, LeadStep.ACCEPTED, LeadStep.CONTRACT_CHECKED)
BOARD = "tavla"


@dataclass(frozen=True)
class Card:
    """An open lead as the pages show it."""

    lead: Lead
    since: date
    is_simple: bool

    @property
    def days(self) -> int:
        return (today() - self.since).days


def cards_of(leads: LeadQuerySet) -> list[Card]:
    """Needs nothing but the rows; the day of the latest step comes along in the same query."""
    latest = LeadEvent.objects.kept().filter(lead=OuterRef("pk")).order_by("-pk").values("on_day")[:1]
    rows = leads.annotate(since=Subquery(latest)).select_related("landlord", "assigned_to")
    return [Card(row, row.since or row.opened_on, row.next_step in SIMPLE) for row in rows[:MOST_LEADS]]


def leads_context(household: Household, user: User) -> dict[str, Any]:
    """The household's open leads, the furthest first, and leases signed whose move nobody has recorded.

    One query; none for a household without any.
    """
    cards: list[Card] = []
    if getattr(household, "has_leads", True):
        rows = household.leads.filter(outcome="") | household.leads.awaiting_move(today())
        cards = sorted(
            cards_of(rows.order_by("opened_on", "pk")),
            key=lambda card: -LEAD_STEPS.index(LeadStep(card.lead.step)),
        )
    return {
        "household": household,
        "cards": [card for card in cards if card.lead.is_open],
        "leases": [card.lead for card in cards if not card.lead.is_open],
        "may_search": may(user, household, CHANGE),
    }


def panel(household: Household, user: User) -> dict[str, Any] | None:
    """The panel of the household's page; None when nothing goes on."""
    if not may(user, household, READ):
        return None
    context = leads_context(household, user)
    return {**context, "in_panel": True} if context["cards"] or context["leases"] else None


@require_safe
@requires(READ)
def lead_board(request: HttpRequest) -> HttpResponse:
    """The open leads by step: mine, everybody's, or one worker's."""
    return _board(request, "cases/lead_board.html")


def _board(request: HttpRequest, template: str) -> HttpResponse:
    user = staff_of(request)
    staff = list(colleagues(user.authority, READ))
    whose = request.GET.get("vems", "")
    worker = user if whose == "" else next((one for one in staff if str(one.pk) == whose), None)
    leads = Lead.objects.visible_to(user, READ).going_on()
    if worker is not None:
        leads = leads.of_staff({worker.pk})
    labelled = Household.objects.with_label()
    leads = leads.prefetch_related(Prefetch("household", queryset=labelled)).order_by("opened_on", "pk")
    cards = cards_of(leads)
    log_reads(request, {card.lead.household_id: card.lead.household for card in cards}.values(), "list")
    steps = [step for step in LEAD_STEPS if step != LeadStep.SIGNED]
    context = {
        "columns": [
            {"step": step, "label": step.label, "cards": [card for card in cards if card.lead.step == step]}
            for step in steps
        ],
        "count": len(cards),
        "is_cut": len(cards) >= MOST_LEADS,
        "staff": [one for one in staff if one.pk != user.pk],
        "whose": whose,
        "query": request.GET.urlencode(),
        "tabs": tabs("leads", user),
        "may_search": user.can(CHANGE),
    }
    return render(request, template, context)


@require_safe
@requires(READ)
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """One lead: how far it has come, when, and what can be done."""
    row, household, user = _lead(request, pk, READ)
    events = row.events.select_related("recorded_by", "taken_back_by").order_by("pk")
    reached_steps = {event.step for event in events if event.taken_back_at is None}
    context = {
        "lead": row,
        "events": list(events),
        "steps": [{"label": step.label, "is_reached": step.value in reached_steps} for step in LEAD_STEPS],
        "home": Home.objects.filter(lead=row).first() if row.outcome else None,
        "may_search": may(user, household, CHANGE),
        "knows_where": may_know_where(user, household),
    }
    return household_page(request, household, "cases/lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def lead_new(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, CHANGE), staff_of(request)
    form = LeadForm(request.POST or None, household=household, initial={"client_key": uuid4()})
    made: list[Lead] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = {name: data[name] for name in ("opened_on", "assigned_to", "client_key")}
        if done(
            form,
            lambda: made.append(actions.give_lead(household=household, home=form.home(), by=user, **given)),
        ):
            messages.success(request, _("The lead is noted."))
            return redirect("cases:search_household", household.pk)
    return form_page(request, household, form, title=_("New lead"), submit=_("Save the lead"))


@require_POST
@requires(CHANGE)
def lead_give(request: HttpRequest, pk: int, vacancy_pk: int) -> HttpResponse:
    """The details of a vacant home are given to the household: one press."""
    household, user = reached(request, pk, CHANGE), staff_of(request)
    home = get_object_or_404(Vacancy.objects.of_authority(user), pk=vacancy_pk)
    _try(
        request,
        lambda: actions.give_lead(household=household, home=LeadInput(vacancy=home), by=user),
        _("The details are given. The lead is noted."),
    )
    return redirect("cases:search_household", household.pk)


@require_POST
@requires(CHANGE)
def lead_next(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step, today, where nothing more has to be asked."""
    row, household, user = _lead(request, pk)
    step = row.next_step
    # What was seen is what is done: a second press finds the lead a step further, and does nothing.
    if step is None or request.POST.get("steg") != step or step not in SIMPLE:
        return _back(request, household)
    words = _("%(step)s.") % {"step": step.label}
    _try(request, lambda: actions.advance_lead(lead=row, step=step, by=user), words)
    return _back(request, household)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def lead_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Any later step, with its day; the viewing's day, or who signed."""
    row, _household, user = _lead(request, pk)
    form = StepForm(request.POST or None, lead=row, initial={"step": row.next_step})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.advance_lead(lead=row, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The step is noted."))
        return redirect(row)
    return _form(request, form, row, title=_("Next step"), lead=row.label, submit=_("Save the step"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def lead_viewing(request: HttpRequest, pk: int) -> HttpResponse:
    row, _household, user = _lead(request, pk)
    initial = {"viewing_on": row.viewing_on, "viewing_at": row.viewing_at}
    form = ViewingForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.move_viewing(lead=row, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The viewing is moved."))
        return redirect(row)
    return _form(request, form, row, title=_("Move the viewing"), submit=_("Save the day"))


@require_POST
@requires(CHANGE)
def lead_viewed(request: HttpRequest, pk: int) -> HttpResponse:
    row, _household, user = _lead(request, pk)
    _try(request, lambda: actions.note_viewed(lead=row, by=user), _("The viewing is noted."))
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def lead_back(request: HttpRequest, pk: int) -> HttpResponse:
    row, _household, user = _lead(request, pk)
    form = BackForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.take_back_step(lead=row, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The step is taken back."))
        return redirect(row)
    title = _("Take back: %(step)s") % {"step": row.get_step_display()}
    return _form(request, form, row, title=title, submit=_("Take the step back"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def lead_end(request: HttpRequest, pk: int) -> HttpResponse:
    row, household, user = _lead(request, pk)
    form = LeadEndForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.end_lead(lead=row, by=user, **form.cleaned_data))
    ):
        address = reverse("cases:lead_reopen", args=[row.pk])
        messages.success(request, _("The lead has ended."), extra_tags=f"undo:{address}")
        return redirect("cases:search_household", household.pk)
    title = _("End the lead")
    return _form(request, form, row, title=title, lead=row.label, submit=title)


@require_POST
@requires(CHANGE)
def lead_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    row, _household, user = _lead(request, pk)
    _try(request, lambda: actions.reopen_lead(lead=row, by=user), _("The lead goes on."))
    return redirect(row)


def _form(request: HttpRequest, form: Any, row: Lead, **words: str) -> HttpResponse:
    """A form about a lead, which leads back to it."""
    return form_page(request, row.household, form, back=row.get_absolute_url(), **words)


def ended_leads(household: Household) -> Sequence[Lead]:
    """The latest ones, for the search's page."""
    return list(household.leads.exclude(outcome="").order_by("-ended_on", "-pk")[:MOST_ENDED])


def _lead(request: HttpRequest, pk: int, permission: str = CHANGE) -> tuple[Lead, Household, User]:
    user = staff_of(request)
    rows = Lead.objects.visible_to(user, permission).select_related("landlord", "vacancy", "signed_by")
    row = get_object_or_404(rows, pk=pk)
    household = reached(request, row.household_id, permission)
    row.household = household
    return row, household, user


def _try(request: HttpRequest, act: Callable[[], Any], words: str) -> None:
    """Do it and say so, or say why not."""
    try:
        with transaction.atomic():
            act()
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, words)


def _back(request: HttpRequest, household: Household) -> HttpResponse:
    """The board or the panel in place, or the page that the button stood on."""
    is_board = request.GET.get("plats") == BOARD
    if not getattr(request, "htmx", False):
        return redirect("cases:lead_board") if is_board else redirect("cases:search_household", household.pk)
    if is_board:
        return _board(request, "cases/_lead_board.html")
    log_reads(request, [household])
    in_panel = request.GET.get("plats") != "sida"
    context = {**leads_context(household, staff_of(request)), "in_panel": in_panel}
    return render(request, "cases/_leads_panel.html", context)
