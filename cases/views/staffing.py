"""Units, responsible staff, protection and those named on a household; emergency access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from cases.actions import (
    add_unit,
    change_household,
    end_named_access,
    end_unit,
    name_staff,
    open_emergency_access,
    set_protection,
)
from cases.actions.locking import locked
from cases.enums import AccessKind
from cases.errors import ActionRefused
from cases.forms.households import ProtectionForm, ResponsibleForm
from cases.forms.staffing import EmergencyForm, LastDayForm, NameForm, UnitForm
from cases.models import HouseholdUnit, NamedAccess
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, household_page, onwards, put_refusal, reached, staff_of
from core.clock import today

RESPONSIBLE = ("project_worker", "caseworker")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def responsible(request: HttpRequest, pk: int) -> HttpResponse:
    """Who follows up, and which units work with the household. `do` tells which of the two forms."""
    household, user = reached(request, pk, "household.change"), staff_of(request)
    do = request.POST.get("do", "")
    initial = {name: getattr(household, f"{name}_id") for name in RESPONSIBLE}
    initial["version"] = version_of(household)
    form = ResponsibleForm(
        request.POST if do == "responsible" else None, household=household, initial=initial
    )
    unit_form = UnitForm(request.POST if do == "unit" else None, household=household)
    found = []
    if do == "responsible" and form.is_valid():
        held = locked(household, user)
        found = clashes(form, {name: getattr(held, name) for name in RESPONSIBLE}, version_of(held))
        changes = {name: form.cleaned_data[name] for name in RESPONSIBLE}
        if not found and done(form, lambda: change_household(household=held, by=user, **changes)):
            messages.success(request, _("Responsible staff saved."))
            return onwards(request, household)
    if (
        do == "unit"
        and unit_form.is_valid()
        and done(unit_form, lambda: add_unit(household=household, by=user, **unit_form.cleaned_data))
    ):
        messages.success(request, _("The unit works with the household."))
        return onwards(request, household)
    context = {
        "form": unit_form if do == "unit" else form,
        "responsible_form": form,
        "unit_form": unit_form,
        "clashes": found,
        "units": household.unit_links.select_related("unit").order_by("-first_day", "-pk"),
        "day": today(),
    }
    return household_page(request, household, "cases/household_staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def unit_end(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    link = get_object_or_404(HouseholdUnit.objects.select_related("unit"), household=household, pk=link_pk)
    form = LastDayForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: end_unit(link=link, last_day=form.cleaned_data["last_day"], by=user))
    ):
        messages.success(request, _("The unit's work has an end."))
        return onwards(request, household)
    context = {
        "form": form,
        "title": _("%(unit)s stops working with the household") % {"unit": link.unit},
        "submit": _("Save"),
        "lead": _("The unit's staff see the household through the last day."),
    }
    return household_page(request, household, "cases/household_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.name_staff")
def protection(request: HttpRequest, pk: int) -> HttpResponse:
    """Protected identity, and who may see the household beside those responsible."""
    household, user = reached(request, pk, "household.name_staff"), staff_of(request)
    do = request.POST.get("do", "")
    form = ProtectionForm(
        request.POST if do == "protection" else None,
        initial={"protected_identity": household.protected_identity},
    )
    name_form = NameForm(request.POST if do == "name" else None, household=household)
    if do == "protection" and form.is_valid():
        chosen = form.cleaned_data["protected_identity"]
        if done(form, lambda: set_protection(household=household, protection=chosen, by=user)):
            messages.success(request, _("The protection is saved."))
            return redirect("cases:protection", household.pk)
    if (
        do == "name"
        and name_form.is_valid()
        and done(
            name_form,
            lambda: name_staff(household=household, by=user, first_day=today(), **name_form.cleaned_data),
        )
    ):
        messages.success(request, _("The person may see the household."))
        return redirect("cases:protection", household.pk)
    context = {
        "form": name_form if do == "name" else form,
        "protection_form": form,
        "name_form": name_form,
        "named": household.named_access.active_on(today()).select_related("user").order_by("first_day"),
        "emergency": AccessKind.BREAK_GLASS,
    }
    return household_page(request, household, "cases/household_protection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.name_staff")
def access_end(request: HttpRequest, pk: int, access_pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.name_staff"), staff_of(request)
    access = get_object_or_404(NamedAccess.objects.select_related("user"), household=household, pk=access_pk)
    form = LastDayForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: end_named_access(access=access, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The access has an end."))
        return onwards(request, household)
    context = {
        "form": form,
        "title": _("%(name)s no longer sees the household") % {"name": access.user.full_name},
        "submit": _("Save"),
    }
    return household_page(request, household, "cases/household_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.break_glass")
def emergency_access(request: HttpRequest) -> HttpResponse:
    """Break the glass: the case number travels in the body, and what may not be opened does not exist."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            household = open_emergency_access(user=staff_of(request), **form.cleaned_data)
        except ActionRefused as refused:
            put_refusal(form, refused)
        else:
            return redirect(household)
    return render(request, "cases/emergency_access.html", {"form": form})
