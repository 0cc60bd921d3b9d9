"""Placements, tenancies, applications and decisions on the household's line of events."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.timeline import asked
from core.money import format_sek
from core.prepared import Prepared
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


def _placed(household: int, reader: "User") -> QuerySet[Placement]:
    rows = Placement.objects.visible_to(reader, READ).counted().filter(household=household)
    return rows.select_related("provider", "started_by")


def _begun(household: int, until: date, reader: "User", limit: int) -> QuerySet[Placement]:
    rows = _placed(household, reader).filter(first_night__lte=until).select_related("continues")
    return rows.order_by("-first_night", "-pk")[:limit]


def _ended(household: int, until: date, reader: "User", limit: int) -> QuerySet[Placement]:
    rows = _placed(household, reader).filter(last_night__lte=until, continued_by=None)
    return rows.order_by("-last_night", "-pk")[:limit]


def _stayed(household: int, until: date, reader: "User", limit: int) -> QuerySet[Tenancy]:
    rows = Tenancy.objects.visible_to(reader, READ).counted().filter(household=household)
    return rows.filter(first_night__lte=until).select_related("flat").order_by("-first_night", "-pk")[:limit]


def _decided(household: int, until: date, reader: "User", limit: int) -> QuerySet[BoardDecision]:
    rows = BoardDecision.objects.visible_to(reader, READ).filter(household=household, decided_on__lte=until)
    return rows.select_related("decided_by").order_by("-decided_on", "-pk")[:limit]


def _applied(household: int, until: date, reader: "User", limit: int) -> QuerySet[Application]:
    rows = Application.objects.visible_to(reader, READ).filter(household=household, applied_on__lte=until)
    rows = rows.exclude(submitted_at=None).select_related("submitted_by")
    return rows.order_by("-applied_on", "-pk")[:limit]


BEGUN, ENDED, STAYED = Prepared(_begun), Prepared(_ended), Prepared(_stayed)
DECIDED, APPLIED = Prepared(_decided), Prepared(_applied)


def placements(
    household: "Household", user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Each placement on its first night, and the end of those that nothing goes on from. Two queries."""
    entries = [_begin(row) for row in asked(BEGUN, household, user, until, limit)]
    entries += [_end(row) for row in asked(ENDED, household, user, until, limit)]
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
        for row in asked(STAYED, household, user, until, limit)
    ]


def decisions(household: "Household", user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Each decision of the Boråd on the day it was taken. One query."""
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
        for row in asked(DECIDED, household, user, until, limit)
    ]


def applications(
    household: "Household", user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Each application to the Boråd that was handed in, on the day it was made. One query."""
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
        for row in asked(APPLIED, household, user, until, limit)
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
