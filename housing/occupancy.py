"""Who lived where and when, and when nobody did: the occupancy picture and the table behind it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Case, Max, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Household
from core.money import format_number
from core.ratios import percent
from housing.enums import FlatKind
from housing.flat_rows import WAIVER_AHEAD, Spell, shown_to
from housing.lanes import DAY, Place, Tick, Window, Word, per_cent, target, ticks, words
from housing.limits import last_allowed_night
from housing.models import Flat, Tenancy
from housing.querysets import FlatQuerySet
from housing.stay_limit import Limit, Tag, extensions_of, stay_limit
from housing.vacancy import Span, empty_nights, empty_spans

if TYPE_CHECKING:
    from accounts.models import User

# More than any board of today has: its picture is one page.
LANES = 150


@dataclass(frozen=True)
class Bar:
    """A stretch of a lane: nights lived, planned or empty. `kind` and `tone` name its filling."""

    kind: str
    tone: str
    place: Place
    words: list[Word]
    label: str
    url: str = ""
    link_css: str = ""
    plain_css: str = ""

    @cached_property
    def css(self) -> str:
        return f"lane-{self.kind} lane-{self.tone}" if self.tone else f"lane-{self.kind}"


@dataclass(frozen=True)
class Mark:
    """A day that something ends: "limit" or "waiver"."""

    kind: str
    x: str
    label: str


@dataclass(frozen=True)
class Row:
    """A stay or empty nights as the table says it."""

    spell: Spell
    who: str
    remark: Tag | None
    url: str = ""


@dataclass(frozen=True)
class Lane:
    """A flat with what is drawn of it (`bars`, `marks`, `tags`), or with its `rows` in the table."""

    flat: Flat
    bars: list[Bar]
    marks: list[Mark]
    tags: list[Tag]
    rows: list[Row]


@dataclass(frozen=True)
class Group:
    """The flats of a kind: the lanes of the page, and the numbers of all. Nights: of the window, to today."""

    kind: str
    label: str
    lanes: list[Lane]
    flats: int
    available: int
    empty: int

    @property
    def share(self) -> int | None:
        return percent(self.available - self.empty, self.available)


@dataclass(frozen=True)
class Picture:
    """A page of lanes; the numbers are those of all flats."""

    window: Window
    ticks: list[Tick]
    today_x: str
    page: Page[Flat]
    groups: list[Group]
    households: list[Household]
    flats: int
    available: int
    empty: int

    @property
    def share(self) -> int | None:
        return percent(self.available - self.empty, self.available)


def picture(
    user: "User",
    window: Window,
    day: date,
    kind: str = "",
    number: str | int | None = 1,
    *,
    is_table: bool = False,
) -> Picture:
    """Every flat of user's board that it has in the window, in a number of queries that depends on nothing.

    `LANES` of them at a time. Households that user may not see are lived-in nights without a name.
    """
    flats = Flat.objects.of_authority(user).available_between(window.start, window.end)
    flats = flats.filter(kind=kind) if kind else flats
    nights = _nights(flats, window, day)
    page = Paginator(flats.order_by(*_in_order(), "address", "pk"), LANES).get_page(number)
    rows = list(page.object_list)
    known = _Known(user, rows, window, day)
    lanes = defaultdict(list)
    for flat in rows:
        lanes[flat.kind].append(known.listed(flat) if is_table else known.lane(flat))
    groups = [Group(one, str(one.label), lanes[one], *nights[one]) for one in FlatKind if one in lanes]
    return Picture(
        window=window,
        ticks=ticks(window),
        today_x=per_cent(window.at(day + DAY)) if day in window else "",
        page=page,
        groups=groups,
        households=known.households,
        flats=page.paginator.count,
        available=sum(available for _flats, available, _empty in nights.values()),
        empty=sum(empty for _flats, _available, empty in nights.values()),
    )


def _in_order() -> list[Case]:
    """As FlatKind has them."""
    return [Case(*(When(kind=kind, then=place) for place, kind in enumerate(FlatKind)))]


def _nights(flats: FlatQuerySet, window: Window, day: date) -> dict[str, tuple[int, int, int]]:
    """Flats, available and empty nights of the window through today, by kind; two queries."""
    last = min(window.end, day)
    stays: defaultdict[int, list[tuple[date, date | None]]] = defaultdict(list)
    between = Tenancy.objects.between(window.start, window.end).filter(flat__in=flats.values("pk"))
    for pk, first, until in between.order_by().values_list("flat", "first_night", "last_night"):
        stays[pk].append((first, until))
    found: dict[str, tuple[int, int, int]] = {}
    for pk, kind, since, until in flats.values_list("pk", "kind", "available_from", "available_until"):
        number, available, empty = found.get(kind, (0, 0, 0))
        ours = (since, until)
        found[kind] = (
            number + 1,
            available + empty_nights(ours, [], window.start, last),
            empty + empty_nights(ours, stays[pk], window.start, last),
        )
    return found


class _Known:
    """What was read of all flats, and each flat's lane."""

    def __init__(self, user: "User", flats: list[Flat], window: Window, day: date) -> None:
        self.window, self.day = window, day
        ids = [flat.pk for flat in flats]
        stays = Tenancy.objects.between(window.start, window.end).filter(flat__in=ids)
        self.stays: defaultdict[int, list[Tenancy]] = defaultdict(list)
        for stay in stays.order_by("first_night", "pk"):
            self.stays[stay.flat_id].append(stay)
        seen = shown_to(user, stays)
        self.names = {row.pk: row.household.label for row in seen}
        self.households = [row.household for row in seen]
        transitional = {flat.pk for flat in flats if flat.kind == FlatKind.TRANSITIONAL}
        self.extended = extensions_of([stay for pk in transitional for stay in self.stays[pk]])
        before = Tenancy.objects.counted().filter(flat__in=ids, last_night__lt=window.start)
        self.last_before = dict(before.values_list("flat").annotate(last=Max("last_night")))

    def listed(self, flat: Flat) -> Lane:
        """The flat as the table tells of it, the latest first."""
        stays = self.stays[flat.pk]
        rows = [Row(spell, _("Empty"), None) for spell in self._empty_spells(flat, stays)]
        rows += [self._row(stay, self._limit(stay, flat)) for stay in stays]
        return Lane(flat, [], [], [], sorted(rows, key=lambda row: row.spell.first, reverse=True))

    def lane(self, flat: Flat) -> Lane:
        """The flat as it is drawn."""
        stays = self.stays[flat.pk]
        bars = [self._empty(spell) for spell in self._empty_spells(flat, stays)]
        marks: list[Mark] = []
        for stay in stays:
            bars += self._bars(stay, self._limit(stay, flat))
            marks += self._stay_marks(stay, flat)
        if flat.waiver_expires_on:
            text = _("The flat's tenure waiver expires %(day)s") % {"day": flat.waiver_expires_on}
            marks += self._mark("waiver", flat.waiver_expires_on, text)
        drawn = sorted(bars, key=lambda bar: bar.place.left)
        return Lane(flat, drawn, marks, self._tags(flat, stays), [])

    def _limit(self, stay: Tenancy, flat: Flat) -> Limit | None:
        return stay_limit(stay, flat.kind, self.extended.get(stay.pk), self.day)

    def _empty_spells(self, flat: Flat, stays: list[Tenancy]) -> list[Spell]:
        spans = self._empty_spans(flat, stays)
        return [Spell(span.first, span.last, span.nights, is_empty=True) for span in spans]

    def _empty_spans(self, flat: Flat, stays: list[Tenancy]) -> list[Span]:
        """What stood empty in the window, from when it did, which may be before the window."""
        nights = [(stay.first_night, stay.last_night) for stay in stays]
        before = self.last_before.get(flat.pk)
        since = before + DAY if before else flat.available_from
        available = (flat.available_from, flat.available_until)
        spans = empty_spans(available, nights, since, min(self.window.end, self.day))
        return [span for span in spans if span.last >= self.window.start]

    def _who(self, stay: Tenancy) -> str:
        return self.names.get(stay.pk) or _("Lived in")

    def _url(self, stay: Tenancy) -> str:
        return reverse("housing:tenancy", args=[stay.pk]) if stay.pk in self.names else ""

    def _row(self, stay: Tenancy, limit: Limit | None) -> Row:
        lived = max((min(stay.last_night or self.day, self.day) - stay.first_night).days + 1, 0)
        spell = Spell(stay.first_night, stay.last_night, lived, is_empty=False, tenancy=stay)
        return Row(spell, self._who(stay), limit.tag if limit else None, self._url(stay))

    def _goes_on(self, stay: Tenancy) -> bool:
        return stay.first_night <= self.day and (stay.last_night is None or stay.last_night >= self.day)

    def _empty(self, spell: Spell) -> Bar:
        assert spell.last is not None
        place = self.window.place(spell.first, spell.last)
        said = _empty_nights(spell.nights)
        label = f"{said}, {spell.first}–{spell.last}"
        return Bar("empty", "", place, words([said, str(spell.nights)], place.share), label)

    def _bars(self, stay: Tenancy, limit: Limit | None) -> list[Bar]:
        """The nights that have been lived, and from tomorrow on those that are planned."""
        who, url, bars = self._who(stay), self._url(stay), []
        tag = limit.tag if limit else None
        nights = f"{stay.first_night}–{stay.last_night or ''}"
        label = ", ".join(part for part in (who, nights, tag.text if tag else "") if part)
        last = min(stay.last_night or self.day, self.day)
        if max(stay.first_night, self.window.start) <= min(last, self.window.end):
            place = self.window.place(stay.first_night, last)
            texts = [f"{who} · {tag.text}", who] if tag else [who]
            link, plain = target(place.share) if url else ("never", "")
            tone = limit.tone if limit else ""
            bars.append(Bar("lived", tone, place, words(texts, place.share), label, url, link, plain))
        following = max(stay.first_night, self.day + DAY)
        planned = stay.last_night or stay.planned_last_night or self.window.end
        if max(following, self.window.start) <= min(planned, self.window.end):
            place = self.window.place(following, planned)
            ends = stay.last_night or stay.planned_last_night
            said = _("planned through %(day)s") % {"day": ends} if ends else _("until further notice")
            short = f"→ {ends:%m-%d}" if ends else "→"
            label = f"{who}, {said}"
            bars.append(Bar("planned", "", place, words([said, short], place.share), label))
        return bars

    def _stay_marks(self, stay: Tenancy, flat: Flat) -> list[Mark]:
        marks = []
        if flat.kind == FlatKind.TRANSITIONAL:
            allowed = last_allowed_night(stay.first_night)
            if (stay.last_night or max(allowed, self.day)) >= allowed:
                text = _("Three months: last allowed night %(day)s") % {"day": allowed}
                marks += self._mark("limit", allowed, text)
        if stay.waiver_expires_on:
            text = _("The tenant's tenure waiver expires %(day)s") % {"day": stay.waiver_expires_on}
            marks += self._mark("waiver", stay.waiver_expires_on, text)
        return marks

    def _mark(self, kind: str, last_day: date, label: str) -> list[Mark]:
        if last_day not in self.window:
            return []
        return [Mark(kind, per_cent(self.window.at(last_day + DAY)), label)]

    def _tags(self, flat: Flat, stays: list[Tenancy]) -> list[Tag]:
        """How the flat stands today, in words that are there at every width."""
        now = next((stay for stay in stays if self._goes_on(stay)), None)
        tags = [tag for tag in (self._now(flat, stays, now),) if tag]
        planned = now.planned_last_night if now and now.last_night is None else None
        is_over = any(tag.kind == "bad" for tag in tags)
        if planned is not None and planned < self.day and not is_over:
            tags.append(Tag(_("Planned end %(day)s has passed") % {"day": planned}, "warn"))
        expires = flat.waiver_expires_on
        if expires is not None and expires <= self.day + WAIVER_AHEAD:
            has_gone = expires < self.day
            text = _("Waiver expired %(day)s") if has_gone else _("Waiver expires %(day)s")
            tags.append(Tag(text % {"day": expires}, "bad" if has_gone else "warn"))
        return tags

    def _now(self, flat: Flat, stays: list[Tenancy], now: Tenancy | None) -> Tag | None:
        if self.day not in self.window:
            return None
        if now is not None:
            limit = self._limit(now, flat)
            return limit.tag if limit else None
        if not flat.available_from <= self.day <= (flat.available_until or self.day):
            return Tag(_("Not ours today"))
        ended = [stay.last_night for stay in stays if stay.last_night and stay.last_night < self.day]
        last = max(ended, default=self.last_before.get(flat.pk))
        since = max(flat.available_from, last + DAY) if last else flat.available_from
        return Tag(_empty_nights((self.day - since).days + 1), "ok")


def _empty_nights(nights: int) -> str:
    words = ngettext("Empty %(n)s night", "Empty %(n)s nights", nights)
    return words % {"n": format_number(nights)}
