"""Landlords: added, changed, contacted, checked."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority
from cases.actions.locking import refuse_future, refuse_other_board
from cases.errors import ActionRefused
from cases.models import Landlord, LandlordCheck, LandlordContact
from core.audit import record_event

if TYPE_CHECKING:
    from accounts.models import User

CHANGEABLE = frozenset(
    {
        "name",
        "kind",
        "municipality",
        "contact_person",
        "phone",
        "email",
        "website",
        "requires_own_income",
        "accepts_income_support",
        "requires_references",
        "accepts_default_record",
        "income_times_rent",
        "note",
        "is_active",
    }
)


@transaction.atomic
def add_landlord(*, authority: Authority, name: str, by: "User", **facts: Any) -> Landlord:
    """A landlord of the board's list; the names of `facts` are those of CHANGEABLE.

    Raises ActionRefused when one of that name in that municipality is there already.
    """
    _refuse_unknown(facts)
    refuse_other_board(authority.pk, by)
    # The board's row is held, so that the same name sent twice at once is seen by the second.
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    name = " ".join(name.split())
    _refuse_double(authority.pk, name, facts.get("municipality", ""))
    landlord = Landlord.objects.create(authority=authority, name=name, **facts)
    _record("landlord.added", landlord, by, {})
    return landlord


@transaction.atomic
def change_landlord(*, landlord: Landlord, by: "User", **changes: Any) -> Landlord:
    """Change facts and what is asked for. Raises ActionRefused for a name that another one has."""
    _refuse_unknown(changes)
    row = _held(landlord, by)
    if "name" in changes:
        changes["name"] = " ".join(changes["name"].split())
    name = changes.get("name", row.name)
    municipality = changes.get("municipality", row.municipality)
    _refuse_double(row.authority_id, name, municipality, but=row.pk)
    changed = sorted(field for field, value in changes.items() if getattr(row, field) != value)
    if not changed:
        return row
    for field in changed:
        setattr(row, field, changes[field])
    row.save()
    _record("landlord.changed", row, by, {"fields": changed})
    return row


@transaction.atomic
def log_landlord_contact(
    *, landlord: Landlord, on_day: date, kind: str, note: str, by: "User", client_key: UUID
) -> LandlordContact:
    """A contact that is about no single household. The same `client_key` again gives what it made."""
    row = _held(landlord, by)
    if (made := LandlordContact.objects.filter(client_key=client_key, landlord=row).first()) is not None:
        return made
    refuse_future(on_day, "on_day")
    if not note.strip():
        raise ActionRefused(_("Write what was said."), "note")
    made = LandlordContact.objects.create(
        landlord=row, on_day=on_day, kind=kind, note=note.strip(), recorded_by=by, client_key=client_key
    )
    _record("landlord.contacted", row, by, {"kind": kind})
    return made


@transaction.atomic
def check_landlord(
    *,
    landlord: Landlord,
    checked_on: date,
    source: str,
    result: str,
    by: "User",
    client_key: UUID,
    note: str = "",
) -> LandlordCheck:
    """That it was looked up, where, and what was found then. The same `client_key` gives the same check."""
    row = _held(landlord, by)
    if (made := LandlordCheck.objects.filter(client_key=client_key, landlord=row).first()) is not None:
        return made
    refuse_future(checked_on, "checked_on")
    made = LandlordCheck.objects.create(
        landlord=row,
        checked_on=checked_on,
        source=source,
        result=result,
        note=note.strip(),
        checked_by=by,
        client_key=client_key,
    )
    _record("landlord.checked", row, by, {"source": source, "result": result})
    return made


def _held(landlord: Landlord, by: "User") -> Landlord:
    row = Landlord.objects.select_for_update(no_key=True).get(pk=landlord.pk)
    refuse_other_board(row.authority_id, by)
    return row


def _refuse_unknown(facts: dict[str, Any]) -> None:
    unknown = set(facts) - CHANGEABLE
    if unknown:
        raise TypeError(f"a landlord has no {', '.join(sorted(unknown))}")


def _refuse_double(authority_id: int, name: str, municipality: str, *, but: int | None = None) -> None:
    there = Landlord.objects.filter(authority_id=authority_id, municipality=municipality)
    if but is not None:
        there = there.exclude(pk=but)
    if name.casefold() in {other.casefold() for other in there.values_list("name", flat=True)}:
        raise ActionRefused(_("The landlord is in the list already."), "name")


def _record(action: str, landlord: Landlord, by: "User", details: dict[str, Any]) -> None:
    record_event(action, by=by, authority_id=landlord.authority_id, subject=landlord, details=details)
