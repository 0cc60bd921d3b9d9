"""Placements, tenancies and decisions on the household's line of events."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import format_sek
from core.registries import TimelineEntry, TimelineSource, timeline_sources
from housing.enums import Accommodation, Outcome
from housing.models import BoardDecision, Placement, Tenancy

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Household

# What the file of permissions calls it: placements, tenancies and decisions with their reasons.
READ = "housing.read"
_TONES = {
    Outcome.APPROVED: "ok",
    Outcome.REJECTED: "bad",
    Outcome.DEFERRED: "warn",
    Outcome.REVOKED: "bad",
}


def placements(
    household: "Household", user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Each placement on its first night. One query."""
    rows = (
        Placement.objects.visible_to(user, READ)
        .counted()
        .filter(household=household)
        .select_related("provider")
    )
    if until is not None:
        rows = rows.filter(first_night__lte=until)
    return [
        TimelineEntry(
            day=row.first_night,
            kind="housing",
            title=_("Placed with %(provider)s") % {"provider": row.provider.name},
            body=_sentence(_nights(row.first_night, row.last_night), _price(row)),
            source="placements",
            object_id=row.pk,
        )
        for row in rows.order_by("-first_night", "-pk")[:limit]
    ]


def tenancies(household: "Household", user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Each tenancy on its first night. One query."""
    rows = Tenancy.objects.visible_to(user, READ).counted().filter(household=household).select_related("flat")
    if until is not None:
        rows = rows.filter(first_night__lte=until)
    return [
        TimelineEntry(
            day=row.first_night,
            kind="housing",
            title=_("Moved into %(kind)s") % {"kind": str(row.flat.get_kind_display()).lower()},
            body=_sentence(row.flat.address, _nights(row.first_night, row.last_night)),
            source="tenancies",
            object_id=row.pk,
            url=reverse("housing:tenancy", args=[row.pk]),
        )
        for row in rows.order_by("-first_night", "-pk")[:limit]
    ]


def decisions(household: "Household", user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Each decision of the Boråd on the day it was taken. One query."""
    rows = (
        BoardDecision.objects.visible_to(user, READ).filter(household=household).select_related("decided_by")
    )
    if until is not None:
        rows = rows.filter(decided_on__lte=until)
    return [
        TimelineEntry(
            day=row.decided_on,
            kind="decision",
            title=_("Boråd"),
            body=_sentence(_accommodation(row.accommodation), _validity(row), row.reason),
            who=row.decided_by.full_name if row.decided_by else "",
            badge=row.get_outcome_display(),
            badge_tone=_TONES[Outcome(row.outcome)],
            url=reverse("housing:decision", args=[row.pk]),
            source="decisions",
            object_id=row.pk,
        )
        for row in rows.order_by("-decided_on", "-pk")[:limit]
    ]


def _accommodation(written: str) -> str:
    return str(dict(Accommodation.choices).get(written, written))


def _sentence(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _nights(first_night: date, last_night: date | None) -> str:
    if last_night is None:
        return _("ongoing")
    nights = (last_night - first_night).days + 1
    return ngettext("%(n)s night, through %(day)s", "%(n)s nights, through %(day)s", nights) % {
        "n": nights,
        "day": last_night,
    }


def _price(placement: Placement) -> str:
    return f"{format_sek(placement.price_sek)} {placement.get_price_per_display()}"


def _validity(decision: BoardDecision) -> str:
    if decision.valid_from and decision.valid_until:
        return f"{decision.valid_from}–{decision.valid_until}"
    return ""


def register_timeline() -> None:
    """The sources of this app."""
    for name, fetch in (("placements", placements), ("tenancies", tenancies), ("decisions", decisions)):
        timeline_sources.register(name, TimelineSource(name, fetch))
