"""The housing search: queues, landlords, leads and moves."""

from datetime import date
from decimal import Decimal

import factory

from cases import models
from cases.queue_terms import STOCKHOLM
from cases.search_enums import PriorityGround
from tests.factories.accounts import UserFactory
from tests.factories.cases import HouseholdFactory


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
