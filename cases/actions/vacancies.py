"""Vacant homes: entered one by one or pasted as rows, changed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority
from cases.actions.landlords import add_landlord
from cases.actions.locking import refuse_future, refuse_other_board
from cases.errors import ActionRefused
from cases.models import Landlord, Vacancy
from cases.search_enums import VacancyEnd, VacancySource
from core.audit import record_event
from core.clock import today

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class VacancyInput:
    """What is known of a home to let. `landlord_name` is for pasted rows: found by name, or added."""

    address: str
    municipality: str
    rooms: Decimal | None = None
    area_m2: int | None = None
    rent_sek: Decimal | None = None
    available_from: date | None = None
    apply_by: date | None = None
    landlord: Landlord | None = None
    landlord_name: str = ""
    source: str = VacancySource.INTERNET
    website: str = ""
    note: str = ""


@transaction.atomic
def add_vacancies(
    *, authority: Authority, rows: Sequence[VacancyInput], by: "User", found_on: date | None = None
) -> list[Vacancy]:
    """Homes to let, all of them or none. One that is in the list already (address, municipality, rent) is
    left out, so that the same rows pasted again make no doubles.

    Raises ActionRefused for another board's landlord and for a day ahead.
    """
    refuse_other_board(authority.pk, by)
    day = found_on or today()
    refuse_future(day, "found_on")
    # The board's row is held, so that the same rows sent twice at once are seen by the second.
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    there = {_key(row) for row in Vacancy.objects.filter(authority=authority).open()}
    made = []
    for row in rows:
        landlord = _landlord(authority, row, by)
        facts = {name: value for name, value in _facts(row).items() if name != "landlord_name"}
        facts["landlord"] = landlord
        vacancy = Vacancy(authority=authority, found_on=day, recorded_by=by, **facts)
        if _key(vacancy) in there:
            continue
        vacancy.save()
        there.add(_key(vacancy))
        made.append(vacancy)
        _record("vacancy.added", vacancy, by, {})
    return made


@transaction.atomic
def change_vacancy(*, vacancy: Vacancy, facts: VacancyInput, by: "User") -> Vacancy:
    """Change what is known of it. Raises ActionRefused when it has ended, or for another board's landlord."""
    row = _held(vacancy, by)
    if row.ended_on is not None:
        raise ActionRefused(_("It is to let no more."))
    _refuse_foreign(row.authority_id, facts.landlord)
    values = {name: value for name, value in _facts(facts).items() if name != "landlord_name"}
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.save()
    _record("vacancy.changed", row, by, {"fields": changed})
    return row


@transaction.atomic
def end_vacancy(*, vacancy: Vacancy, reason: str, ended_on: date, by: "User") -> Vacancy:
    """It is to let no more. Ended already, it stays as it is. Raises ActionRefused for a day ahead."""
    row = _held(vacancy, by)
    if row.ended_on is not None:
        return row
    refuse_future(ended_on, "ended_on")
    if ended_on < row.found_on:
        raise ActionRefused(_("It can't end before it was found."), "ended_on")
    row.ended_on, row.end_reason = ended_on, VacancyEnd(reason)
    row.save()
    _record("vacancy.ended", row, by, {"reason": reason})
    return row


@transaction.atomic
def reopen_vacancy(*, vacancy: Vacancy, by: "User") -> Vacancy:
    """Undo of ending."""
    row = _held(vacancy, by)
    if row.ended_on is None:
        return row
    row.ended_on, row.end_reason = None, ""
    row.save()
    _record("vacancy.reopened", row, by, {})
    return row


def _facts(row: VacancyInput) -> dict[str, Any]:
    """The fields by name; a landlord stays the row that it is."""
    return {name: getattr(row, name) for name in VacancyInput.__dataclass_fields__}


def _landlord(authority: Authority, row: VacancyInput, by: "User") -> Landlord | None:
    """The one given, or the one of that name: in the same municipality, else the only one, else a new one."""
    _refuse_foreign(authority.pk, row.landlord)
    name = " ".join(row.landlord_name.split())
    if row.landlord is not None or not name:
        return row.landlord
    named = [
        landlord
        for landlord in Landlord.objects.filter(authority=authority).order_by("pk")
        if landlord.name.casefold() == name.casefold()
    ]
    near = [landlord for landlord in named if landlord.municipality == row.municipality]
    if near or len(named) == 1:
        return (near or named)[0]
    return add_landlord(authority=authority, name=name, municipality=row.municipality, by=by)


def _refuse_foreign(authority_id: int, landlord: Landlord | None) -> None:
    if landlord is not None and landlord.authority_id != authority_id:
        raise ActionRefused(_("Choose a landlord in the list."), "landlord")


def _held(vacancy: Vacancy, by: "User") -> Vacancy:
    row = Vacancy.objects.select_for_update(no_key=True).get(pk=vacancy.pk)
    refuse_other_board(row.authority_id, by)
    return row


def _key(vacancy: Vacancy) -> tuple[str, str, Decimal | None]:
    return " ".join(vacancy.address.casefold().split()), vacancy.municipality, vacancy.rent_sek


def _record(action: str, vacancy: Vacancy, by: "User", details: dict[str, Any]) -> None:
    record_event(action, by=by, authority_id=vacancy.authority_id, subject=vacancy, details=details)
