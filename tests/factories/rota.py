"""Absences, limits of silence, programmes."""

from datetime import date

import factory
from django.utils import timezone

from cases import models
from cases.enums import HandedKind, IntervalUnit
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.cases import HouseholdFactory


class SilenceLimitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SilenceLimit

    authority = factory.SubFactory(AuthorityFactory)
    situation = 1
    days = 14
    valid_from = date(2013, 1, 1)
    set_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..authority"))


class AbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Absence

    user = factory.SubFactory(UserFactory)
    authority = factory.SelfAttribute("user.authority")
    substitute = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..user.authority"))
    first_day = date(2013, 12, 9)
    last_day = date(2013, 12, 20)
    created_by = factory.SelfAttribute("user")
    created_at = factory.LazyFunction(timezone.now)


class HandedOverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HandedOver

    absence = factory.SubFactory(AbsenceFactory)
    kind = HandedKind.FOLLOW_UP
    object_id = factory.Sequence(lambda n: n + 1)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Programme

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Program {n}")
    interval_unit = IntervalUnit.MONTHS
    interval = 1


class ProgrammeTimeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ProgrammeTime

    household = factory.SubFactory(HouseholdFactory)
    programme = factory.SubFactory(ProgrammeFactory, authority=factory.SelfAttribute("..household.authority"))
    first_day = date(2013, 9, 1)
    added_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class DigestSentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DigestSent

    user = factory.SubFactory(UserFactory)
    monday = date(2013, 12, 9)
