"""Everything that is done in budget and debt advice."""

from debtadvice.actions.cases import (
    CaseInput,
    ClientInput,
    change_debt_case,
    close_debt_case,
    link_household,
    open_debt_case,
    reopen_debt_case,
)
from debtadvice.actions.consents import give_consent, revoke_consent
from debtadvice.actions.contacts import (
    book_meeting,
    log_contact,
    log_open_advice,
    settle_meeting,
    undo_contact,
)
from debtadvice.actions.referrals import answer_referral, refer

__all__ = [
    "CaseInput",
    "ClientInput",
    "answer_referral",
    "book_meeting",
    "change_debt_case",
    "close_debt_case",
    "give_consent",
    "link_household",
    "log_contact",
    "log_open_advice",
    "open_debt_case",
    "refer",
    "reopen_debt_case",
    "revoke_consent",
    "settle_meeting",
    "undo_contact",
]
