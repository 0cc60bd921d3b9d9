"""The housing search: queues, landlords, leads and moves."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import factory
from django.utils import timezone

from cases import models
from cases.queue_terms import STOCKHOLM
from cases.search_enums import (
    CheckResult,
    CheckSource,
    LandlordContactKind,
    LeadStep,
    MoveTask,
    PriorityGround,
    VacancySource,
)
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HomeFactory, HouseholdFactory


class HousingQueueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HousingQueue

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    agency = STOCKHOLM.agency
    municipality = "Stockholm"
    registered_on = date(2012, 6, 1)
    fee_sek = Decimal(200)
    grace_months = 6
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class QueueFeeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.QueueFee

    queue = factory.SubFactory(HousingQueueFactory)
    due_on = date(2013, 12, 28)
    amount_sek = Decimal(200)
    recorded_by = factory.SelfAttribute("queue.recorded_by")


class PriorityApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PriorityApplication

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    agency = STOCKHOLM.agency
    applied_on = date(2013, 11, 4)
    ground = PriorityGround.SOCIAL
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class LandlordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Landlord

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Hyresbostäder {n}")
    municipality = "Västerås"


class LandlordContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LandlordContact

    landlord = factory.SubFactory(LandlordFactory)
    on_day = date(2013, 11, 20)
    kind = LandlordContactKind.PHONE
    note = "Ringde"
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..landlord.authority"))
    client_key = factory.LazyFunction(uuid4)


class LandlordCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LandlordCheck

    landlord = factory.SubFactory(LandlordFactory)
    checked_on = date(2013, 11, 20)
    source = CheckSource.HEM_HYRA
    result = CheckResult.NOTHING
    checked_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..landlord.authority"))
    client_key = factory.LazyFunction(uuid4)


class VacancyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Vacancy

    authority = factory.SubFactory(AuthorityFactory)
    address = factory.Sequence(lambda n: f"Storgatan {n}")
    municipality = "Västerås"
    source = VacancySource.INTERNET
    found_on = date(2013, 11, 25)
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..authority"))


class LeadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Lead

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    title = factory.Sequence(lambda n: f"Ringvägen {n}")
    municipality = "Västerås"
    opened_on = date(2013, 11, 25)


class LeadEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LeadEvent

    lead = factory.SubFactory(LeadFactory)
    step = LeadStep.DETAILS_GIVEN
    on_day = date(2013, 11, 25)
    recorded_at = factory.LazyFunction(timezone.now)
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..lead.authority"))


class HomeTaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HomeTask

    home = factory.SubFactory(HomeFactory)
    code = MoveTask.ADDRESS


class AfterMoveSurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AfterMoveSurvey

    home = factory.SubFactory(HomeFactory)
    asked_on = date(2013, 12, 2)
    recorded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..home.authority"))
    client_key = factory.LazyFunction(uuid4)
