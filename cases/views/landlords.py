"""Landlords: the list, one of them, what they ask for, contacts and checks."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from cases.actions import landlords as actions
from cases.forms.landlords import LandlordCheckForm, LandlordContactForm, LandlordForm
from cases.models import Landlord, LandlordCheck
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, staff_of
from cases.views.search_pages import datalists_of, tabs

READ, CHANGE = "landlord.read", "landlord.change"
PAGE_SIZE = 25
MOST_SHOWN = 50
FACTS = tuple(sorted(actions.CHANGEABLE))


@require_safe
@requires(READ)
def landlord_list(request: HttpRequest) -> HttpResponse:
    """By name; of one municipality, or only those that accept income support."""
    user = staff_of(request)
    landlords = Landlord.objects.of_authority(user)
    places = list(
        landlords.exclude(municipality="").order_by("municipality").values_list("municipality", flat=True)
    )
    chosen = {
        "kommun": request.GET.get("kommun", ""),
        "visa": request.GET.get("visa", "") if request.GET.get("visa") in ("bistand", "alla") else "",
    }
    if chosen["kommun"]:
        landlords = landlords.filter(municipality=chosen["kommun"])
    if chosen["visa"] == "bistand":
        landlords = landlords.filter(accepts_income_support=True)
    if chosen["visa"] != "alla":
        landlords = landlords.filter(is_active=True)
    latest = LandlordCheck.objects.filter(landlord=OuterRef("pk")).order_by("-checked_on", "-pk")
    rows = landlords.annotate(
        open_homes=Count("vacancies", filter=Q(vacancies__ended_on=None)),
        checked_on=Subquery(latest.values("checked_on")[:1]),
    )
    page = Paginator(rows.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    query = urlencode({key: value for key, value in chosen.items() if value})
    context = {
        "page": page,
        "chosen": chosen,
        "places": list(dict.fromkeys(places)),
        "query": f"{query}&" if query else "",
        "tabs": tabs("landlords", user),
        "may_change": user.can(CHANGE),
    }
    return render(request, "cases/landlord_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def landlord_new(request: HttpRequest) -> HttpResponse:
    user = staff_of(request)
    form = LandlordForm(request.POST or None)
    made: list[Landlord] = []
    if request.method == "POST" and form.is_valid() and user.authority is not None:
        authority, facts = user.authority, _facts(form)
        if done(form, lambda: made.append(actions.add_landlord(authority=authority, by=user, **facts))):
            messages.success(request, _("The landlord is in the list."))
            return redirect(made[0])
    return _form(request, form, title=_("New landlord"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CHANGE)
def landlord_change(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff_of(request)
    landlord = get_object_or_404(Landlord.objects.of_authority(user), pk=pk)
    values = {name: getattr(landlord, name) for name in FACTS}
    form = LandlordForm(request.POST or None, initial=values | {"version": version_of(landlord)})
    found: list[Any] = []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, values, version_of(landlord))
        if not found and done(
            form, lambda: actions.change_landlord(landlord=landlord, by=user, **_facts(form))
        ):
            messages.success(request, _("The landlord is saved."))
            return redirect(landlord)
    return _form(request, form, title=_("Change the landlord"), clashes=found, landlord=landlord)


@require_safe
@requires(READ)
def landlord(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, pk, LandlordContactForm(auto_id="contact_%s"), LandlordCheckForm())


@require_http_methods(["POST"])
@requires(CHANGE)
def landlord_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A contact is logged; faults are shown on the landlord's page."""
    user = staff_of(request)
    row = get_object_or_404(Landlord.objects.of_authority(user), pk=pk)
    form = LandlordContactForm(request.POST, auto_id="contact_%s")
    if form.is_valid() and done(
        form, lambda: actions.log_landlord_contact(landlord=row, by=user, **form.cleaned_data)
    ):
        messages.success(request, _("The contact is noted."))
        return redirect(row)
    return _detail(request, pk, form, LandlordCheckForm(), faulty=form)


@require_http_methods(["POST"])
@requires(CHANGE)
def landlord_check(request: HttpRequest, pk: int) -> HttpResponse:
    """A check is noted; faults are shown on the landlord's page."""
    user = staff_of(request)
    row = get_object_or_404(Landlord.objects.of_authority(user), pk=pk)
    form = LandlordCheckForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.check_landlord(landlord=row, by=user, **form.cleaned_data)
    ):
        messages.success(request, _("The check is noted."))
        return redirect(row)
    return _detail(request, pk, LandlordContactForm(auto_id="contact_%s"), form, faulty=form)


def _facts(form: LandlordForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _form(request: HttpRequest, form: LandlordForm, **more: Any) -> HttpResponse:
    context = {"form": form, "datalists": datalists_of(form), "landlord": None, "clashes": [], **more}
    return render(request, "cases/landlord_form.html", context, status=422 if form.errors else 200)


def _detail(
    request: HttpRequest,
    pk: int,
    contact_form: LandlordContactForm,
    check_form: LandlordCheckForm,
    *,
    faulty: Any = None,
) -> HttpResponse:
    user = staff_of(request)
    row = get_object_or_404(Landlord.objects.of_authority(user), pk=pk)
    context = {
        "landlord": row,
        "contacts": list(row.contacts.select_related("recorded_by").order_by("-on_day", "-pk")[:MOST_SHOWN]),
        "checks": list(row.checks.select_related("checked_by").order_by("-checked_on", "-pk")[:MOST_SHOWN]),
        "vacancies": list(row.vacancies.open().order_by("-found_on", "-pk")[:MOST_SHOWN]),
        "contact_form": contact_form,
        "check_form": check_form,
        "may_change": user.can(CHANGE),
    }
    if faulty is not None:
        context["form"] = faulty
    return render(request, "cases/landlord.html", context, status=200 if faulty is None else 422)
