"""Budget and debt advice: confidential towards the rest of the house."""

from debtadvice.models.cases import LONGEST_WAIT_DAYS, DebtCase, DebtCaseSeries, EarlierClosure
from debtadvice.models.contacts import AdviceContact, Appointment
from debtadvice.models.economy import (
    Budget,
    Debt,
    DebtAmount,
    Instalment,
    Payment,
    PlanDebt,
    RepaymentPlan,
)
from debtadvice.models.notices import HomeNotice, NoticeAction
from debtadvice.models.restructuring import (
    ConditionCheck,
    Restructuring,
    RestructuringFollowUp,
    RestructuringPayment,
    RestructuringShare,
)
from debtadvice.models.sharing import Consent, Referral
from debtadvice.models.tables import AmountTable

__all__ = [
    "LONGEST_WAIT_DAYS",
    "AdviceContact",
    "AmountTable",
    "Appointment",
    "Budget",
    "ConditionCheck",
    "Consent",
    "Debt",
    "DebtAmount",
    "DebtCase",
    "DebtCaseSeries",
    "EarlierClosure",
    "HomeNotice",
    "Instalment",
    "NoticeAction",
    "Payment",
    "PlanDebt",
    "Referral",
    "RepaymentPlan",
    "Restructuring",
    "RestructuringFollowUp",
    "RestructuringPayment",
    "RestructuringShare",
]
