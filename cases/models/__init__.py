"""Households and the people in them."""

from cases.models.assessments import Assessment, SensitiveAssessment
from cases.models.follow_ups import FollowUp, FollowUpSeries
from cases.models.homes import Home
from cases.models.household import (
    CaseNumberSeries,
    Household,
    HouseholdLink,
    SituationRecord,
    Transfer,
)
from cases.models.landlords import Landlord, LandlordCheck, LandlordContact, Vacancy
from cases.models.materials import Material, MaterialVersion
from cases.models.people import HouseholdMember, Person
from cases.models.plans import PlanGoal, PlanStep, PlanVersion, WorkPlan
from cases.models.queues import HousingQueue, PriorityApplication, QueueFee
from cases.models.staffing import HouseholdUnit, NamedAccess

__all__ = [
    "Assessment",
    "CaseNumberSeries",
    "FollowUp",
    "FollowUpSeries",
    "Home",
    "Household",
    "HouseholdLink",
    "HouseholdMember",
    "HouseholdUnit",
    "HousingQueue",
    "Landlord",
    "LandlordCheck",
    "LandlordContact",
    "Material",
    "MaterialVersion",
    "NamedAccess",
    "Person",
    "PlanGoal",
    "PlanStep",
    "PlanVersion",
    "PriorityApplication",
    "QueueFee",
    "SensitiveAssessment",
    "SituationRecord",
    "Transfer",
    "Vacancy",
    "WorkPlan",
]
