"""Flats as lists show them: who lives there, what it costs, how long it has stood empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from cases.labels import labelled
from cases.models import Household
from housing.enums import FlatKind
from housing.models import Flat, KeyHandover, Tenancy
from housing.stay_limit import extensions_of, stay_limit
from housing.vacancy import Span, empty_spans

if TYPE_CHECKING:
    from accounts.models import User

WAIVER_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Filter:
    """What is chosen above the list."""

    kind: str = ""
    show: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> "Filter":
        kind, show = str(asked.get("sort", "")), str(asked.get("visa", ""))
        return cls(kind if kind in FlatKind.values else "", show if show in ("lediga", "avstaende") else "")

    @property
    def query(self) -> str:
        pairs = {key: value for key, value in (("sort", self.kind), ("visa", self.show)) if value}
        return urlencode(pairs) + "&" if pairs else ""

    def apply(self, user: "User", day: date) -> QuerySet[Flat]:
        flats = Flat.objects.of_authority(user).available_on(day)
        if self.kind:
            flats = flats.filter(kind=self.kind)
        if self.show == "lediga":
            flats = flats.free_on(day)
        if self.show == "avstaende":
            flats = flats.filter(waiver_expires_on__lte=day + WAIVER_AHEAD)
        return flats.prefetch_related("rents").order_by("kind", "address", "pk")


@dataclass(frozen=True)
class FlatRow:
    """A flat on a day. `household` is None when it is free, and for readers who may not know."""

    flat: Flat
    rent_sek: Decimal
    tenancy: Tenancy | None
    household: Household | None
    is_free: bool
    free_since: date | None
    free_nights: int


def flat_rows(user: "User", flats: list[Flat], day: date) -> list[FlatRow]:
    """One row a flat, in a number of queries that does not grow with them."""
    ids = [flat.pk for flat in flats]
    now = Tenancy.objects.on_night(day).filter(flat__in=ids)
    lived_in = set(now.values_list("flat_id", flat=True))
    seen = {row.flat_id: row for row in shown_to(user, now)}
    ended = Tenancy.objects.counted().filter(flat__in=ids, last_night__lt=day)
    last = dict(ended.values_list("flat_id").annotate(last=Max("last_night")))
    return [_row(flat, seen.get(flat.pk), flat.pk in lived_in, last.get(flat.pk), day) for flat in flats]


def _row(flat: Flat, tenancy: Tenancy | None, is_lived_in: bool, last: date | None, day: date) -> FlatRow:
    since = None
    if not is_lived_in:
        since = max(flat.available_from, last + timedelta(days=1)) if last else flat.available_from
    return FlatRow(
        flat=flat,
        rent_sek=flat.rent_on(day),
        tenancy=tenancy,
        household=tenancy.household if tenancy else None,
        is_free=not is_lived_in,
        free_since=since,
        free_nights=(day - since).days + 1 if since else 0,
    )


def shown_to(user: "User", tenancies: QuerySet[Tenancy]) -> list[Tenancy]:
    """Those that user may see, with what their households' names need."""
    return named(list(tenancies.visible_to(user, "housing.read")))  # type: ignore[attr-defined]  # its own queryset


def named(rows: list[Tenancy]) -> list[Tenancy]:
    """The stays with their households, by name; two queries."""
    found = labelled(Household.objects.filter(pk__in=[row.household_id for row in rows]))
    households = {household.pk: household for household in found}
    for row in rows:
        row.household = households[row.household_id]
    return rows


@dataclass(frozen=True)
class Spell:
    """A stay in a flat, or nights on which it stood empty; `household` None also when user may not know."""

    first: date
    last: date | None
    nights: int
    is_empty: bool
    tenancy: Tenancy | None = None
    household: Household | None = None


def stays_of(user: "User", flat: Flat, day: date) -> list[Spell]:
    """Stays and empty nights of a flat since it was available, latest first."""
    every = list(Tenancy.objects.counted().filter(flat=flat, first_night__lte=day))
    seen = {row.pk: row for row in shown_to(user, Tenancy.objects.counted().filter(flat=flat))}
    nights = [(row.first_night, row.last_night) for row in every]
    empty: list[Span] = []
    if flat.available_from <= day:
        empty = empty_spans((flat.available_from, flat.available_until), nights, flat.available_from, day)
    spells = [Spell(span.first, span.last, span.nights, is_empty=True) for span in empty]
    for row in every:
        lived = (min(row.last_night or day, day) - row.first_night).days + 1
        known = seen.get(row.pk)
        household = known.household if known else None
        spells.append(Spell(row.first_night, row.last_night, lived, False, known, household))
    return sorted(spells, key=lambda spell: spell.first, reverse=True)


def keys_out(spells: Iterable[Spell]) -> list[KeyHandover]:
    """The keys that tenants of these stays have, whether they still live there or not."""
    rows = KeyHandover.objects.filter(
        tenancy__in=[spell.tenancy.pk for spell in spells if spell.tenancy], returned_on=None
    )
    return list(rows.order_by("handed_out_on", "pk"))


@dataclass(frozen=True)
class Summary:
    """The numbers above the list. Nothing personal."""

    flats: int
    free: int
    near_limit: int
    waivers: int


def summary(user: "User", day: date) -> Summary:
    """Of user's board on day, whoever lives there. `near_limit`: stays with at most 45 days left."""
    flats = Flat.objects.of_authority(user).available_on(day)
    living = list(Tenancy.objects.of_authority(user).on_night(day).filter(flat__kind=FlatKind.TRANSITIONAL))
    extended = extensions_of(living)
    limits = [stay_limit(stay, FlatKind.TRANSITIONAL, extended.get(stay.pk), day) for stay in living]
    lived_in = Tenancy.objects.on_night(day).filter(flat=OuterRef("pk"))
    counts = flats.aggregate(
        flats=Count("pk"),
        free=Count("pk", filter=~Exists(lived_in)),
        waivers=Count("pk", filter=Q(waiver_expires_on__lte=day + WAIVER_AHEAD)),
    )
    return Summary(near_limit=sum(limit is not None and limit.is_near for limit in limits), **counts)
