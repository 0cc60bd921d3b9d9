"""What is written about a household: assessments, notes, plans."""

from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import uuid4

import factory

from cases import models
from cases.enums import FileKind, InformationTopic, MaterialKind, NoteKind, PlanOwner
from cases.models.assessments import FACTS, SENSITIVE_FACTS
from cases.note_content import content_of as note_content
from cases.plan_content import saved_content
from tests.factories.accounts import AuthorityFactory, UnitFactory, UserFactory
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


class JournalNoteFactory(factory.django.DjangoModelFactory):
    """A note with its first version."""

    class Meta:
        model = models.JournalNote
        skip_postgeneration_save = True

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    kind = NoteKind.CONTACT
    happened_on = date(2013, 9, 2)
    text = "Vi gick igenom köerna."
    author = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    written_at = MOMENT
    saved_at = MOMENT
    client_key = factory.LazyFunction(uuid4)

    @factory.post_generation
    def first_version(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            content = note_content(self, [])
            NoteVersionFactory(note=self, number=self.version, content=content, saved_by=self.author)


class NoteVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NoteVersion

    note = factory.SubFactory(JournalNoteFactory)
    number = 2
    content = factory.LazyFunction(dict)
    saved_at = MOMENT
    saved_by = factory.SelfAttribute("note.author")


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A row without its file."""

    class Meta:
        model = models.Attachment

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    title = "Kontrakt"
    kind = FileKind.PDF
    size_bytes = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = MOMENT
    uploaded_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))


class InformationGivenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.InformationGiven

    household = factory.SubFactory(HouseholdFactory)
    authority = factory.SelfAttribute("household.authority")
    topic = InformationTopic.MARKET
    given_on = date(2013, 9, 2)
    given_by = factory.SubFactory(UserFactory, authority=factory.SelfAttribute("..household.authority"))
    recorded_at = MOMENT


class PhraseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Phrase

    unit = factory.SubFactory(UnitFactory)
    title = factory.Sequence(lambda n: f"Fras {n}")
    text = "Vi gick igenom hur bostadsmarknaden fungerar."


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
