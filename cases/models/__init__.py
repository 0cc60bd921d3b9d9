"""Households and the people in them."""

from cases.models.assessments import Assessment, SensitiveAssessment
from cases.models.attachments import Attachment
from cases.models.follow_ups import FollowUp, FollowUpSeries
from cases.models.homes import AfterMoveSurvey, Home, HomeTask
from cases.models.household import (
    CaseNumberSeries,
    Household,
    HouseholdLink,
    SituationRecord,
    Transfer,
)
from cases.models.information import InformationGiven
from cases.models.journal import JournalNote, NoteVersion, Phrase
from cases.models.landlords import Landlord, LandlordCheck, LandlordContact, Vacancy
from cases.models.leads import Lead, LeadEvent
from cases.models.materials import Material, MaterialVersion
from cases.models.merges import CaseMerge
from cases.models.people import HouseholdMember, Person
from cases.models.plans import PlanGoal, PlanStep, PlanVersion, WorkPlan
from cases.models.queues import HousingQueue, PriorityApplication, QueueFee
from cases.models.rota import (
    Absence,
    DigestSent,
    HandedOver,
    Programme,
    ProgrammeTime,
    SilenceLimit,
)
from cases.models.staffing import HouseholdUnit, NamedAccess

__all__ = [
    "Absence",
    "AfterMoveSurvey",
    "Assessment",
    "Attachment",
    "CaseMerge",
    "CaseNumberSeries",
    "DigestSent",
    "FollowUp",
    "FollowUpSeries",
    "HandedOver",
    "Home",
    "HomeTask",
    "Household",
    "HouseholdLink",
    "HouseholdMember",
    "HouseholdUnit",
    "HousingQueue",
    "InformationGiven",
    "JournalNote",
    "Landlord",
    "LandlordCheck",
    "LandlordContact",
    "Lead",
    "LeadEvent",
    "Material",
    "MaterialVersion",
    "NamedAccess",
    "NoteVersion",
    "Person",
    "Phrase",
    "PlanGoal",
    "PlanStep",
    "PlanVersion",
    "PriorityApplication",
    "Programme",
    "ProgrammeTime",
    "QueueFee",
    "SensitiveAssessment",
    "SilenceLimit",
    "SituationRecord",
    "Transfer",
    "Vacancy",
    "WorkPlan",
]
