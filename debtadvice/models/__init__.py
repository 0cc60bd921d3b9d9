"""Budget and debt advice: confidential towards the rest of the house."""

from debtadvice.models.cases import LONGEST_WAIT_DAYS, DebtCase, DebtCaseSeries, EarlierClosure
from debtadvice.models.contacts import AdviceContact, Appointment
from debtadvice.models.sharing import Consent, Referral

__all__ = [
    "LONGEST_WAIT_DAYS",
    "AdviceContact",
    "Appointment",
    "Consent",
    "DebtCase",
    "DebtCaseSeries",
    "EarlierClosure",
    "Referral",
]
