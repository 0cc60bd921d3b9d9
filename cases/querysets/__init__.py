"""Questions to the rows of this app.

Querysets lie below the models that use them; where one needs another table, it imports it in the function.
"""

from cases.querysets.casework import (
    AttachmentQuerySet,
    FollowUpQuerySet,
    InformationQuerySet,
    JournalNoteQuerySet,
    PlanStepQuerySet,
)
from cases.querysets.dated import DatedQuerySet, ProgrammeQuerySet
from cases.querysets.household import (
    HouseholdQuerySet,
    MemberQuerySet,
    MergeQuerySet,
    OfHouseholdQuerySet,
    PersonQuerySet,
)
from cases.querysets.reach import (
    NOT_IN_EMERGENCY,
    in_units,
    named_on,
    reach,
    reach_column,
    referred,
    register_scopes,
    responsible_for,
    whose,
)
from cases.querysets.search import (
    HomeQuerySet,
    LeadQuerySet,
    OfHomeQuerySet,
    OfLeadQuerySet,
    QueueQuerySet,
    VacancyQuerySet,
)

__all__ = [
    "NOT_IN_EMERGENCY",
    "AttachmentQuerySet",
    "DatedQuerySet",
    "FollowUpQuerySet",
    "HomeQuerySet",
    "HouseholdQuerySet",
    "InformationQuerySet",
    "JournalNoteQuerySet",
    "LeadQuerySet",
    "MemberQuerySet",
    "MergeQuerySet",
    "OfHomeQuerySet",
    "OfHouseholdQuerySet",
    "OfLeadQuerySet",
    "PersonQuerySet",
    "PlanStepQuerySet",
    "ProgrammeQuerySet",
    "QueueQuerySet",
    "VacancyQuerySet",
    "in_units",
    "named_on",
    "reach",
    "reach_column",
    "referred",
    "register_scopes",
    "responsible_for",
    "whose",
]
