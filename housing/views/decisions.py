"""Decisions: what they set going, their letters, revoking them, and those that were never carried out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from cases.models import Household
from cases.views.household import done, household_page, log_reads, may, reached, staff_of
from core.clock import today
from core.documents import documents_of
from core.periods import Period
from housing import actions
from housing.actions.letters import LETTER
from housing.delegations import area_of
from housing.enums import Accommodation, Outcome
from housing.forms.board import RevokeForm
from housing.models import BoardDecision
from housing.unexecuted import latest_quarters, quarter_of, unexecuted_in
from housing.views.agenda import TONES, prepare

READ = "housing.read"


@requires(READ)
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision, who took part, what it set going, and its letter."""
    found, household = _decision(request, pk)
    user = staff_of(request)
    later = BoardDecision.objects.filter(replaces=found).first()
    context = {
        "decision": found,
        "what": dict(Accommodation.choices).get(found.accommodation, found.accommodation),
        "tone": TONES[Outcome(found.outcome)],
        "participants": found.participants.select_related("user").order_by("pk"),
        "letter": documents_of(LETTER, [found.pk]).get(found.pk),
        "placements": found.placements.select_related("provider").order_by("first_night", "pk"),
        "tenancies": found.tenancies.select_related("flat").order_by("first_night", "pk"),
        "judgements": _judgements(found),
        "no_link": not may(user, household, "household.read"),
        "may_open_stays": may(user, household, READ),
        "later": later,
        "may_revoke": user.can("board.prepare")
        and found.application_id is not None
        and found.outcome == Outcome.APPROVED
        and later is None,
    }
    return household_page(request, household, "housing/decision_detail.html", context)


def _judgements(found: BoardDecision) -> list[Any]:
    if found.application is None:
        return []
    return list(found.application.judgements.select_related("criterion").order_by("criterion__position"))


@requires("board.prepare")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back by a new decision."""
    found = get_object_or_404(
        BoardDecision.objects.visible_to(staff_of(request), "board.read").exclude(application=None), pk=pk
    )
    household = reached(request, found.household_id, "board.read")
    area = area_of(found.accommodation)
    form = RevokeForm(request.POST or None, decision=found, area=area)
    if request.method == "POST" and form.is_valid():
        made: list[BoardDecision] = []
        if done(
            form,
            lambda: made.append(
                actions.revoke_decision(decision=found, by=staff_of(request), **form.cleaned_data)
            ),
        ):
            messages.success(request, _("The decision is revoked, by a new one."))
            return redirect("housing:decision", made[0].pk)
    context = {
        "form": form,
        "title": _("Revoke the decision"),
        "submit": _("Revoke the decision"),
        "lead": _("The decision stays as it was. A new one points to it, with a letter of its own."),
        "cancel_url": reverse("housing:decision", args=[pk]),
        "no_link": not may(staff_of(request), household, "household.read"),
        "danger": True,
    }
    return household_page(
        request, household, "cases/household_form.html", context, status=422 if form.errors else 200
    )


@requires("board.read")
@require_safe
def unexecuted(request: HttpRequest) -> HttpResponse:
    """Favourable decisions not carried out within three months (SoL 34:1), by quarter. ?kvartal=2013-K4."""
    user, day = staff_of(request), today()
    quarter = _quarter(request.GET.get("kvartal", ""), day)
    rows = unexecuted_in(user, quarter, day)
    prepare([row.household for row in rows])
    log_reads(request, [row.household for row in rows], "list")
    context = {
        "rows": rows,
        "quarter": quarter,
        "quarter_key": quarter_key(quarter),
        "quarters": [(quarter_key(one), one) for one in latest_quarters(day)],
    }
    return render(request, "housing/unexecuted_list.html", context)


def quarter_key(quarter: Period) -> str:
    return f"{quarter.start.year}-K{(quarter.start.month + 2) // 3}"


def _quarter(text: str, day: date) -> Period:
    for one in latest_quarters(day):
        if quarter_key(one) == text:
            return one
    return quarter_of(day)


def _decision(request: HttpRequest, pk: int) -> tuple[BoardDecision, Household]:
    """The decision with its household, for those who work with it and for the board that decided."""
    rows = BoardDecision.objects.of_authority(staff_of(request)).select_related(
        "decided_by",
        "presented_by",
        "delegation",
        "provider",
        "flat",
        "application",
        "replaces",
        "meeting",
        "recorded_by",
    )
    found = get_object_or_404(rows, pk=pk)
    try:
        return found, reached(request, found.household_id, READ)
    except Http404:
        return found, reached(request, found.household_id, "board.read")
