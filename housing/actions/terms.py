"""What a placement has to agree with: provider, price, nights, decision, the household's other nights."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.errors import ActionRefused
from cases.models import Household
from core.clock import today
from housing.actions.recording import check_nights
from housing.enums import FLAT_ACCOMMODATIONS, Outcome
from housing.models import BoardDecision, Placement, Provider

# A later first night is a slip of the pen: nobody books a hotel for the year after next.
FURTHEST_NIGHT = timedelta(days=366)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """A placement as it is meant to be, before it is written."""

    household: Household
    provider: Provider
    first_night: date
    last_night: date | None
    planned_last_night: date | None
    price_sek: Decimal
    decision: BoardDecision | None
    paying_unit: Unit | None


def check_terms(terms: Terms, *, beside: Placement | None = None) -> None:
    """Raises ActionRefused with the first thing that can't be. `beside`: the row itself, when it exists."""
    if terms.provider.authority_id != terms.household.authority_id:
        raise ActionRefused(_("The provider belongs to another board."), "provider")
    check_price(terms.price_sek)
    check_nights(terms.first_night, terms.last_night)
    check_nights(terms.first_night, terms.planned_last_night, field="planned_last_night")
    if terms.first_night > today() + FURTHEST_NIGHT:
        raise ActionRefused(_("The first night is more than a year ahead. Check the year."), "first_night")
    check_decision(terms.decision, terms.household)
    if terms.paying_unit is not None and terms.paying_unit.authority_id != terms.household.authority_id:
        raise ActionRefused(_("The unit belongs to another board."), "paying_unit")
    refuse_same_nights(terms, beside)


def check_price(price_sek: Decimal) -> None:
    if price_sek < 0:
        raise ActionRefused(_("The price can't be negative."), "price_sek")


def check_decision(decision: BoardDecision | None, household: Household) -> None:
    """A placement rests on an approval for its own household that nothing has replaced."""
    if decision is None:
        return
    if decision.household_id != household.pk:
        raise ActionRefused(_("The decision is about another household."), "decision")
    if decision.outcome != Outcome.APPROVED:
        raise ActionRefused(_("Choose a decision that approves the accommodation."), "decision")
    if decision.accommodation in FLAT_ACCOMMODATIONS:
        raise ActionRefused(_("The decision is about a flat, not about acute accommodation."), "decision")
    if BoardDecision.objects.filter(replaces=decision).exists():
        raise ActionRefused(
            _("The decision has been replaced by a later one. Choose the later one."), "decision"
        )


def check_provider_in_use(provider: Provider) -> None:
    """A household is placed only with a provider that is still in use; old placements keep theirs."""
    if not provider.is_active:
        raise ActionRefused(_("The provider is no longer in use. Choose another."), "provider")


def refuse_same_nights(terms: Terms, beside: Placement | None) -> None:
    """Twice the same nights with one provider is a slip; with two it may be a family in two places."""
    others = Placement.objects.counted().filter(household=terms.household, provider=terms.provider)
    others = others.filter(Q(last_night=None) | Q(last_night__gte=terms.first_night))
    if terms.last_night is not None:
        others = others.filter(first_night__lte=terms.last_night)
    if beside is not None:
        others = others.exclude(pk=beside.pk)
    there = others.order_by("first_night").first()
    if there is not None:
        raise ActionRefused(
            _(
                "The household is placed with this provider from %(day)s already. Two rooms are one "
                "placement: write the price of both together."
            )
            % {"day": date_format(there.first_night, "j F Y")},
            "first_night",
        )


def check_continued(continues: Placement | None, household: Household, first_night: date) -> None:
    """A row goes on where the one before it ended, and only one does."""
    if continues is None:
        return
    if continues.household_id != household.pk or continues.annulled_at is not None:
        raise ActionRefused(_("The placement before is not one of this household's."))
    if continues.last_night is None or continues.last_night + ONE_DAY != first_night:
        raise ActionRefused(
            _("The first night has to be the one after the last night of the placement before."),
            "first_night",
        )
    if Placement.objects.filter(continues=continues).exists():
        raise ActionRefused(_("Another placement goes on from the one before already."))
