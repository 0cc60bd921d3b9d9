"""Households as lines of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.contacts import latest_contacts
from cases.enums import Situation
from cases.models import Household
from core.clock import today


@dataclass(frozen=True)
class Row:
    """What a list says of a household."""

    household: Household
    label: str
    situation: int | None
    situation_words: str
    housed_on: date | None
    is_family: bool
    units: str
    worker: str
    contact: date | None


def rows_of(households: Sequence[Household]) -> list[Row]:
    """Needs with_label(), with_situation(), with_units() and the staff. One query for each contact source."""
    contacts = latest_contacts([household.pk for household in households]) if households else {}
    return [_row(household, contacts.get(household.pk)) for household in households]


def _row(household: Household, contact: date | None) -> Row:
    situation = household.situation_now  # type: ignore[attr-defined]  # from with_situation()
    worker = household.project_worker or household.caseworker
    links = household.units_now  # type: ignore[attr-defined]  # from with_units()
    return Row(
        household=household,
        label=household.label,
        situation=situation,
        situation_words=str(Situation(situation).label) if situation else "",
        housed_on=household.housed_on,  # type: ignore[attr-defined]  # from with_situation()
        is_family=household.is_family_with_children_on(today()),
        units=", ".join(link.unit.short_name for link in links),
        worker=worker.full_name if worker else "",
        contact=contact,
    )
