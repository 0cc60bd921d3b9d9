"""Adding, correcting and moving out members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from cases.actions import add_member, change_person, end_membership
from cases.actions.locking import locked
from cases.enums import MemberRole
from cases.forms.members import ChangeMemberForm, LeaveForm, MemberForm, initial_of
from cases.models import Household, HouseholdMember
from cases.views.conflicts import clashes, version_of
from cases.views.household import done, household_page, reached, staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    form = MemberForm(request.POST or None, initial={"role": MemberRole.CHILD})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: add_member(household=household, member=form.as_member(), by=user))
    ):
        messages.success(request, _("The member is added."))
        return redirect(household)
    context = {
        "form": form,
        "title": _("Add a member"),
        "submit": _("Add member"),
        "lead": _("For a newborn, write the birth date as the day from which it belongs to the household."),
    }
    return household_page(request, household, "cases/household_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def member_change(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    member = _member(household, member_pk)
    initial = initial_of(member) | {"version": version_of(member, member.person)}
    form = ChangeMemberForm(request.POST or None, initial=initial, has_left=member.left_on is not None)
    found = []
    if request.method == "POST" and form.is_valid():
        locked(household, user)
        member = _member(household, member_pk)
        found = clashes(form, initial_of(member), version_of(member, member.person))
        if not found and done(form, lambda: change_person(member=member, details=form.as_member(), by=user)):
            messages.success(request, _("The changes are saved."))
            return redirect(household)
    context = {"form": form, "clashes": found, "title": _("Change member"), "submit": _("Save changes")}
    return household_page(request, household, "cases/household_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("household.change")
def member_leave(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    household, user = reached(request, pk, "household.change"), staff_of(request)
    member = _member(household, member_pk)
    form = LeaveForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: end_membership(member=member, left_on=form.cleaned_data["left_on"], by=user))
    ):
        messages.success(request, _("The member has left the household."))
        return redirect(household)
    context = {
        "form": form,
        "title": _("Leaves the household"),
        "heading": _("%(name)s leaves the household") % {"name": member.person.name},
        "submit": _("Save"),
        "lead": _("To follow up the person in a case of their own, split the household instead."),
    }
    return household_page(request, household, "cases/household_form.html", context)


def _member(household: Household, pk: int) -> HouseholdMember:
    return get_object_or_404(HouseholdMember.objects.select_related("person"), household=household, pk=pk)
