"""Providers, placements, flats, tenancies, and the Boråd with its applications and decisions."""

from housing.models.applications import Application
from housing.models.criteria import CriteriaSet, Criterion, Judgement
from housing.models.decisions import BoardDecision, DecisionParticipant, Delegation
from housing.models.flats import FeeSurcharge, Flat, FlatRent
from housing.models.meetings import (
    AgendaItem,
    BoardMeeting,
    MeetingParticipant,
    MeetingSeries,
    Recusal,
    SeriesParticipant,
    SkippedWeek,
)
from housing.models.placements import Placement, PlacementCorrection
from housing.models.providers import Provider, ProviderPrice
from housing.models.tenancies import (
    Incident,
    KeyHandover,
    LateRent,
    LimitCheck,
    RentPayment,
    StayExtension,
    TakeoverObstacle,
    Tenancy,
    TenancyCorrection,
)

__all__ = [
    "AgendaItem",
    "Application",
    "BoardDecision",
    "BoardMeeting",
    "CriteriaSet",
    "Criterion",
    "DecisionParticipant",
    "Delegation",
    "FeeSurcharge",
    "Flat",
    "FlatRent",
    "Incident",
    "Judgement",
    "KeyHandover",
    "LateRent",
    "LimitCheck",
    "MeetingParticipant",
    "MeetingSeries",
    "Placement",
    "PlacementCorrection",
    "Provider",
    "ProviderPrice",
    "Recusal",
    "RentPayment",
    "SeriesParticipant",
    "SkippedWeek",
    "StayExtension",
    "TakeoverObstacle",
    "Tenancy",
    "TenancyCorrection",
]
