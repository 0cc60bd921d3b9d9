"""The list of flats as a table for spreadsheets."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.tabular.export import Sheet
from housing.enums import FlatKind
from housing.flat_rows import Filter, FlatRow


def flats_sheet(rows: Iterable[FlatRow], chosen: Filter, day: date) -> Sheet:
    """A row for each flat. Whoever lives there stands with the case number, and never with a name."""
    filters = []
    if chosen.kind:
        filters.append(_("Kind: %(kind)s") % {"kind": FlatKind(chosen.kind).label})
    if chosen.show:
        filters.append({"lediga": _("Free flats"), "avstaende": _("Waiver expires soon")}[chosen.show])
    return Sheet(
        title=_("Flats"),
        columns=[
            _("Address"),
            _("Kind"),
            _("Rooms"),
            _("Room for at most"),
            _("Rent a month in kronor"),
            _("Landlord"),
            _("Contract number"),
            _("Available from"),
            _("Available until"),
            _("Tenure waiver expires"),
            _("Today"),
            _("Case number"),
            _("Since"),
            _("Empty nights"),
        ],
        rows=[_row(row) for row in rows],
        filters=filters,
        notes=[_("As of %(day)s") % {"day": day.isoformat()}],
    )


def _row(row: FlatRow) -> list[Any]:
    flat = row.flat
    return [
        flat.address,
        str(flat.get_kind_display()),
        flat.rooms,
        flat.most_people,
        row.rent_sek,
        flat.landlord,
        flat.contract_number,
        flat.available_from,
        flat.available_until,
        flat.waiver_expires_on,
        _("Free") if row.is_free else _("Lived in"),
        row.household.case_number if row.household else "",
        row.free_since or (row.tenancy.first_night if row.tenancy else None),
        row.free_nights if row.is_free else None,
    ]
