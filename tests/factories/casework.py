"""What is written about a household: assessments, notes, plans."""

from datetime import UTC, datetime
from typing import Any, cast

import factory

from cases import models
from cases.enums import MaterialKind, PlanOwner
from cases.models.assessments import FACTS, SENSITIVE_FACTS
from cases.plan_content import saved_content
from tests.factories.accounts import AuthorityFactory, UserFactory
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


class MaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Material

    authority = factory.SubFactory(AuthorityFactory)
    kind = MaterialKind.BROCHURE
    language = "so"


class MaterialVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MaterialVersion

    material = factory.SubFactory(MaterialFactory)
    number = 1
    title = "Guri raadi"
    body = "# Safka\n- Isdiiwaangeli"
    saved_at = MOMENT
    saved_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..material.authority"))


class WorkPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.WorkPlan

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    saved_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    saved_at = MOMENT


class PlanGoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PlanGoal

    plan = factory.SubFactory(WorkPlanFactory)
    position = 1
    text = "Ett eget kontrakt"


class PlanStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PlanStep

    goal = factory.SubFactory(PlanGoalFactory)
    plan = factory.SelfAttribute("goal.plan")
    household = factory.SelfAttribute("goal.plan.household")
    position = 1
    text = "Betala köavgiften"
    whose = PlanOwner.CLIENT


class PlanVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PlanVersion

    plan = factory.SubFactory(WorkPlanFactory)
    number = 1
    content = factory.LazyFunction(dict)
    saved_at = MOMENT
    saved_by = factory.SelfAttribute("plan.saved_by")


def plan_of(household: models.Household, text: str, **fields: Any) -> models.WorkPlan:
    """A plan of one goal with one step of that text."""
    plan = WorkPlanFactory(household=household, **fields)
    step = PlanStepFactory(goal=PlanGoalFactory(plan=plan), text=text)
    content = saved_content(plan, [step.goal], [step])
    PlanVersionFactory(plan=plan, content=content)
    return cast(models.WorkPlan, plan)


def facts(**known: Any) -> dict[str, Any]:
    """Every fact of the assessment page, unknown but for `known`."""
    blank = models.Assessment()
    return {name: getattr(blank, name) for name in FACTS} | known


def sensitive_facts(**known: Any) -> dict[str, Any]:
    """The same for causes and needs."""
    blank = models.SensitiveAssessment()
    return {name: getattr(blank, name) for name in SENSITIVE_FACTS} | known
