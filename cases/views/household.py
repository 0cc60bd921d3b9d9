"""What the household's pages share: reaching it, logging that it was seen, the head, refusals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest
from accounts.models import User
from cases.enums import MemberRole, Situation
from cases.errors import ActionRefused
from cases.models import Household, HouseholdMember, HouseholdUnit
from cases.querysets import HouseholdQuerySet, reach, reach_column
from core.audit import record_reads
from core.clock import today
from core.identity_numbers import format_identity_number
from core.prepared import Prepared, keep_related
from core.registries import household_actions, household_tabs

# What the household's own page asks of `may`, beside the permissions of the registered buttons.
RIGHTS = ("household.change", "household.name_staff", "household.transfer", "search.change")


def staff_of(request: HttpRequest) -> User:
    """Who asks. Every page but the sign-in demands somebody signed in."""
    return cast(StaffRequest, request).user


def reached(
    request: HttpRequest,
    pk: int,
    permission: str = "household.read",
    *,
    add: Callable[[HouseholdQuerySet], HouseholdQuerySet] = lambda rows: rows,
) -> Household:
    """The household, or a 404 that says no more than if it did not exist. `add`: further columns."""
    households = Household.objects.visible_to(staff_of(request), permission).with_label().with_situation()
    rows = add(households).select_related("project_worker", "caseworker", "authority")
    return get_object_or_404(rows, pk=pk)


def reached_with_rights(request: HttpRequest, pk: int) -> Household:
    """`reached`, with what user may do with the household and whether it has what few have: one query."""
    user = staff_of(request)
    found = WITH_RIGHTS.rows(pk, reader=user)
    if not found:
        raise Http404
    household = found[0]
    keep_related(household, "members", MEMBERS.rows(pk))
    return household


def units_of(household: Household) -> list[HouseholdUnit]:
    """The units that work with the household today. One query."""
    return UNITS.rows(household.pk)


def _with_rights(pk: int, reader: User) -> HouseholdQuerySet:
    rights = {entry.permission for entry in (*household_actions, *household_tabs)} | set(RIGHTS)
    rows = Household.objects.visible_to(reader, "household.read").filter(pk=pk).with_situation()
    rows = rows.with_reach(reader, rights).with_rare(today()).with_silence(today())
    return rows.select_related("project_worker", "caseworker", "authority")


def _members(household: int) -> QuerySet[HouseholdMember]:
    return HouseholdMember.objects.filter(household=household).select_related("person").order_by("pk")


def _units(household: int) -> QuerySet[HouseholdUnit]:
    links = HouseholdUnit.objects.active_on(today()).filter(household=household)
    return links.select_related("unit").order_by("unit__name")


WITH_RIGHTS, MEMBERS, UNITS = Prepared(_with_rights), Prepared(_members), Prepared(_units)


def may(user: User, household: Household, permission: str) -> bool:
    """Whether a permission reaches this household that user sees.

    No query where it reaches as far as reading does, or where the household was read `with_reach`.
    """
    if not user.can(permission):
        return False
    column = reach_column(permission)
    if hasattr(household, column):
        return bool(getattr(household, column))  # NULL, where nobody is responsible, is no
    if reach(user, permission) == reach(user, "household.read"):
        return True
    return Household.objects.visible_to(user, permission).filter(pk=household.pk).exists()


def log_reads(request: HttpRequest, households: Iterable[Household], purpose: str = "view") -> None:
    """One row for each household that the page shows; without them there is no page."""
    user = staff_of(request)
    record_reads(
        user,
        [household.pk for household in households],
        page=request.resolver_match.view_name if request.resolver_match else "",
        authority_id=user.authority_id,
        purpose=purpose,
    )


def onwards(request: HttpRequest, household: Household) -> HttpResponse:
    """To the household, or to the list when what was done left it out of one's reach."""
    if Household.objects.visible_to(staff_of(request)).filter(pk=household.pk).exists():
        return redirect(household)
    return redirect("cases:household_list")


@dataclass(frozen=True)
class Member:
    """A member as the pages show them today."""

    pk: int
    name: str
    role: str
    age: int | None
    is_child: bool
    is_applicant: bool
    born_on: Any
    number: str
    joined_on: Any
    left_on: Any


def as_shown(member: HouseholdMember) -> Member:
    day, person = today(), member.person
    return Member(
        pk=member.pk,
        name=person.name,
        role=_role(member),
        age=person.age_on(day),
        is_child=member.is_child_on(day),
        is_applicant=member.role == MemberRole.APPLICANT,
        born_on=person.born_on,
        number=format_identity_number(person.identity_number),
        joined_on=member.joined_on,
        left_on=member.left_on,
    )


def _role(member: HouseholdMember) -> str:
    """A child who has come of age is shown as an adult, whatever was recorded long ago."""
    adult_on = member.person.adult_on
    if member.role == MemberRole.CHILD and adult_on is not None and adult_on <= today():
        return str(MemberRole.ADULT.label)
    return str(member.get_role_display())


@dataclass(frozen=True)
class Head:
    """Who we are working with: stays in sight on every page of the household."""

    household: Household
    label: str
    members: list[Member]
    situation: int | None
    situation_words: str
    is_family: bool
    housed_on: Any = None
    tabs: tuple[dict[str, Any], ...] = ()


def head_of(household: Household) -> Head:
    """Needs with_label() and with_situation(). No query."""
    situation = household.situation_now  # type: ignore[attr-defined]  # from with_situation()
    return Head(
        household=household,
        label=household.label,
        members=[as_shown(member) for member in household.members_on(today())],
        situation=situation,
        situation_words=str(Situation(situation).label) if situation else "",
        is_family=household.is_family_with_children_on(today()),
        housed_on=household.housed_on,  # type: ignore[attr-defined]  # from with_situation()
    )


def household_page(
    request: HttpRequest, household: Household, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of one household, with its head and its row in the read log."""
    log_reads(request, [household])
    head = replace(head_of(household), tabs=tabs_of(request, household))
    return render(request, template, {"head": head, **context}, status=status)


def tabs_of(request: HttpRequest, household: Household) -> tuple[dict[str, Any], ...]:
    """The parts of the file that the reader may open, with the one where they are."""
    user = staff_of(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return tuple(
        {"label": tab.label, "url": tab.url(household), "is_active": here in tab.views}
        for tab in sorted(household_tabs, key=lambda tab: tab.order)
        if may_by_any(user, household, tab.permission)
    )


def done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Run the action; a refusal stands at its field, or first on the page."""
    try:
        act()
    except ActionRefused as refused:
        put_refusal(form, refused)
        return False
    return True


def put_refusal(form: BaseForm, refused: ActionRefused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))


def buttons(household: Household, user: User) -> tuple[list[Any], list[Any]]:
    """The registered buttons that user may press: the primary ones and the rest, each with its address."""
    allowed: dict[str, bool] = {}
    shown = []
    for action in sorted(household_actions, key=lambda action: (not action.primary, action.order)):
        if action.permission not in allowed:
            allowed[action.permission] = may_by_any(user, household, action.permission)
        if allowed[action.permission]:
            shown.append({"label": action.label, "url": action.url(household), "primary": action.primary})
    return [one for one in shown if one["primary"]], [one for one in shown if not one["primary"]]


def may_by_any(user: User, household: Household, permission: str) -> bool:
    """`may` for permissions of other apps too; one without a scope over households is a plain yes or no."""
    return may(user, household, permission) if permission else True
