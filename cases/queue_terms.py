"""What the housing queues ask for: dated, with their source. Others are written by hand from their pages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class QueueTerms:
    """A queue's fee a year, and how many months after its due day it may be paid before the time is lost."""

    agency: str
    municipality: str
    fee_sek: Decimal
    grace_months: int
    source: str
    read_on: date


# "Om du inte betalt inom 6 månader efter betalningsavins förfallodag förlorar du din kötid." The page bears
# no date of its own: read_on says when it was last looked at.
STOCKHOLM = QueueTerms(
    agency="Bostadsförmedlingen i Stockholm",
    municipality="Stockholm",
    fee_sek=Decimal(200),
    grace_months=6,
    source="https://bostad.stockholm.se/sidfot/fragor-och-svar/fragor-och-svar---registrering/",
    read_on=date(2026, 11, 27),
)
KNOWN_QUEUES = (STOCKHOLM,)
# Priority in Stockholm's queue (förtur): resident and registered there for so long, in the queue, without
# debts for housing. It does not end an acute homelessness.
PRIORITY_YEARS_REGISTERED = 2


def terms_of(agency: str) -> QueueTerms | None:
    """What is known of the queue of that name."""
    wanted = " ".join(agency.casefold().split())
    return next((terms for terms in KNOWN_QUEUES if terms.agency.casefold() == wanted), None)
