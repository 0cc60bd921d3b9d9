"""The leads of a household that has a home: ended together, and opened again when the move never was."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from cases.actions.homes import refuse_withdrawn
from cases.actions.leads import end_lead, reopen_lead
from cases.actions.locking import locked
from cases.enums import OWN_HOME_CONTRACTS
from cases.models import Home, Lead
from cases.search_enums import LeadOutcome, LeadReason

if TYPE_CHECKING:
    from accounts.models import User
    from cases.querysets import LeadQuerySet


def open_beside(home: Home) -> "LeadQuerySet":
    """The leads that the household goes for still, though it has a home of its own."""
    rows = Lead.objects.filter(household=home.household_id, outcome="").order_by("opened_on", "pk")
    is_home = home.withdrawn_at is None and home.contract in OWN_HOME_CONTRACTS
    return rows if is_home else rows.none()


def ended_for(home: Home) -> "LeadQuerySet":
    """Of a move that was withdrawn: the leads that ended since, as the household had found another home.

    Not those to a home that it goes for in another lead, nor while it has another home of its own.
    """
    others = Home.objects.kept().filter(household=home.household_id, contract__in=OWN_HOME_CONTRACTS)
    again = Lead.objects.filter(household=OuterRef("household"), vacancy=OuterRef("vacancy"), outcome="")
    rows = Lead.objects.filter(
        ~Exists(again),
        ~Exists(others),
        household=home.household_id,
        household__closed_on=None,
        outcome=LeadOutcome.DECLINED,
        reason=LeadReason.OTHER_HOME,
        ended_on__gte=home.recorded_on or home.moved_in_on,
    )
    return rows.order_by("opened_on", "pk") if home.withdrawn_at is not None else rows.none()


@transaction.atomic
def end_leads_beside(*, home: Home, by: "User") -> int:
    """The household says no to them: it has found another home. Returns how many; again, it is none.

    In the funnel they stay as far as they came. Raises ActionRefused for a move that was withdrawn.
    """
    locked(home.household, by)
    row = Home.objects.get(pk=home.pk)
    refuse_withdrawn(row)
    return len(
        [
            end_lead(lead=lead, outcome=LeadOutcome.DECLINED, reason=LeadReason.OTHER_HOME, by=by)
            for lead in open_beside(row).select_related("household")
        ]
    )


@transaction.atomic
def reopen_leads(*, home: Home, by: "User") -> int:
    """Those of `ended_for` go on. Returns how many; again, it is none."""
    locked(home.household, by)
    row = Home.objects.get(pk=home.pk)
    number = 0
    # One at a time: of two to the same vacant home, one goes on.
    while (lead := ended_for(row).select_related("household").first()) is not None:
        reopen_lead(lead=lead, by=by)
        number += 1
    return number
