"""What is written about a household: assessments, notes, plans."""

from datetime import UTC, datetime
from typing import Any

import factory

from cases import models
from cases.models.assessments import FACTS, SENSITIVE_FACTS
from tests.factories.accounts import UserFactory
from tests.factories.cases import HouseholdFactory

MOMENT = datetime(2013, 9, 2, 10, 30, tzinfo=UTC)


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Assessment

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    saved_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    first_saved_at = MOMENT
    saved_at = MOMENT


class SensitiveAssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SensitiveAssessment

    assessment = factory.SubFactory(AssessmentFactory)
    saved_by = factory.SelfAttribute("assessment.saved_by")
    saved_at = MOMENT
    version = 1


def facts(**known: Any) -> dict[str, Any]:
    """Every fact of the assessment page, unknown but for `known`."""
    blank = models.Assessment()
    return {name: getattr(blank, name) for name in FACTS} | known


def sensitive_facts(**known: Any) -> dict[str, Any]:
    """The same for causes and needs."""
    blank = models.SensitiveAssessment()
    return {name: getattr(blank, name) for name in SENSITIVE_FACTS} | known
