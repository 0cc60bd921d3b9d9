"""What happens to a household: visits, bookings, placements, tenancies, decisions."""

from datetime import date, time
from decimal import Decimal

import factory
from django.utils import timezone

from core.models import Document, Draft, Job
from dropin import models as dropin
from dropin.enums import Topic, VisitKind
from housing import models as housing
from housing.enums import FlatKind, Outcome, PricePer, ProviderKind
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory, PersonFactory


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = dropin.Visit

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    kind = VisitKind.DROP_IN
    visited_on = date(2013, 12, 9)
    visited_at = time(10, 30)


class VisitTopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = dropin.VisitTopic

    visit = factory.SubFactory(VisitFactory)
    topic = Topic.QUEUE_AND_FEE


class VisitMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = dropin.VisitMember

    visit = factory.SubFactory(VisitFactory)
    person = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..visit.authority"))


class BookingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = dropin.Booking

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    day = date(2013, 12, 16)
    starts_at = time(10, 30)
    booked_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class OpeningHoursFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = dropin.OpeningHours

    authority = factory.SubFactory(AuthorityFactory)
    weekday = 0
    opens_at = time(10)
    closes_at = time(12)
    first_day = date(2011, 9, 1)


class ClosedDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = dropin.ClosedDay

    authority = factory.SubFactory(AuthorityFactory)
    day = date(2013, 12, 23)


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = housing.Provider

    authority = factory.SubFactory(AuthorityFactory)
    name = "Hotelljouren"
    kind = ProviderKind.HOTEL


class PlacementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = housing.Placement

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    provider = factory.SubFactory(ProviderFactory, authority=factory.SelfAttribute("..household.authority"))
    first_night = date(2013, 11, 20)
    price_sek = Decimal("585.00")
    price_per = PricePer.NIGHT


class FlatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = housing.Flat

    authority = factory.SubFactory(AuthorityFactory)
    kind = FlatKind.TRANSITIONAL
    address = factory.Sequence(lambda n: f"Rinkeby {n}")
    rooms = 2
    monthly_rent_sek = Decimal("4650.00")
    available_from = date(2012, 12, 1)


class TenancyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = housing.Tenancy

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    flat = factory.SubFactory(FlatFactory, authority=factory.SelfAttribute("..household.authority"))
    first_night = date(2013, 10, 1)


class BoardDecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = housing.BoardDecision

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    applied_on = date(2013, 11, 14)
    decided_on = date(2013, 11, 20)
    outcome = Outcome.APPROVED


class DraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Draft

    user = factory.SubFactory(UserFactory)
    key = "visit"


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    kind = "report"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A document whose PDF is not made yet."""

    class Meta:
        model = Document

    kind = "test.letter"
    created_by = factory.SubFactory(UserFactory)
    authority_id = factory.SelfAttribute("created_by.authority_id")
    payload = factory.LazyFunction(dict)
    job = factory.SubFactory(JobFactory)
    created_at = factory.LazyFunction(timezone.now)
