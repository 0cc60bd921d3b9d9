""" "Varför inte?": every rule for every household and a free flat, and the other way. Nothing is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from cases.models import Household
from cases.querysets import HouseholdQuerySet
from cases.views.household import household_page, log_reads, reached, staff_of
from core.clock import today
from housing import facts as known
from housing.eligibility import FAILED, PASSED, UNKNOWN, Assessment, Facts, Finding, assess_flat
from housing.enums import ApplicationState
from housing.evidence import sensitive_for
from housing.models import AgendaItem, Application, Flat, Placement
from housing.views.tabs import housing_tabs

PAGE_SIZE = 10
READ = "housing.read"
TONES = {PASSED: "ok", FAILED: "bad", UNKNOWN: "warn"}
ORDER = {FAILED: 0, UNKNOWN: 1, PASSED: 2}


@dataclass(frozen=True)
class Line:
    """A finding as the page shows it: what fails first."""

    finding: Finding
    tone: str


@dataclass(frozen=True)
class AppliedLink:
    """The household's application, where the reader meets it: at the Boråd, else as it is written."""

    url: str
    applied_on: date


@dataclass(frozen=True)
class Match:
    """A flat or household with how all rules turned out."""

    subject: Flat | Household
    assessment: Assessment
    facts: Facts
    applied: "AppliedLink | None" = None

    @property
    def tone(self) -> str:
        return TONES[self.assessment.outcome]

    @property
    def lines(self) -> list[Line]:
        """Every finding; only those of the page are asked for."""
        found = sorted(self.assessment.findings, key=lambda finding: ORDER[finding.outcome])
        return [Line(finding, TONES[finding.outcome]) for finding in found]


@require_safe
@requires(READ)
def match_index(request: HttpRequest) -> HttpResponse:
    """The free flats, and the households that a flat may be for."""
    user, day = staff_of(request), today()
    flats = Flat.objects.of_authority(user).free_on(day).order_by("kind", "address", "pk")
    page = Paginator(_candidates(user).order_by("-opened_on", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    log_reads(request, page.object_list, purpose="list")
    context = {"flats": flats, "page": page, "tabs": housing_tabs(user, "match_index")}
    return render(request, "housing/match_index.html", context)


@require_safe
@requires(READ)
def match_flat(request: HttpRequest, pk: int) -> HttpResponse:
    """Every candidate for one flat."""
    user, day = staff_of(request), today()
    flat = get_object_or_404(Flat.objects.of_authority(user), pk=pk)
    households = list(_candidates(user))
    gathered = known.gather_for(households, day=day)
    flat_facts = known.flats([flat], day=day)[flat.pk]
    open_to = sensitive_for(user, gathered)
    matches = [
        _match(row, assess_flat(flat_facts, gathered[row.pk]), gathered[row.pk], row.pk in open_to)
        for row in households
    ]
    page, hidden = _shown(request, matches)
    links = _applied(user, [match.facts for match in page.object_list])
    page.object_list = [
        replace(match, applied=links.get(match.facts.household_id)) for match in page.object_list
    ]
    shown = {match.facts.household_id for match in page.object_list}
    log_reads(request, [row for row in households if row.pk in shown], purpose="list")
    return render(request, "housing/match_flat.html", {"flat": flat, **_list(request, page, hidden)})


@require_safe
@requires(READ)
def match_household(request: HttpRequest, pk: int) -> HttpResponse:
    """Every free flat for one household."""
    user, day = staff_of(request), today()
    household = reached(request, pk, READ)
    facts = known.gather_for([household], day=day)[household.pk]
    flats = list(Flat.objects.of_authority(user).free_on(day).order_by("kind", "address", "pk"))
    flat_facts = known.flats(flats, day=day)
    may_read = household.pk in sensitive_for(user, [household.pk])
    matches = [_match(flat, assess_flat(flat_facts[flat.pk], facts), facts, may_read) for flat in flats]
    page, hidden = _shown(request, matches)
    context = {**_list(request, page, hidden), "applied": _applied(user, [facts]).get(pk)}
    return household_page(request, household, "housing/match_household.html", context)


def _candidates(user: User) -> HouseholdQuerySet:
    """Households with a submitted application, and those in acute accommodation, within user's reach."""
    applied = Application.objects.of_authority(user).filter(state=ApplicationState.SUBMITTED)
    placed = Placement.objects.of_authority(user).on_night(today())
    either = Q(pk__in=applied.values("household")) | Q(pk__in=placed.values("household"))
    return Household.objects.visible_to(user, READ).filter(either).with_label()


def _applied(user: User, gathered: Iterable[Facts]) -> dict[int, AppliedLink]:
    """By household, in two queries. Nothing for those whose application user reaches nowhere."""
    applied = {facts.application.pk: facts for facts in gathered if facts.application is not None}
    items = AgendaItem.objects.visible_to(user, "board.read").filter(
        application__in=list(applied), is_settled=False
    )
    at_board = dict(items.order_by("meeting__held_on").values_list("application", "pk"))
    written = Application.objects.visible_to(user, "application.write").filter(pk__in=list(applied))
    own = set(written.values_list("pk", flat=True))
    found = {}
    for pk, facts in applied.items():
        assert facts.application is not None
        if pk in at_board:
            url = reverse("housing:item", args=[at_board[pk]])
        elif pk in own:
            url = reverse("housing:application", args=[pk])
        else:
            continue
        found[facts.household_id] = AppliedLink(url, facts.application.applied_on)
    return found


def _match(subject: Flat | Household, assessment: Assessment, facts: Facts, may_read: bool) -> Match:
    """Also how it turned out and where it stands in the list are what the reader may know."""
    return Match(subject, assessment.shown_to(may_read), facts)


def _shown(request: HttpRequest, matches: list[Match]) -> tuple[Page[Match], int]:
    """The best first: fewest failed, fewest unknown, families before others, the longest placed."""
    ranked = sorted(
        matches,
        key=lambda match: (
            match.assessment.failed,
            match.assessment.unknown,
            match.facts.children == 0,
            -match.facts.days_placed,
            match.subject.pk,
        ),
    )
    possible = [match for match in ranked if not match.assessment.failed]
    shown = ranked if request.GET.get("alla") == "1" else possible
    return Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")), len(ranked) - len(possible)


def _list(request: HttpRequest, page: Page[Match], hidden: int) -> dict[str, object]:
    everybody = request.GET.get("alla") == "1"
    return {
        "page": page,
        "failing": hidden,
        "everybody": everybody,
        "query": "alla=1&" if everybody else "",
        "day": today(),
    }
