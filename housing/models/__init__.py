"""Providers, placements, flats, tenancies and the decisions of the Boråd."""

from housing.models.decisions import BoardDecision
from housing.models.flats import Flat, Tenancy
from housing.models.placements import Placement, Provider

__all__ = ["BoardDecision", "Flat", "Placement", "Provider", "Tenancy"]
