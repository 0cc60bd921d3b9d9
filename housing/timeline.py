"""Placements, tenancies, applications and decisions on the household's line of events."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import format_sek
from core.registries import TimelineEntry, TimelineSource, timeline_sources
from housing.enums import Accommodation, ApplicationState, Outcome
from housing.models import Application, BoardDecision, Placement, Tenancy

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
    """Each placement on its first night, and the end of those that nothing goes on from. Two queries."""
    rows = (
        Placement.objects.visible_to(user, READ)
        .counted()
        .filter(household=household)
        .select_related("provider", "started_by")
    )
    begun = rows.select_related("continues")
    ended = rows.filter(continued_by=None).exclude(last_night=None)
    if until is not None:
        begun, ended = begun.filter(first_night__lte=until), ended.filter(last_night__lte=until)
    entries = [_begin(row) for row in begun.order_by("-first_night", "-pk")[:limit]]
    entries += [_end(row) for row in ended.order_by("-last_night", "-pk")[:limit]]
    return sorted(entries, key=lambda entry: entry.sort_key, reverse=True)[:limit]


def _begin(row: Placement) -> TimelineEntry:
    words = _("Placed with %(provider)s")
    if row.continues is not None:
        same = row.continues.provider_id == row.provider_id
        words = _("New price at %(provider)s") if same else _("Moved to %(provider)s")
    planned = _("planned through %(day)s") % {"day": row.planned_last_night} if row.planned_last_night else ""
    return TimelineEntry(
        day=row.first_night,
        kind="housing",
        title=words % {"provider": row.provider.name},
        body=_sentence(
            _nights(row.first_night, row.last_night), "" if row.last_night else planned, _price(row)
        ),
        who=row.started_by.full_name if row.started_by else "",
        source="placements",
        object_id=row.pk,
        url=reverse("housing:placement", args=[row.pk]),
    )


def _end(row: Placement) -> TimelineEntry:
    assert row.last_night is not None
    return TimelineEntry(
        day=row.last_night,
        kind="housing",
        title=_("Last night with %(provider)s") % {"provider": row.provider.name},
        body=str(row.get_end_reason_display()) if row.end_reason else "",
        source="placement_ends",
        object_id=row.pk,
        url=reverse("housing:placement", args=[row.pk]),
    )


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


def applications(
    household: "Household", user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Each application to the Boråd that was handed in, on the day it was made. One query."""
    rows = Application.objects.visible_to(user, READ).filter(household=household)
    rows = rows.exclude(submitted_at=None).select_related("submitted_by")
    if until is not None:
        rows = rows.filter(applied_on__lte=until)
    return [
        TimelineEntry(
            day=row.applied_on,
            kind="decision",
            title=_("Application to the Boråd"),
            body=_sentence(_accommodation(row.accommodation), row.why_now),
            who=row.submitted_by.full_name if row.submitted_by else "",
            badge=row.get_state_display() if row.state == ApplicationState.WITHDRAWN else "",
            source="applications",
            object_id=row.pk,
        )
        for row in rows.order_by("-applied_on", "-pk")[:limit]
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
    sources = (
        ("placements", placements),
        ("tenancies", tenancies),
        ("applications", applications),
        ("decisions", decisions),
    )
    for name, fetch in sources:
        timeline_sources.register(name, TimelineSource(name, fetch))
