"""Questions to households, and the one rule of who sees which.

A person sees a household of their own board that one of their roles reaches; a household with a protected
identity only when named on it (project worker, caseworker, or named access that holds today).
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.querysets import AuthorityOwnedQuerySet
from cases.enums import AccessKind, FollowUpKind, FollowUpState, StepState
from core.clock import today
from core.registries import household_marks, household_scopes, referral_scopes

if TYPE_CHECKING:
    from accounts.models import User

# What emergency access does not give: each of these could turn two days into for ever.
NOT_IN_EMERGENCY = frozenset({"household.change", "household.name_staff", "household.transfer"})


def named_on(user: "User") -> Q:
    """Households on which user is named today, by emergency access too."""
    from cases.models import NamedAccess  # querysets lie below the models that use them

    access = NamedAccess.objects.active_on(today()).filter(user=user)
    return Q(project_worker=user) | Q(caseworker=user) | Q(pk__in=access.values("household"))


def _not_hidden(user: "User") -> Q:
    """Households without a protected identity, and those on which user is named."""
    return Q(protected_identity="none") | named_on(user)


def _more_than_in_emergency(user: "User") -> Q:
    """Households to which user is not merely let in by an emergency of today."""
    from cases.models import NamedAccess  # querysets lie below the models that use them

    access = NamedAccess.objects.active_on(today()).filter(user=user)
    emergency = access.filter(kind=AccessKind.BREAK_GLASS).values("household")
    named = access.filter(kind=AccessKind.NAMED).values("household")
    return ~Q(pk__in=emergency) | Q(project_worker=user) | Q(caseworker=user) | Q(pk__in=named)


def in_units(user: "User", unit_ids: set[int]) -> Q:
    """Households that one of the units works with today."""
    from cases.models import (
        HouseholdUnit,
    )  # querysets lie below the models that use them

    work = HouseholdUnit.objects.active_on(today()).filter(unit_id__in=unit_ids)
    # A set that is made once (a hashed subplan), not a question for every household.
    return Q(pk__in=work.values("household"))


def referred(user: "User", unit_ids: set[int]) -> Q:
    """Households that somebody has sent to debt advice, and those on which user is named."""
    condition = named_on(user)
    for source in referral_scopes:
        condition |= source(user, unit_ids)
    return condition


def register_scopes() -> None:
    """The scopes that this app knows; upper apps register more (board, tenants).

    A scope takes (user, unit_ids of the granting roles) and gives a Q over households.
    """
    household_scopes.register("authority", lambda user, unit_ids: Q())
    household_scopes.register("units", lambda user, unit_ids: in_units(user, unit_ids) | named_on(user))
    household_scopes.register("named", lambda user, unit_ids: named_on(user))
    household_scopes.register("referred", referred)


def reach(user: "User", permission: str) -> Q | None:
    """Q over the households of user's board that permission reaches; None when it reaches none."""
    units_by_scope: dict[str, set[int]] = {}
    for grant in user.grants.get(permission, ()):
        units = units_by_scope.setdefault(grant.scope, set())
        if grant.unit_id is not None:
            units.add(grant.unit_id)
    if not units_by_scope or user.authority_id is None or not user.is_active:
        return None
    condition = Q()
    if "authority" not in units_by_scope:
        for scope, unit_ids in units_by_scope.items():
            condition |= household_scopes[scope](user, unit_ids)
    return condition & _more_than_in_emergency(user) if permission in NOT_IN_EMERGENCY else condition


def reach_column(permission: str) -> str:
    """Where `with_reach` puts its answer."""
    return "reached_by_" + permission.replace(".", "_")


class HouseholdQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """What user may reach by permission; see the module's rule. Everything else does not exist."""
        condition = reach(user, permission)
        if condition is None:
            return self.none()
        return self.of_authority(user).filter(condition).filter(_not_hidden(user))

    def with_reach(self, user: "User", permissions: Iterable[str]) -> Self:
        """Adds `reached_by_...`: a column for each right that reaches otherwise than household.read does.

        For rows that user sees: `may` then knows without a query what they may do with them.
        """
        seen, columns = reach(user, "household.read"), {}
        for permission in permissions:
            condition = reach(user, permission)
            if condition is not None and condition != seen:
                in_reach = Q(authority_id=user.authority_id) & condition & _not_hidden(user)
                columns[reach_column(permission)] = ExpressionWrapper(in_reach, BooleanField())
        return self.annotate(**columns)

    def with_rare(self, day: date) -> Self:
        """Adds `has_links`, `has_plan` and so on, and what other apps mark: most have none of them.

        Those are asked no more.
        """
        from cases.models import (
            Assessment,
            FollowUp,
            Home,
            HouseholdLink,
            JournalNote,
            NamedAccess,
            Transfer,
            WorkPlan,
        )  # querysets lie below the models that use them

        links = HouseholdLink.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk")))
        return self.annotate(
            has_links=Exists(links),
            has_transfers=Exists(Transfer.objects.filter(household=OuterRef("pk"))),
            has_access=Exists(NamedAccess.objects.active_on(day).filter(household=OuterRef("pk"))),
            has_follow_ups=Exists(FollowUp.objects.filter(household=OuterRef("pk"))),
            has_homes=Exists(Home.objects.filter(household=OuterRef("pk"))),
            has_notes=Exists(JournalNote.objects.filter(household=OuterRef("pk"))),
            has_plan=Exists(WorkPlan.objects.filter(household=OuterRef("pk"))),
            has_assessment=Exists(Assessment.objects.filter(household=OuterRef("pk"))),
            **{name: household_marks[name]() for name in household_marks.names()},
        )

    def with_label(self) -> Self:
        """Everything that a household's name in a list needs, in two more queries."""
        from cases.models import (
            HouseholdMember,
        )  # querysets lie below the models that use them

        members = HouseholdMember.objects.select_related("person").order_by("pk")
        return self.prefetch_related(models.Prefetch("members", queryset=members))

    def with_units(self, day: date) -> Self:
        """Adds `units_now`: the links to units that work with the household on day, in one more query."""
        from cases.models import (
            HouseholdUnit,
        )  # querysets lie below the models that use them

        links = HouseholdUnit.objects.active_on(day).select_related("unit").order_by("unit__name")
        return self.prefetch_related(models.Prefetch("unit_links", queryset=links, to_attr="units_now"))

    def working_with(self, unit_ids: Iterable[int], day: date) -> Self:
        """Households that one of the units works with on day."""
        from cases.models import (
            HouseholdUnit,
        )  # querysets lie below the models that use them

        links = HouseholdUnit.objects.active_on(day).filter(unit_id__in=list(unit_ids))
        return self.filter(pk__in=links.values("household"))

    def with_silence(self, day: date) -> Self:
        """Adds `silence_days`: after how many days without contact it is silent. Needs with_situation()."""
        from cases.models import (
            SilenceLimit,
        )  # querysets lie below the models that use them

        rows = SilenceLimit.objects.filter(
            authority=OuterRef("authority"),
            situation=Coalesce(OuterRef("situation_now"), 0),
            valid_from__lte=day,
        )
        days = models.Subquery(rows.order_by("-valid_from").values("days")[:1])
        default = models.Value(settings.NO_CONTACT_DAYS)
        return self.annotate(silence_days=Coalesce(days, default, output_field=models.IntegerField()))

    def with_situation(self) -> Self:
        """Adds `situation_now`: the latest recorded situation, or None."""
        from cases.models import (
            SituationRecord,
        )  # querysets lie below the models that use them

        latest = SituationRecord.objects.filter(household=OuterRef("pk")).order_by("-valid_from", "-pk")
        return self.annotate(situation_now=models.Subquery(latest.values("situation")[:1]))


class OfHouseholdQuerySet(AuthorityOwnedQuerySet):
    """Rows that belong to a household and are seen by those who see it."""

    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """Rows whose household user reaches by permission."""
        from cases.models import (
            Household,
        )  # querysets lie below the models that use them

        return self.filter(household__in=Household.objects.visible_to(user, permission))


class FollowUpQuerySet(OfHouseholdQuerySet):
    def open(self) -> Self:
        """Still to be done. A closed case is followed up after the move and in no other way."""
        going_on = Q(household__closed_on=None) | Q(kind=FollowUpKind.AFTER_MOVE)
        return self.filter(going_on, state=FollowUpState.OPEN)

    def of_staff(self, user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Self:
        """Whose they are; see `whose`."""
        return self.filter(whose(user_ids, unit_ids))


class QueueQuerySet(OfHouseholdQuerySet):
    def running(self) -> Self:
        """Not ended. Whether the time is lost by an unpaid fee is told by cases.queue_state."""
        return self.filter(ended_on=None)

    def with_fees(self) -> Self:
        """The fees and whose it is, in one more query."""
        return self.select_related("person").prefetch_related("fees")


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """Merges of which user reaches both cases."""
        from cases.models import (
            Household,
        )  # querysets lie below the models that use them

        reached = Household.objects.visible_to(user, permission)
        return self.filter(source__in=reached, target__in=reached)


class LeadQuerySet(OfHouseholdQuerySet):
    def of_staff(self, user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Self:
        """Whose they are; see `whose`."""
        return self.filter(whose(user_ids, unit_ids))

    def going_on(self) -> Self:
        """Not ended, of a household whose case is open."""
        return self.filter(outcome="", household__closed_on=None)


class OfLeadQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "search.read") -> Self:
        """Steps of leads whose household user reaches by permission."""
        from cases.models import (
            Household,
        )  # querysets lie below the models that use them

        return self.filter(lead__household__in=Household.objects.visible_to(user, permission))

    def kept(self) -> Self:
        """Without those that were taken back."""
        return self.filter(taken_back_at=None)


class OfHomeQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "search.read") -> Self:
        """Rows of homes whose household user reaches by permission."""
        from cases.models import (
            Household,
        )  # querysets lie below the models that use them

        return self.filter(home__household__in=Household.objects.visible_to(user, permission))


