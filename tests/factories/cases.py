"""Households and the people in them."""

from datetime import date

import factory
from django.utils import timezone

from accounts.models import Authority
from cases import models
from cases.enums import FollowUpKind, HomeContract, IntervalUnit, LinkKind, MemberRole
from tests.factories.accounts import AuthorityFactory, UnitFactory, UserFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Person

    authority = factory.SubFactory(AuthorityFactory)
    given_name = factory.Sequence(lambda n: f"Förnamn{n}")
    family_name = factory.Sequence(lambda n: f"Efternamn{n}")
    born_on = date(1980, 5, 17)


class HouseholdFactory(factory.django.DjangoModelFactory):
    """A household without members; `family()` makes one with people in it."""

    class Meta:
        model = models.Household

    authority = factory.SubFactory(AuthorityFactory)
    case_number = factory.Sequence(lambda n: f"2013-{n:04d}")
    opened_on = date(2013, 8, 19)


class HouseholdMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    person = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..household.authority"))
    role = MemberRole.APPLICANT


class SituationRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SituationRecord

    household = factory.SubFactory(HouseholdFactory)
    situation = 4
    valid_from = date(2013, 8, 19)


class HouseholdUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HouseholdUnit

    household = factory.SubFactory(HouseholdFactory)
    unit = factory.SubFactory(UnitFactory, authority=factory.SelfAttribute("..household.authority"))
    first_day = date(2013, 8, 19)


class NamedAccessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NamedAccess

    household = factory.SubFactory(HouseholdFactory)
    user = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    granted_by = factory.SelfAttribute("user")
    first_day = date(2013, 8, 19)


class HouseholdLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HouseholdLink

    kind = LinkKind.SPLIT
    source = factory.SubFactory(HouseholdFactory)
    target = factory.SubFactory(HouseholdFactory, authority=factory.SelfAttribute("..source.authority"))
    on_day = date(2013, 10, 1)
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..source.authority"))


class TransferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Transfer

    household = factory.SubFactory(HouseholdFactory)
    from_authority = factory.SelfAttribute("household.authority")
    to_authority = factory.SubFactory(AuthorityFactory)
    content = factory.LazyFunction(
        lambda: {
            "protected_identity": "none",
            "message": "",
            "people": [
                {
                    "given_name": "Ida",
                    "family_name": "Överlämnad",
                    "born_on": "1990-01-01",
                    "role": "applicant",
                }
            ],
        }
    )
    legal_basis = "SoL 29:10"
    reason = "Hushållet har flyttat"
    sent_at = factory.LazyFunction(timezone.now)
    sent_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class HomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Home

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    moved_in_on = date(2013, 11, 1)
    contract = HomeContract.FIRST_HAND
    municipality = "Stockholm"


class CaseNumberSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CaseNumberSeries

    authority = factory.SubFactory(AuthorityFactory)
    year = 2013


class CaseMergeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CaseMerge

    source = factory.SubFactory(HouseholdFactory)
    target = factory.SubFactory(HouseholdFactory, authority=factory.SelfAttribute("..source.authority"))
    changed = factory.LazyFunction(lambda: {"roles": [], "source": {"closed_on": None}})
    merged_at = factory.LazyFunction(timezone.now)
    merged_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..source.authority"))


class FollowUpSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FollowUpSeries

    household = factory.SubFactory(HouseholdFactory)
    kind = FollowUpKind.UNTIL_HOUSED
    interval_unit = IntervalUnit.WEEKS
    interval = 1
    first_on = date(2013, 12, 9)
    origin = "test:1"
    created_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    planned_on = date(2013, 12, 16)
    due_on = factory.SelfAttribute("planned_on")


def family(
    *children_born: date,
    authority: Authority | None = None,
    given_name: str = "Amira",
    family_name: str = "Lindgren",
    **fields: object,
) -> models.Household:
    """A household of one applicant and a child for each birth date."""
    if authority is not None:
        fields["authority"] = authority
    household = HouseholdFactory(**fields)
    applicant = PersonFactory(authority=household.authority, given_name=given_name, family_name=family_name)
    HouseholdMemberFactory(household=household, person=applicant)
    for born_on in children_born:
        child = PersonFactory(authority=household.authority, family_name=family_name, born_on=born_on)
        HouseholdMemberFactory(household=household, person=child, role=MemberRole.CHILD)
    return household
