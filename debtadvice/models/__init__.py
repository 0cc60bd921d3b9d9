"""Budget and debt advice: open to every resident, tied to no case and no decision."""

from debtadvice.models.cases import DebtCase

__all__ = ["DebtCase"]
