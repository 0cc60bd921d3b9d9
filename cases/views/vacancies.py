"""Vacant homes: the list, entering and pasting, one of them with the households that it may suit."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions import vacancies as actions
from cases.actions.vacancies import VacancyInput
from cases.errors import ActionRefused
from cases.forms.vacancies import PasteForm, VacancyEndForm, VacancyForm, key_of, read_pasted
from cases.models import Household, Lead, Vacancy
from cases.search_enums import LeadOutcome
from cases.vacancy_matches import Match, matches
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, log_reads, staff_of
from cases.views.landlords import CHANGE, READ
from cases.views.search_pages import READ as HOUSEHOLDS
from cases.views.search_pages import datalists_of, tabs
from cases.whereabouts import may_know_where

PAGE_SIZE = 25
MATCHES_A_PAGE = 10
# The households that are held against a home: more are open in no board that we know of.
MOST_HOUSEHOLDS = 500
FACTS = tuple(name for name in VacancyInput.__dataclass_fields__ if name != "landlord_name")


@require_safe
@requires(READ)
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """Homes to let, the newest first; or those that are to let no more."""
    user = staff_of(request)
    is_ended = request.GET.get("visa") == "avslutade"
    homes = Vacancy.objects.of_authority(user).select_related("landlord")
    homes = homes.exclude(ended_on=None).order_by("-ended_on", "-pk") if is_ended else homes.open()
    place = request.GET.get("kommun", "")
    places = list(Vacancy.objects.of_authority(user).open().order_by().values_list("municipality", flat=True))
    if place:
        homes = homes.filter(municipality=place)
    if not is_ended:
        homes = homes.order_by("-found_on", "-pk")
    page = Paginator(homes, PAGE_SIZE).get_page(request.GET.get("page"))
    chosen = {"visa": "avslutade" if is_ended else "", "kommun": place}
    query = urlencode({key: value for key, value in chosen.items() if value})
    context = {
        "page": page,
        "is_ended": is_ended,
        "place": place,
        "places": sorted(set(places)),
        "query": f"{query}&" if query else "",
        "tabs": tabs("vacancies", user),
        "may_change": user.can(CHANGE),
    }
    return render(request, "cases/vacancy_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def vacancy_new(request: HttpRequest) -> HttpResponse:
    user = staff_of(request)
    form = VacancyForm(
        request.POST or None, authority=user.authority, initial={"landlord": request.GET.get("hyresvard")}
    )
    made: list[Vacancy] = []
    if request.method == "POST" and form.is_valid() and user.authority is not None:
        authority, row = user.authority, form.as_input()
        if done(form, lambda: made.extend(actions.add_vacancies(authority=authority, rows=[row], by=user))):
            if made:
                messages.success(request, _("The home is in the list."))
                return redirect(made[0])
            form.add_error("address", _("The home is in the list already, with that address and rent."))
    return _form(request, form, title=_("New vacant home"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def vacancy_change(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    home = get_object_or_404(Vacancy.objects.of_authority(user).select_related("landlord"), pk=pk)
    values = {name: getattr(home, name) for name in FACTS}
    form = VacancyForm(
        request.POST or None,
        authority=user.authority,
        keep=home.landlord,
        initial=values | {"version": version_of(home)},
    )
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, values, version_of(home))
        if not found and done(
            form, lambda: actions.change_vacancy(vacancy=home, facts=form.as_input(), by=user)
        ):
            messages.success(request, _("The home is saved."))
            return redirect(home)
    return _form(request, form, title=_("Change the home"), clashes=found, home=home)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def vacancy_paste(request: HttpRequest) -> HttpResponse:
    """Rows pasted, shown as they were read, then saved: those without faults, and not the doubles."""
    user = staff_of(request)
    form = PasteForm(request.POST or None)
    rows = []
    if request.method == "POST" and form.is_valid() and user.authority is not None:
        rows = read_pasted(form.cleaned_data["rows"], form.cleaned_data["source"])
        homes = [row.home for row in rows if row.home is not None]
        if request.POST.get("do") == "save" and homes:
            made = actions.add_vacancies(authority=user.authority, rows=homes, by=user)
            words = ngettext("%(n)s home was added.", "%(n)s homes were added.", len(made))
            messages.success(request, words % {"n": len(made)})
            return redirect("cases:vacancy_list")
    there = {key_of(_as_input(home)) for home in Vacancy.objects.of_authority(user).open()} if rows else set()
    lines = [{"row": row, "is_double": row.home is not None and key_of(row.home) in there} for row in rows]
    context = {
        "form": form,
        "lines": lines,
        "fresh": sum(row.home is not None and key_of(row.home) not in there for row in rows),
        "faulty": sum(row.home is None for row in rows),
    }
    return render(request, "cases/vacancy_paste.html", context, status=422 if form.errors else 200)


@require_safe
@requires(READ)
def vacancy(request: HttpRequest, pk: int) -> HttpResponse:
    """The home, and the households that it may suit: the best first, each with why and why not."""
    user = staff_of(request)
    home = get_object_or_404(
        Vacancy.objects.of_authority(user).select_related("landlord", "recorded_by"), pk=pk
    )
    everybody = request.GET.get("alla") == "1"
    found = _matches(user, home) if home.ended_on is None else []
    possible = [match for match in found if not match.failed]
    page = Paginator(found if everybody else possible, MATCHES_A_PAGE).get_page(request.GET.get("page"))
    log_reads(request, [match.household for match in page], purpose="list")
    context = {
        "home": home,
        "page": page,
        "rows": _with_leads(home, list(page), user),
        "everybody": everybody,
        "failing": len(found) - len(possible),
        "query": "alla=1&" if everybody else "",
        "may_change": user.can(CHANGE),
        "may_search": user.can("search.change"),
    }
    return render(request, "cases/vacancy.html", context)


def _with_leads(home: Vacancy, found: list[Match], user: User) -> list[tuple[Match, Lead | None]]:
    """Each with the lead that the household has to the home, where user may know that. One query."""
    ids = [match.household.pk for match in found]
    rows = Lead.objects.filter(vacancy=home, household__in=ids).exclude(outcome=LeadOutcome.MISTAKE)
    leads = {row.household_id: row for row in rows.order_by("pk")}
    return [
        (match, lead if lead is not None and may_know_where(user, match.household) else None)
        for match in found
        for lead in [leads.get(match.household.pk)]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def vacancy_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    home = get_object_or_404(Vacancy.objects.of_authority(user), pk=pk)
    form = VacancyEndForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.end_vacancy(vacancy=home, by=user, **form.cleaned_data))
    ):
        address = reverse("cases:vacancy_reopen", args=[home.pk])
        messages.success(request, _("The home is to let no more."), extra_tags=f"undo:{address}")
        return redirect("cases:vacancy_list")
    return _form(request, form, title=_("To let no more: %(home)s") % {"home": home}, home=home)


@require_POST
@requires(CHANGE)
def vacancy_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    user = staff_of(request)
    home = get_object_or_404(Vacancy.objects.of_authority(user), pk=pk)
    try:
        actions.reopen_vacancy(vacancy=home, by=user)
    except ActionRefused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The home is to let again."))
    return redirect(home)


def _matches(user: User, home: Vacancy) -> list[Match]:
    """Households that user sees in the search and that seek a home."""
    households = Household.objects.visible_to(user, HOUSEHOLDS).seeking()
    rows = list(households.with_label().order_by("-opened_on", "-pk")[:MOST_HOUSEHOLDS])
    return matches([home], rows)


def _as_input(home: Vacancy) -> VacancyInput:
    return VacancyInput(**{name: getattr(home, name) for name in FACTS})


def _form(request: HttpRequest, form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "datalists": datalists_of(form), "home": None, "clashes": [], **more}
    return render(request, "cases/vacancy_form.html", context, status=422 if form.errors else 200)
