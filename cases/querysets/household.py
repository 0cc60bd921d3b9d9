"""Questions to households, to those who belong to them, and to what hangs on them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.querysets import AuthorityOwnedQuerySet
from cases.enums import HOUSED, HOUSED_DAYS, NO_SITUATION, OWN_HOME_CONTRACTS, HomeContract
from cases.querysets.reach import not_hidden, reach, reach_column
from core.clock import today
from core.registries import household_marks

if TYPE_CHECKING:
    from accounts.models import User


class HouseholdQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """What user may reach by permission; see the module's rule. Everything else does not exist."""
        condition = reach(user, permission)
        if condition is None:
            return self.none()
        return self.of_authority(user).filter(condition).filter(not_hidden(user))

    def with_reach(self, user: "User", permissions: Iterable[str]) -> Self:
        """Adds `reached_by_...`: a column for each right that reaches otherwise than household.read does.

        For rows that user sees: `may` then knows without a query what they may do with them.
        """
        seen, columns = reach(user, "household.read"), {}
        for permission in permissions:
            condition = reach(user, permission)
            if condition is not None and condition != seen:
                in_reach = Q(authority_id=user.authority_id) & condition & not_hidden(user)
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
        )

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
        """Everything that a household's name in a list needs, in one more query."""
        from cases.models import HouseholdMember

        members = HouseholdMember.objects.select_related("person").order_by("pk")
        return self.prefetch_related(models.Prefetch("members", queryset=members))

    def with_units(self, day: date) -> Self:
        """Adds `units_now`: the links to units that work with the household on day, in one more query."""
        from cases.models import HouseholdUnit

        links = HouseholdUnit.objects.active_on(day).select_related("unit").order_by("unit__name")
        return self.prefetch_related(models.Prefetch("unit_links", queryset=links, to_attr="units_now"))

    def working_with(self, unit_ids: Iterable[int], day: date) -> Self:
        """Households that one of the units works with on day."""
        from cases.models import HouseholdUnit

        links = HouseholdUnit.objects.active_on(day).filter(unit_id__in=list(unit_ids))
        return self.filter(pk__in=links.values("household"))

    def with_silence(self, day: date) -> Self:
        """Adds `silence_days`: after how many days without contact it is silent. Needs with_situation()."""
        from cases.models import SilenceLimit

        def days(situation: Any, default: int) -> Any:
            rows = SilenceLimit.objects.filter(
                authority=OuterRef("authority"), situation=situation, valid_from__lte=day
            )
            latest = models.Subquery(rows.order_by("-valid_from").values("days")[:1])
            return Coalesce(latest, models.Value(default), output_field=models.IntegerField())

        homeless = days(Coalesce(OuterRef("situation_now"), NO_SITUATION), settings.NO_CONTACT_DAYS)
        at_home = models.When(housed_on__isnull=False, then=days(HOUSED, HOUSED_DAYS))
        return self.annotate(silence_days=models.Case(at_home, default=homeless))

    def seeking(self) -> Self:
        """Open, and without a first-hand contract that they live by or have signed.

        Who sublets or lodges may seek on.
        """
        from cases.models import Home, Lead, SituationRecord

        later = SituationRecord.objects.filter(
            household=OuterRef("household"), valid_from__gt=OuterRef("moved_in_on")
        )
        homes = Home.objects.kept().filter(
            ~Exists(later), household=OuterRef("pk"), contract=HomeContract.FIRST_HAND
        )
        leases = Lead.objects.filter(household=OuterRef("pk")).awaiting_move(today())
        return self.filter(~Exists(homes), ~Exists(leases), closed_on=None)

    def with_situation(self) -> Self:
        """Adds `situation_now`: the latest recorded situation, or None.

        And `housed_on`: the day of the move to a home of their own that no situation has followed, or None.
        """
        from cases.models import Home, SituationRecord

        latest = SituationRecord.objects.filter(household=OuterRef("pk")).order_by("-valid_from", "-pk")
        later = SituationRecord.objects.filter(
            household=OuterRef("household"), valid_from__gt=OuterRef("moved_in_on")
        )
        homes = Home.objects.kept().filter(
            ~Exists(later),
            household=OuterRef("pk"),
            contract__in=OWN_HOME_CONTRACTS,
            moved_in_on__lte=today(),
        )
        return self.annotate(
            situation_now=models.Subquery(latest.values("situation")[:1]),
            housed_on=models.Subquery(homes.order_by("-moved_in_on").values("moved_in_on")[:1]),
        )


class OfHouseholdQuerySet(AuthorityOwnedQuerySet):
    """Rows that belong to a household and are seen by those who see it."""

    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """Rows whose household user reaches by permission."""
        from cases.models import Household

        return self.filter(household__in=Household.objects.visible_to(user, permission))


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """Members of the households that user reaches by permission."""
        from cases.models import Household

        return self.filter(household__in=Household.objects.visible_to(user, permission))

    def in_household_on(self, day: date) -> Self:
        """Who belongs to the household on day: joined on or before it, and not left on or before it."""
        return self.filter(
            Q(joined_on=None) | Q(joined_on__lte=day),
            Q(left_on=None) | Q(left_on__gt=day),
        )


class PersonQuerySet(AuthorityOwnedQuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """People who are or were members of a household that user reaches by permission."""
        from cases.models import Household, HouseholdMember

        households = Household.objects.visible_to(user, permission)
        members = HouseholdMember.objects.filter(household__in=households)
        return self.of_authority(user).filter(pk__in=members.values("person"))


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user: "User", permission: str = "household.read") -> Self:
        """Merges of which user reaches both cases."""
        from cases.models import Household

        reached = Household.objects.visible_to(user, permission)
        return self.filter(source__in=reached, target__in=reached)
