"""The lines of an agenda as a reader may see them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.labels import labelled
from cases.models import Household
from core.clock import today
from core.money import format_sek
from housing.enums import ItemKind, Outcome
from housing.models import AgendaItem, BoardMeeting, Placement
from housing.stays import Stay

TONES = {Outcome.APPROVED: "ok", Outcome.REJECTED: "bad", Outcome.DEFERRED: "warn", Outcome.REVOKED: "bad"}


@dataclass(frozen=True)
class Line:
    """An item as the reader sees it. Hidden: that there is one, and nothing more."""

    item: AgendaItem
    label: str
    why: str
    state: str
    tone: str
    is_hidden: bool
    url: str = ""

    @property
    def is_open(self) -> bool:
        return not self.item.is_settled


def lines_of(meeting: BoardMeeting, user: User) -> list[Line]:
    """The meeting's items in order, in a fixed number of queries."""
    related = (
        "household",
        "application",
        "decision",
        "confirms",
        "placement__provider",
        "tenancy__flat",
        "flat",
    )
    items = list(meeting.items.select_related(*related).order_by("position", "pk"))
    ids = {item.household_id for item in items if item.household_id is not None}
    seen = set(
        Household.objects.visible_to(user, "board.read").filter(pk__in=ids).values_list("pk", flat=True)
    )
    prepare([item.household for item in items if item.household_id in seen])
    lines = [_line(item, item.household_id is None or item.household_id in seen) for item in items]
    if not user.can("housing.read"):
        return lines
    return [replace(line, url=_flat_url(line.item)) if line.item.flat_id else line for line in lines]


def _flat_url(item: AgendaItem) -> str:
    """Who a free flat could be for, and why not."""
    return reverse("housing:match_flat", args=[item.flat_id])


def prepare(households: list[Any]) -> None:
    """What the labels of these households need, in one query."""
    labelled([one for one in households if one is not None])


def _line(item: AgendaItem, is_seen: bool) -> Line:
    if not is_seen:
        return Line(item, _("Protected case"), str(item.get_kind_display()), *_state(item), is_hidden=True)
    place = item.flat.address if item.flat else ""
    label = place if item.household is None else item.household.label
    url = reverse("housing:item", args=[item.pk]) if item.household_id is not None else ""
    return Line(item, label, _why(item), *_state(item), is_hidden=False, url=url)


def _state(item: AgendaItem) -> tuple[str, str]:
    decision = item.decision
    if decision is not None:
        words = str(decision.get_outcome_display())
        if decision.valid_until and decision.valid_from and decision.outcome == Outcome.APPROVED:
            nights = (decision.valid_until - decision.valid_from).days + 1
            words = _("%(outcome)s · %(n)s nights") % {"outcome": words, "n": nights}
        return words, TONES[Outcome(decision.outcome)]
    if item.is_settled:
        return _("Taken up"), ""
    return "", ""


def _why(item: AgendaItem) -> str:
    kind = str(item.get_kind_display())
    if item.kind == ItemKind.APPLICATION and item.application is not None:
        return f"{kind}: {str(item.application.get_accommodation_display()).lower()}"
    if item.placement is not None:
        return f"{kind}: {item.placement.provider.name}, {days_words(item.placement.first_night)}"
    if item.tenancy is not None:
        return f"{kind}: {item.tenancy.flat.address}, {days_words(item.tenancy.first_night)}"
    return kind


def days_words(first_night: date) -> str:
    """ "62 dygn"."""
    return _("%(n)s nights") % {"n": max((today() - first_night).days + 1, 0)}


def stay_words(stay: Stay) -> str:
    """ "Hotelljouren sedan 2013-10-10, 62 dygn, 585 kr per natt"."""
    row = stay.row
    since = _("since %(day)s") % {"day": date_format(row.first_night, "Y-m-d")}
    if isinstance(row, Placement):
        price = f"{format_sek(row.price_sek)} {row.get_price_per_display()}"
        return f"{row.provider.name} {since}, {days_words(row.first_night)}, {price}"
    return f"{row.flat.address} {since}, {days_words(row.first_night)}"
