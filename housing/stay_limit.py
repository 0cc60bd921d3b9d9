"""How stays in transitional flats stand to their three months: for pictures, lists and duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from housing.enums import FlatKind
from housing.limits import last_allowed_night
from housing.models import StayExtension, Tenancy

# From so many days left on a stay is marked, and stands in the worklist.
NEAR_DAYS = 45


@dataclass(frozen=True)
class Tag:
    """A word with a tone, as components/tag.html shows it."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Limit:
    """A stay on a day. `end`: its last night, or that day's while it goes on without one."""

    last_allowed: date
    authorised: date | None
    end: date
    goes_on: bool

    @property
    def through(self) -> date:
        """The last night that is allowed or authorised."""
        return max(self.last_allowed, self.authorised or self.last_allowed)

    @property
    def left(self) -> int:
        """Nights that remain; negative: so many too many."""
        return (self.through - self.end).days

    @property
    def is_over(self) -> bool:
        return self.end > self.last_allowed

    @property
    def is_unauthorised(self) -> bool:
        return self.end > self.through

    @property
    def is_near(self) -> bool:
        return self.goes_on and not self.is_unauthorised and self.left <= NEAR_DAYS

    @property
    def tone(self) -> str:
        if self.is_unauthorised:
            return "bad"
        return "warn" if self.is_over or self.is_near else ""

    @property
    def tag(self) -> Tag | None:
        """None for a stay that was over within its three months."""
        if self.is_unauthorised:
            words = ngettext("%(n)s day over, not authorised", "%(n)s days over, not authorised", -self.left)
            return Tag(words % {"n": -self.left}, "bad")
        if self.is_over:
            return Tag(_("Over the limit, authorised through %(day)s") % {"day": self.authorised}, "warn")
        if not self.goes_on:
            return None
        words = ngettext("%(n)s day left", "%(n)s days left", self.left)
        return Tag(words % {"n": self.left}, self.tone or "ok")


def stay_limit(stay: Tenancy, kind: str, authorised: date | None, day: date) -> Limit | None:
    """None for flats without a limit, and for stays that have not begun."""
    end = min(stay.last_night or day, day)
    if kind != FlatKind.TRANSITIONAL or end < stay.first_night:
        return None
    return Limit(last_allowed_night(stay.first_night), authorised, end, goes_on=stay.last_night is None)


def extensions_of(stays: Iterable[Tenancy]) -> dict[int, date]:
    """The furthest authorised night over the limit, by stay; one query."""
    rows = StayExtension.objects.filter(tenancy__in=[stay.pk for stay in stays])
    return dict(rows.values_list("tenancy").annotate(through=Max("last_night")))
