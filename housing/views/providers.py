"""Providers and their price lists."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from cases.views.conflicts import clashes
from cases.views.household import done, staff_of
from core.clock import today
from housing import actions
from housing.actions.providers import FIELDS
from housing.forms.providers import EndPriceForm, PriceForm, ProviderForm
from housing.models import Placement, Provider, ProviderPrice
from housing.views.tabs import housing_tabs


@dataclass(frozen=True)
class ProviderRow:
    """A provider in the list: what it costs today, and how many of those one sees are there tonight."""

    provider: Provider
    prices: list[ProviderPrice]
    tonight: int


@dataclass(frozen=True)
class PriceLine:
    """A line of the price list, its prices latest first."""

    what: str
    prices: list[ProviderPrice]


@require_safe
@requires("housing.read")
def provider_list(request: HttpRequest) -> HttpResponse:
    """Everybody who sells nights to the board; those no longer in use last."""
    user = staff_of(request)
    providers = list(Provider.objects.of_authority(user).order_by("-is_active", "name"))
    tonight, prices = _tonight(user), _prices(providers)
    context = {
        "rows": [ProviderRow(one, prices.get(one.pk, []), tonight.get(one.pk, 0)) for one in providers],
        "tabs": housing_tabs(user, "provider_list"),
        "may_manage": user.can("provider.manage"),
    }
    return render(request, "housing/provider_list.html", context)


@require_safe
@requires("housing.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One provider: how to reach it, what it costs and has cost."""
    user, provider = staff_of(request), _reached(request, pk)
    context = {
        "provider": provider,
        "lines": _lines(provider),
        "tonight": _tonight(user).get(pk, 0),
        "may_manage": user.can("provider.manage"),
        "day": today(),
    }
    return render(request, "housing/provider_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("provider.manage")
def add(request: HttpRequest) -> HttpResponse:
    user, form = staff_of(request), ProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Provider] = []
        values = {name: form.cleaned_data[name] for name in FIELDS}
        if done(form, lambda: made.append(actions.add_provider(by=user, **values))):
            messages.success(request, _("The provider is added. Write its prices."))
            return redirect("housing:provider", made[0].pk)
    return _form(request, form, None, (_("New provider"), _("Add the provider")))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("provider.manage")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, provider = staff_of(request), _reached(request, pk)
    current = {name: getattr(provider, name) for name in FIELDS}
    version = "|".join(str(value) for value in current.values())
    form, found = ProviderForm(request.POST or None, initial=current | {"version": version}), []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, current, version)
        changes = {name: form.cleaned_data[name] for name in FIELDS}
        if not found and done(form, lambda: actions.change_provider(provider=provider, by=user, **changes)):
            messages.success(request, _("The provider is saved."))
            return redirect("housing:provider", pk)
    words = (_("Change the provider"), _("Save the provider"))
    return _form(request, form, provider, words, clashes=found)


@require_POST
@requires("provider.manage")
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, or in use again: which, says the form."""
    user, provider = staff_of(request), _reached(request, pk)
    if request.POST.get("in_use") == "1":
        actions.reactivate_provider(provider=provider, by=user)
        messages.success(request, _("Households can be placed there again."))
    else:
        actions.deactivate_provider(provider=provider, by=user)
        messages.success(request, _("Nobody new is placed there. Those who are there stay."))
    return redirect("housing:provider", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("provider.manage")
def price(request: HttpRequest, pk: int) -> HttpResponse:
    """A new line of the price list, or a new price of one that there is."""
    user, provider = staff_of(request), _reached(request, pk)
    form = PriceForm(request.POST or None, initial={"what": request.GET.get("rad", "")})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if done(form, lambda: actions.set_price(provider=provider, by=user, **values)):
            messages.success(
                request, _("The price is saved. Placements that are there keep the price they have.")
            )
            return redirect("housing:provider", pk)
    return _form(request, form, provider, (_("New price in the list"), _("Save the price")))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("provider.manage")
def end_price(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is sold no longer."""
    user, form = staff_of(request), EndPriceForm(request.POST or None)
    rows = ProviderPrice.objects.filter(provider__in=Provider.objects.of_authority(user))
    line = get_object_or_404(rows.select_related("provider"), pk=pk)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if done(form, lambda: actions.end_price(price=line, last_day=last_day, by=user)):
            messages.success(request, _("The price ends."))
            return redirect("housing:provider", line.provider_id)
    words = (_("End the price"), _("End the price"))
    return _form(request, form, line.provider, words, lead=line.what)


def _reached(request: HttpRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.of_authority(staff_of(request)), pk=pk)


def _tonight(user: User) -> dict[int, int]:
    """Households there tonight, of those whose placements user sees."""
    rows = Placement.objects.visible_to(user, "housing.read").on_night(today())
    return dict(rows.values_list("provider").annotate(n=Count("household", distinct=True)))


def _prices(providers: list[Provider]) -> dict[int, list[ProviderPrice]]:
    lines = ProviderPrice.objects.active_on(today()).filter(provider__in=providers)
    found: dict[int, list[ProviderPrice]] = {}
    for line in lines.order_by("what", "price_sek"):
        found.setdefault(line.provider_id, []).append(line)
    return found


def _lines(provider: Provider) -> list[PriceLine]:
    prices = provider.prices.order_by("what", "-first_day")
    return [PriceLine(what, list(group)) for what, group in groupby(prices, key=lambda one: one.what)]


def _form(
    request: HttpRequest, form: Any, provider: Provider | None, words: tuple[str, str], **more: Any
) -> HttpResponse:
    cancel_url = (
        reverse("housing:provider", args=[provider.pk]) if provider else reverse("housing:provider_list")
    )
    context = {
        "form": form,
        "title": words[0],
        "submit": words[1],
        "subject": provider.name if provider else "",
        "cancel_url": cancel_url,
        **more,
    }
    return render(request, "housing/form.html", context, status=422 if form.errors else 200)
