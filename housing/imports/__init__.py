"""The files of the housing app: providers, placements, flats, tenancies, decisions of the Boråd."""

from housing.imports.decisions import DECISIONS
from housing.imports.flats import FLATS
from housing.imports.placements import PLACEMENTS, PROVIDERS
from housing.imports.tenancies import TENANCIES

__all__ = ["DECISIONS", "FLATS", "PLACEMENTS", "PROVIDERS", "TENANCIES"]
