"""When a household was met last and is met next, as every app that meets it knows: one reading of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from core.registries import booked_contacts, contact_sources


def latest_contacts(household_ids: Sequence[int]) -> dict[int, date]:
    """The latest day of contact of each household that had any; one query for each source."""
    latest: dict[int, date] = {}
    for source in contact_sources:
        days: Mapping[int, date] = source(household_ids)
        for pk, day in days.items():
            latest[pk] = max(day, latest.get(pk, day))
    return latest


def next_contacts(household_ids: Sequence[int], day: date) -> dict[int, date]:
    """The next booked contact, from day on, of each household that has one; one query for each source."""
    coming: dict[int, date] = {}
    for source in booked_contacts:
        days: Mapping[int, date] = source(household_ids, day)
        for pk, when in days.items():
            coming[pk] = min(when, coming.get(pk, when))
    return coming
