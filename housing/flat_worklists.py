"""What needs somebody's attention across all flats: each list with why it is empty when it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.money import format_number
from core.periods import add_months
from housing.board_days import BoardDay, board_days, last_before
from housing.enums import FlatKind
from housing.flat_rows import WAIVER_AHEAD, flat_rows, named
from housing.limits import day_of_stay, nights_allowed
from housing.models import Flat, KeyHandover, LateRent, TakeoverObstacle, Tenancy
from housing.rents import MONTHS_FOLLOWED
from housing.stay_facts import late_rents
from housing.stay_limit import Limit, Tag, extensions_of, stay_limit

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Work:
    """A line of a list: a flat, the stay in it if that is what it is about, and what is the matter."""

    flat: Flat
    text: str
    tag: Tag
    day: date | None
    stay: Tenancy | None = None

    @property
    def url(self) -> str:
        return reverse("housing:tenancy", args=[self.stay.pk]) if self.stay else ""


@dataclass(frozen=True)
class Worklist:
    """`day_label`: what the day of its lines is; `empty`: what an empty list means."""

    key: str
    title: str
    day_label: str
    empty: str
    lines: list[Work]
    tone: str = "warn"


def worklists(user: "User", day: date) -> list[Worklist]:
    """The lists of user's board, in a number of queries that depends on nothing.

    Stays are those whose household user may see.
    """
    stays = Stays(user, day)
    lists = [
        stays.over_list(),
        stays.near_list(),
        stays.next_list(),
        stays.planned_list(),
        _waivers_list(user, day, stays.waivers()),
        stays.rent_list(),
        stays.obstacle_list(),
        stays.keys_list(),
        _free_list(user, day),
    ]
    named([line.stay for one in lists for line in one.lines if line.stay])
    return lists


def _board_words(board: BoardDay | None, *, is_over: bool) -> str:
    """Which meeting is the last that can let the stay go on, or was."""
    if board is None:
        return _("No Boråd was held before that") if is_over else _("No Boråd before that")
    if board.has_been:
        return _("The last Boråd before that was %(day)s") % {"day": board.held_on}
    return _("Last Boråd before that: %(day)s") % {"day": board.held_on}


def _by_day(lines: Iterable[Work]) -> list[Work]:
    return sorted(lines, key=lambda line: (line.day or date.max, line.flat.address))


def _waiver(flat: Flat, expires: date, day: date, text: str, stay: Tenancy | None = None) -> Work:
    left = (expires - day).days
    if left < 0:
        return Work(flat, text, Tag(_("Expired"), "bad"), expires, stay)
    words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return Work(flat, text, Tag(words, "warn"), expires, stay)


def _waivers_list(user: "User", day: date, of_stays: list[Work]) -> Worklist:
    flats = (
        Flat.objects.of_authority(user).available_on(day).filter(waiver_expires_on__lte=day + WAIVER_AHEAD)
    )
    of_flats = [
        _waiver(flat, flat.waiver_expires_on, day, _("The board's own lease"))
        for flat in flats
        if flat.waiver_expires_on is not None
    ]
    return Worklist(
        "waivers",
        _("Tenure waivers that run out within 90 days"),
        _("Expires"),
        _("No waiver runs out within 90 days."),
        _by_day([*of_flats, *of_stays]),
    )


def _free_list(user: "User", day: date) -> Worklist:
    flats = Flat.objects.of_authority(user).free_on(day).prefetch_related("rents")
    rows = [row for row in flat_rows(user, list(flats), day) if row.free_since is not None]
    lines = []
    for row in sorted(rows, key=lambda row: (-row.free_nights, row.flat.address)):
        words = ngettext("%(n)s empty night", "%(n)s empty nights", row.free_nights)
        tag = Tag(words % {"n": format_number(row.free_nights)}, "ok")
        lines.append(Work(row.flat, str(row.flat.get_kind_display()), tag, row.free_since))
    return Worklist("free", _("Free flats"), _("Free since"), _("Every flat is lived in."), lines, "ok")


class Stays:
    """The stays of the last year that user sees, with what the lists ask of them, each asked once."""

    def __init__(self, user: "User", day: date) -> None:
        self.user, self.day = user, day
        since = add_months(day, -MONTHS_FOLLOWED)
        rows = Tenancy.objects.of_authority(user).between(since, day)
        rows = rows.select_related("flat").order_by("first_night", "pk")
        self.stays = list(rows.visible_to(user, "housing.read"))
        self.living = [stay for stay in self.stays if stay.last_night is None or stay.last_night >= day]
        self.open = [stay for stay in self.living if stay.last_night is None]

    @cached_property
    def limits(self) -> dict[int, Limit]:
        """Of the stays that go on in transitional flats."""
        extended = extensions_of([stay for stay in self.living if stay.flat.kind == FlatKind.TRANSITIONAL])
        found = {}
        for stay in self.living:
            limit = stay_limit(stay, stay.flat.kind, extended.get(stay.pk), self.day)
            if limit is not None:
                found[stay.pk] = limit
        return found

    @cached_property
    def meetings(self) -> list[BoardDay]:
        """The meetings of the Boråd since the first of the stays with a limit began."""
        first_nights = [stay.first_night for stay in self.living if stay.pk in self.limits]
        return board_days(self.user.authority_id or 0, min(first_nights, default=self.day), self.day)

    def over_list(self) -> Worklist:
        lines = [self._limited(stay, limit) for stay, limit in self._limits() if limit.is_unauthorised]
        return Worklist(
            "over",
            _("Over three months without leave"),
            _("Last allowed night"),
            _("Nobody lives in a transitional flat over the limit without an authorised extension."),
            _by_day(lines),
            "bad",
        )

    def near_list(self) -> Worklist:
        lines = [self._limited(stay, limit) for stay, limit in self._limits() if limit.is_near]
        return Worklist(
            "near",
            _("Reach the limit within 45 days"),
            _("Last allowed night"),
            _("No stay in a transitional flat has 45 days or less left."),
            _by_day(lines),
        )

    def _limits(self) -> list[tuple[Tenancy, Limit]]:
        return [(stay, self.limits[stay.pk]) for stay in self.living if stay.pk in self.limits]

    def _limited(self, stay: Tenancy, limit: Limit) -> Work:
        text = _board_words(last_before(self.meetings, limit.through), is_over=limit.is_over)
        tag = limit.tag
        assert tag is not None
        return Work(stay.flat, text, tag, limit.through, stay)

    def next_list(self) -> Worklist:
        lines = [
            Work(stay.flat, _("Nothing is named"), self._day_of(stay), stay.first_night, stay)
            for stay in self.open
            if stay.pk in self.limits and not stay.next_solution_named
        ]
        return Worklist(
            "next",
            _("Next solution is missing"),
            _("First night"),
            _("Every stay in a transitional flat has a named next solution."),
            _by_day(lines),
        )

    def _day_of(self, stay: Tenancy) -> Tag:
        number, whole = day_of_stay(stay.first_night, self.day), nights_allowed(stay.first_night)
        return Tag(_("Day %(day)s of %(of)s") % {"day": number, "of": whole}, "warn")

    def planned_list(self) -> Worklist:
        lines = []
        for stay in self.open:
            planned, limit = stay.planned_last_night, self.limits.get(stay.pk)
            if limit is not None and limit.is_unauthorised:
                continue  # in a list of its own
            if planned is not None and planned < self.day:
                words = ngettext("%(n)s day ago", "%(n)s days ago", (self.day - planned).days)
                tag = Tag(words % {"n": (self.day - planned).days}, "warn")
                lines.append(Work(stay.flat, _("Still lives there"), tag, planned, stay))
        return Worklist(
            "planned",
            _("The planned end has passed"),
            _("Planned last night"),
            _("No stay goes on past its planned last night."),
            _by_day(lines),
        )

    def waivers(self) -> list[Work]:
        """Those of the tenants."""
        return [
            _waiver(stay.flat, stay.waiver_expires_on, self.day, _("The tenant's sublease"), stay)
            for stay in self.open
            if stay.waiver_expires_on is not None and stay.waiver_expires_on <= self.day + WAIVER_AHEAD
        ]

    def rent_list(self) -> Worklist:
        months = defaultdict(list)
        for stay, month in late_rents(self.stays, self.day):
            months[stay].append(month)
        lines = []
        told = set(LateRent.objects.filter(tenancy__in=list(months)).values_list("tenancy", "month"))
        for stay, late in months.items():
            names = ", ".join(date_format(one.month, "M Y") for one in reversed(late))
            words = ngettext("%(n)s month late", "%(n)s months late", len(late)) % {"n": len(late)}
            if all((stay.pk, one.month) in told for one in late):
                words = _("%(late)s, debt advice is told") % {"late": words}
            lines.append(Work(stay.flat, names, Tag(words, "bad"), late[-1].due_on, stay))
        return Worklist(
            "rents",
            _("Late rents"),
            _("Was due"),
            _("Every rent that is followed here is paid."),
            _by_day(lines),
            "bad",
        )

    def obstacle_list(self) -> Worklist:
        found = defaultdict(list)
        rows = TakeoverObstacle.objects.filter(tenancy__in=self.living, resolved_on=None)
        for row in rows.order_by("noted_on", "pk"):
            found[row.tenancy_id].append(row)
        lines = []
        for stay in self.living:
            if there := found.get(stay.pk):
                text = ", ".join(str(one.get_kind_display()) for one in there)
                words = ngettext("%(n)s obstacle", "%(n)s obstacles", len(there)) % {"n": len(there)}
                lines.append(Work(stay.flat, text, Tag(words, "warn"), there[0].noted_on, stay))
        return Worklist(
            "obstacles",
            _("Obstacles to taking over the lease"),
            _("Noted"),
            _("Nothing that is noted keeps a tenant from taking over the lease."),
            _by_day(lines),
        )

    def keys_list(self) -> Worklist:
        ended = {stay.pk: stay for stay in self.stays if stay.last_night and stay.last_night < self.day}
        lines = []
        rows = KeyHandover.objects.filter(tenancy__in=list(ended), returned_on=None)
        for row in rows.order_by("handed_out_on", "pk"):
            stay = ended[row.tenancy_id]
            tag = Tag(pgettext("keys", "Out"), "warn")
            lines.append(Work(stay.flat, f"{row.what} × {row.count}", tag, stay.last_night, stay))
        return Worklist(
            "keys",
            _("Keys not returned after the stay"),
            _("Last night"),
            _("Nobody who has moved out still has keys."),
            _by_day(lines),
        )
