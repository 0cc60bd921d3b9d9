"""Budget and debt advice: cases and what hangs on them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import factory

from debtadvice import models
from debtadvice.enums import AdviceKind, ConsentScope
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory

LOCAL = ZoneInfo("Europe/Stockholm")


class DebtCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DebtCase

    authority = factory.SubFactory(AuthorityFactory)
    opened_on = date(2013, 11, 6)
    has_housing_problem = True


class DebtCaseSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DebtCaseSeries

    authority = factory.SubFactory(AuthorityFactory)
    year = 2013


class OfCaseFactory(factory.django.DjangoModelFactory):
    """What hangs on a case, done by somebody of its board."""

    class Meta:
        abstract = True

    case = factory.SubFactory(DebtCaseFactory)


def by_colleague() -> factory.SubFactory:
    return factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..case.authority"))


class EarlierClosureFactory(OfCaseFactory):
    class Meta:
        model = models.EarlierClosure

    closed_on = date(2013, 11, 20)
    reopened_on = date(2013, 12, 9)
    reopened_by = by_colleague()


class AdviceContactFactory(OfCaseFactory):
    class Meta:
        model = models.AdviceContact

    authority = factory.SelfAttribute("case.authority")
    kind = AdviceKind.OPEN_ADVICE
    on_day = date(2013, 11, 6)
    minutes = 30
    recorded_by = by_colleague()


class AppointmentFactory(OfCaseFactory):
    class Meta:
        model = models.Appointment

    day = date(2013, 11, 20)
    starts_at = time(10)
    adviser = by_colleague()
    booked_by = by_colleague()


class ConsentFactory(OfCaseFactory):
    class Meta:
        model = models.Consent

    scope = ConsentScope.IN_ADVICE
    given_on = date(2013, 11, 6)
    recorded_by = by_colleague()


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Referral

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    reason = "Hyran är sen"
    sent_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    sent_at = datetime(2013, 11, 6, 10, tzinfo=LOCAL)
