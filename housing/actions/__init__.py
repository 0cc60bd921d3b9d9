"""What is done with placements, flats and decisions. Each verb is one transaction with its audit event."""

from housing.actions.history import record_decision
from housing.actions.placements import end_placement, start_placement
from housing.actions.tenancies import end_tenancy, start_tenancy

__all__ = ["end_placement", "end_tenancy", "record_decision", "start_placement", "start_tenancy"]
