"""The list of flats, a flat, and its forms."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import requires
from cases.views.conflicts import clashes
from cases.views.household import done, log_reads, staff_of
from core.clock import today
from housing import actions
from housing.actions.flats import CHANGEABLE
from housing.enums import FlatKind
from housing.flat_rows import Filter, flat_rows, keys_out, stays_of, summary
from housing.forms.flats import FlatForm, NewFlatForm, RentForm, RetireForm, SurchargeForm
from housing.models import Flat
from housing.views.tabs import housing_tabs

PAGE = 50


@require_safe
@requires("flat.read")
def flat_list(request: HttpRequest) -> HttpResponse:
    """Every flat of the board with who lives there now, for those who may know; filtered and paged."""
    user, day = staff_of(request), today()
    chosen = Filter.read(request.GET)
    page = Paginator(chosen.apply(user, day), PAGE).get_page(request.GET.get("page"))
    rows = flat_rows(user, list(page.object_list), day)
    log_reads(request, [row.household for row in rows if row.household is not None], purpose="list")
    context = {
        "rows": rows,
        "page": page,
        "query": chosen.query,
        "chosen": chosen,
        "kinds": FlatKind.choices,
        "summary": summary(user, day),
        "may_manage": user.can("flat.manage"),
        "tabs": housing_tabs(user, "flat_list"),
        "day": day,
    }
    return render(request, "housing/flat_list.html", context)


@require_safe
@requires("flat.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One flat: rents, lease, who has lived there, and when it stood empty."""
    user, flat = staff_of(request), _reached(request, pk)
    spells = stays_of(user, flat, today())
    log_reads(request, [spell.household for spell in spells if spell.household is not None], purpose="list")
    context = {
        "flat": flat,
        "rent_now": flat.rent_on(today()),
        "rents": flat.rents.order_by("-first_day"),
        "spells": spells,
        "keys": keys_out(spells),
        "may_manage": user.can("flat.manage"),
        "day": today(),
    }
    return render(request, "housing/flat_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("flat.manage")
def add(request: HttpRequest) -> HttpResponse:
    user, form = staff_of(request), NewFlatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        made: list[Flat] = []
        assert user.authority is not None
        board = user.authority
        if done(form, lambda: made.append(actions.add_flat(authority=board, by=user, **facts))):
            messages.success(request, _("The flat is added."))
            return redirect("housing:flat_detail", made[0].pk)
    return _form(request, form, None, _("New flat"), _("Add the flat"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("flat.manage")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, flat = staff_of(request), _reached(request, pk)
    current = {name: getattr(flat, name) for name in CHANGEABLE}
    version = "|".join(str(value) for value in current.values())
    form, found = FlatForm(request.POST or None, initial=current | {"version": version}), []
    if request.method == "POST" and form.is_valid():
        found = clashes(form, current, version)
        changes = {name: form.cleaned_data[name] for name in CHANGEABLE}
        if not found and done(form, lambda: actions.change_flat(flat=flat, by=user, **changes)):
            messages.success(request, _("The flat is saved."))
            return redirect("housing:flat_detail", pk)
    return _form(request, form, flat, _("Change the flat"), _("Save the flat"), clashes=found)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("flat.manage")
def rent(request: HttpRequest, pk: int) -> HttpResponse:
    user, flat, form = staff_of(request), _reached(request, pk), RentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        first_day, amount = form.cleaned_data["first_day"], form.cleaned_data["monthly_rent_sek"]
        if done(form, lambda: actions.set_rent(flat=flat, first_day=first_day, amount=amount, by=user)):
            messages.success(request, _("The rent is saved."))
            return redirect("housing:flat_detail", pk)
    return _form(request, form, flat, _("New rent"), _("Save the rent"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("flat.manage")
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the flat back: its last day."""
    user, flat, form = staff_of(request), _reached(request, pk), RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if done(form, lambda: actions.retire_flat(flat=flat, last_day=last_day, by=user)):
            undo = f"undo:{reverse('housing:flat_restore', args=[pk])}"
            messages.success(request, _("The flat's last day is saved."), extra_tags=undo)
            return redirect("housing:flat_detail", pk)
    return _form(request, form, flat, _("Give the flat back"), _("Save the last day"))


@require_POST
@requires("flat.manage")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of giving it back: the board keeps the flat until further notice."""
    actions.restore_flat(flat=_reached(request, pk), by=staff_of(request))
    messages.success(request, _("The flat is in use until further notice."))
    return redirect("housing:flat_detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("flat.manage")
def surcharge(request: HttpRequest) -> HttpResponse:
    user, form = staff_of(request), SurchargeForm(request.POST or None)
    assert user.authority is not None
    board = user.authority
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if done(form, lambda: actions.set_surcharge(authority=board, by=user, **values)):
            messages.success(request, _("The surcharge is saved."))
            return redirect("housing:flat_list")
    lead = _("Now %(percent)s per cent of the rent. Fees of stays that began before are not changed.") % {
        "percent": actions.surcharge_on(board.pk, today()).normalize()
    }
    return _form(request, form, None, _("Surcharge of transitional flats"), _("Save surcharge"), lead=lead)


def _reached(request: HttpRequest, pk: int) -> Flat:
    rows = Flat.objects.of_authority(staff_of(request)).prefetch_related("rents")
    return get_object_or_404(rows, pk=pk)


def _form(
    request: HttpRequest, form: Any, flat: Flat | None, title: str, submit: str, **more: Any
) -> HttpResponse:
    back = reverse("housing:flat_detail", args=[flat.pk]) if flat else reverse("housing:flat_list")
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "subject": flat.address if flat else "",
        "about": flat.get_kind_display() if flat else "",
        "cancel_url": back,
        **more,
    }
    return render(request, "housing/form.html", context, status=422 if form.errors else 200)