class VacancyQuerySet(AuthorityOwnedQuerySet):
    def open(self) -> Self:
        """To let still, as far as anybody has noted."""
        return self.filter(ended_on=None)


class PlanStepQuerySet(OfHouseholdQuerySet):
    def open(self) -> Self:
        """Still to be done, in households whose case is open."""
        return self.filter(state=StepState.OPEN, household__closed_on=None)

    def of_staff(self, user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Self:
        """Whose they are to see to; see `whose`."""
        return self.filter(whose(user_ids, unit_ids))


class JournalNoteQuerySet(OfHouseholdQuerySet):
    def with_corrected(self) -> Self:
        """Adds `is_corrected`: whether a correction was made after it was signed."""
        from cases.models import (
            NoteVersion,
        )  # querysets lie below the models that use them

        corrections = NoteVersion.objects.filter(note=OuterRef("pk"), is_correction=True)
        return self.annotate(is_corrected=Exists(corrections))


class AttachmentQuerySet(OfHouseholdQuerySet):
    def kept(self) -> Self:
        """Those that are in the file: not withdrawn."""
        return self.filter(withdrawn_at=None)


class InformationQuerySet(OfHouseholdQuerySet):
    def kept(self) -> Self:
        """Not ticked by mistake."""
        return self.filter(withdrawn_at=None)


class PersonQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """People who are or were members of a household that user reaches by permission."""
        from cases.models import (
            Household,
            HouseholdMember,
        )  # querysets lie below the models

        households = Household.objects.visible_to(user, permission)
        members = HouseholdMember.objects.filter(household__in=households)
        return self.of_authority(user).filter(pk__in=members.values("person"))


def whose(user_ids: Iterable[int], unit_ids: Iterable[int] = (), *, field: str = "assigned_to") -> Q:
    """Rows of a household that are for one of these to do, as a condition on a model with `household`.

    Those assigned to one of them in `field`; and, of those assigned to nobody, the ones of households for
    which they are responsible (the project worker, else the caseworker) or, with nobody responsible
    either, with which one of the units works today.
    """
    users = list(user_ids)
    return Q(**{f"{field}__in": users}) | (Q(**{field: None}) & responsible_for(users, unit_ids))


def responsible_for(user_ids: Iterable[int], unit_ids: Iterable[int] = ()) -> Q:
    """Rows of households of which they take care, as a condition on a model with `household`: see `whose`."""
    from cases.models import (
        HouseholdUnit,
    )  # querysets lie below the models that use them

    users, units = list(user_ids), list(unit_ids)
    responsible = Q(household__project_worker__in=users) | Q(
        household__project_worker=None, household__caseworker__in=users
    )
    if units:
        work = HouseholdUnit.objects.active_on(today()).filter(unit_id__in=units)
        nobody = Q(household__project_worker=None, household__caseworker=None)
        responsible |= nobody & Q(household__in=work.values("household"))
    return responsible


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a first day to a last one, both included."""

    def active_on(self, day: date) -> Self:
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """Members of the households that user reaches by permission."""
        from cases.models import (
            Household,
        )  # querysets lie below the models that use them

        return self.filter(household__in=Household.objects.visible_to(user, permission))

    def in_household_on(self, day: date) -> Self:
        """Who belongs to the household on day: joined on or before it, and not left on or before it."""
        return self.filter(
            Q(joined_on=None) | Q(joined_on__lte=day),
            Q(left_on=None) | Q(left_on__gt=day),
        )


class ProgrammeQuerySet(DatedQuerySet):
    def counted_on(self, day: date) -> dict[int, int]:
        """Programme to how many open households are in it on day. One query."""
        rows = self.active_on(day).filter(household__closed_on=None).values("programme")
        counted = rows.annotate(n=models.Count("household", distinct=True))
        return dict(counted.values_list("programme", "n"))
