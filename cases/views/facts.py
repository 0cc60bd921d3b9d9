"""The file's facts, the situation, and closing and reopening the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from cases.actions import change_household, close_household, reopen_household, set_situation
from cases.actions.locking import locked
from cases.forms.households import CloseForm, FactsForm, SituationForm
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, household_page, reached, staff_of

FACTS = (
    "entry_reason",
    "interpreter_language",
    "lives_in_district",
    "known_to_social_services",
    "opened_on",
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    initial = {name: getattr(household, name) for name in FACTS} | {"version": version_of(household)}
    form = FactsForm(request.POST or None, initial=initial)
    found = []
    if request.method == "POST" and form.is_valid():
        held = locked(household, user)
        found = clashes(form, {name: getattr(held, name) for name in FACTS}, version_of(held))
        changes = {name: form.cleaned_data[name] for name in FACTS}
        if not found and done(form, lambda: change_household(household=held, by=user, **changes)):
            messages.success(request, _("The facts are saved."))
            return redirect(household)
    context = {"form": form, "clashes": found, "title": _("Change facts"), "submit": _("Save facts")}
    return household_page(request, household, "cases/household_facts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def situation(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    now = household.situation_now  # type: ignore[attr-defined]  # from with_situation()
    form = SituationForm(request.POST or None, initial={"situation": now})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: set_situation(household=household, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The situation is saved."))
        return redirect(household)
    context = {
        "form": form,
        "title": _("Situation"),
        "submit": _("Save situation"),
        "history": household.situations.select_related("recorded_by").order_by("-valid_from"),
    }
    return household_page(request, household, "cases/household_situation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    form = CloseForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: close_household(household=household, by=user, **form.cleaned_data))
    ):
        messages.success(request, _("The case is closed."))
        return redirect(household)
    context = {
        "form": form,
        "title": _("Close the case"),
        "submit": _("Close the case"),
        "lead": _("Notes can still be made afterwards, and the case can be reopened."),
    }
    return household_page(request, household, "cases/household_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    form = CloseForm()
    if request.method == "POST":
        form = CloseForm({"closed_on": ""})
        form.full_clean()
        form.errors.clear()
        if done(form, lambda: reopen_household(household=household, by=user)):
            messages.success(request, _("The case is open again."))
            return redirect(household)
    context = {
        "form": form,
        "only_button": True,
        "title": _("Reopen the case"),
        "submit": _("Reopen the case"),
        "lead": _("The history keeps when it was closed."),
    }
    return household_page(request, household, "cases/household_form.html", context)
