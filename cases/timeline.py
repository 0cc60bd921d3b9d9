"""The household's own events, and the merging of every app's into one line."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.enums import FollowUpState, LinkKind, Situation, TransferState
from cases.models import Home, Household, HouseholdLink, HouseholdMember, SituationRecord, Transfer
from core.clock import today
from core.prepared import Prepared, RowT
from core.registries import TimelineEntry, TimelineSource, timeline_sources

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 25


@dataclass(frozen=True)
class TimelinePage:
    """Events, newest first. `until` and `skip` lead to the older ones; `until` is None at the end."""

    entries: list[TimelineEntry]
    until: date | None = None
    skip: int = 0


def timeline_page(
    household: Household, user: "User", *, until: date | None = None, skip: int = 0, size: int = PAGE_SIZE
) -> TimelinePage:
    """One page of everything that happened, from every registered source.

    Events on or before `until`, past the first `skip` of them (those of that day seen already). The number
    of queries is that of the sources, whatever they hold.
    """
    wanted = size + skip + 1
    merged: list[TimelineEntry] = []
    for source in timeline_sources:
        merged += source.fetch(household, user, until=until, limit=wanted)
    merged.sort(key=lambda entry: entry.sort_key, reverse=True)
    shown, more = merged[skip : skip + size], merged[skip + size :]
    if not more:
        return TimelinePage(shown)
    last = shown[-1].day
    seen = sum(entry.day == last for entry in merged[: skip + size])
    return TimelinePage(shown, until=last, skip=seen)


def asked(
    prepared: Prepared[RowT], household: Household, user: "User", until: date | None, limit: int
) -> list[RowT]:
    """What a source asks of the database: its newest rows on or before until, as user may read them."""
    return prepared.rows(household.pk, until or date.max, key=limit, reader=user, limit=limit)


def newest(entries: list[TimelineEntry], *, until: date | None, limit: int) -> list[TimelineEntry]:
    """What a source that holds its events in memory answers with."""
    inside = [entry for entry in entries if until is None or entry.day <= until]
    return sorted(inside, key=lambda entry: entry.sort_key, reverse=True)[:limit]


def _of_the_file(
    household: Household, user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Opened and closed. No query."""
    opened = _entry("file", household.pk, household.opened_on, _("Case opened"))
    entries = [replace(opened, place=-1)]
    if household.closed_on is not None:
        closed = _entry("file_closed", household.pk, household.closed_on, _("Case closed"))
        entries.append(replace(closed, place=1))
    return newest(entries, until=until, limit=limit)


def _situations(household: int, until: date, reader: "User", limit: int) -> QuerySet[SituationRecord]:
    rows = SituationRecord.objects.filter(household=household, valid_from__lte=until)
    return rows.select_related("recorded_by").order_by("-valid_from", "-pk")[:limit]


SITUATIONS = Prepared(_situations)


def _of_situations(
    household: Household, user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            day=row.valid_from,
            kind="change",
            title=_("Situation %(number)s") % {"number": row.situation},
            body=Situation(row.situation).label,
            who=row.recorded_by.full_name if row.recorded_by else "",
            source="situations",
            object_id=row.pk,
        )
        for row in asked(SITUATIONS, household, user, until, limit)
    ]


def _of_members(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    """Joined, born, of age, left: while they belonged and after the case was opened."""
    day = today()
    entries = []
    # Reads the members that the page has prefetched (with_label), else one query.
    members = household.members.all()
    if "members" not in getattr(household, "_prefetched_objects_cache", {}):
        members = household.members.select_related("person")
    for member in members:
        for source, when, title in _turns(household, member):
            if when is not None and when <= day:
                entries.append(_entry(source, member.pk, when, title % {"name": member.person.name}))
    return newest(entries, until=until, limit=limit)


def _turns(household: Household, member: HouseholdMember) -> list[tuple[str, date | None, str]]:
    person, opened_on = member.person, household.opened_on
    born = person.born_on if person.born_on and person.born_on > opened_on else None
    joined = member.joined_on if member.joined_on != born else None
    adult = person.adult_on
    if adult is not None and (adult <= opened_on or not member.belongs_on(adult)):
        adult = None
    return [
        ("born", born, _("%(name)s was born")),
        ("joined", joined, _("%(name)s joined the household")),
        ("adult", adult, _("%(name)s turned 18")),
        ("left", member.left_on, _("%(name)s left the household")),
    ]


def _of_homes(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    if not getattr(household, "has_homes", True):
        return []
    rows = household.homes.order_by("-moved_in_on", "-pk")
    if until is not None:
        rows = rows.filter(moved_in_on__lte=until)
    return [
        TimelineEntry(
            day=row.moved_in_on,
            kind="housing",
            title=_("Moved to a home of their own"),
            body=_home_words(row),
            badge=_("Withdrawn") if row.withdrawn_at else _("Own home"),
            badge_tone="" if row.withdrawn_at else "ok",
            is_struck=row.withdrawn_at is not None,
            source="homes",
            object_id=row.pk,
            url=reverse("cases:home", args=[row.pk]) if user.can("search.read") else "",
        )
        for row in rows[:limit]
    ]


def _home_words(row: Home) -> str:
    place = "" if row.household.is_protected else row.municipality
    words = ", ".join(part for part in (row.get_contract_display(), place) if part)
    return f"{words}. {row.withdraw_reason}" if row.withdrawn_at else words


def _of_links(household: Household, user: "User", *, until: date | None, limit: int) -> list[TimelineEntry]:
    entries = []
    for link, other, visible in linked_households(household, user):
        outward = link.source_id == household.pk
        if link.kind == LinkKind.SPLIT:
            title = _("Part of the household got a case of its own") if outward else _("Split off")
        elif link.kind == LinkKind.MERGED:
            title = _("Was a double of another case") if outward else _("A double was merged into this case")
        else:
            title = _("Joined into another household") if outward else _("Another household joined")
        entries.append(
            TimelineEntry(
                day=link.on_day,
                kind="change",
                title=title,
                body=_("Case %(number)s") % {"number": other.case_number} if visible else "",
                url=other.get_absolute_url() if visible else "",
                who=link.recorded_by.full_name,
                source="links",
                object_id=link.pk,
            )
        )
    return newest(entries, until=until, limit=limit)


def _of_follow_ups(
    household: Household, user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """Those that were done, on the day when they were."""
    if not getattr(household, "has_follow_ups", True):
        return []
    rows = household.follow_ups.filter(state=FollowUpState.DONE).order_by("-settled_on", "-pk")
    if until is not None:
        rows = rows.filter(settled_on__lte=until)
    return [
        TimelineEntry(
            day=cast(date, row.settled_on),
            kind="change",
            title=str(row.get_kind_display()),
            body=row.note,
            who=row.settled_by.full_name if row.settled_by else "",
            source="follow_ups",
            object_id=row.pk,
        )
        for row in rows.select_related("settled_by")[:limit]
    ]


def read_once(household: Household, user: "User") -> None:
    """Keep on this household what both its page and its events tell of: links and transfers."""
    kept: Any = household
    kept.links_read, kept.transfers_read = linked_households(household, user), sent_away(household)


def linked_households(household: Household, user: "User") -> list[tuple[HouseholdLink, Household, bool]]:
    """Links of splits and joins with the other household, and whether user sees that one.

    Two queries, or one when there are none; none at all after `with_rare` if so, or after `read_once`.
    """
    kept: list[tuple[HouseholdLink, Household, bool]] | None = getattr(household, "links_read", None)
    if kept is not None:
        return kept
    return _read_links(household, user) if getattr(household, "has_links", True) else []


def _read_links(household: Household, user: "User") -> list[tuple[HouseholdLink, Household, bool]]:
    links = list(
        (HouseholdLink.objects.filter(source=household) | HouseholdLink.objects.filter(target=household))
        .select_related("source", "target", "recorded_by")
        .order_by("on_day", "pk")
    )
    if not links:
        return []
    others = [link.target if link.source_id == household.pk else link.source for link in links]
    visible = set(
        Household.objects.visible_to(user)
        .filter(pk__in=[other.pk for other in others])
        .values_list("pk", flat=True)
    )
    return [(link, other, other.pk in visible) for link, other in zip(links, others, strict=True)]


def sent_away(household: Household) -> list[Transfer]:
    """The household's transfers to other boards, in the order they were offered. One query, or as above."""
    kept: list[Transfer] | None = getattr(household, "transfers_read", None)
    if kept is not None:
        return kept
    if not getattr(household, "has_transfers", True):
        return []
    return list(household.transfers.select_related("to_authority", "sent_by").order_by("pk"))


def _of_transfers(
    household: Household, user: "User", *, until: date | None, limit: int
) -> list[TimelineEntry]:
    """What this household handed over; where one came from is said by its opening."""
    words = {
        TransferState.OFFERED: _("Transfer offered to %(board)s"),
        TransferState.RECEIVED: _("Transferred to %(board)s"),
        TransferState.WITHDRAWN: _("Transfer to %(board)s withdrawn"),
    }
    entries = [
        TimelineEntry(
            day=localdate(row.settled_at or row.sent_at),
            kind="change",
            title=words[TransferState(row.state)] % {"board": row.to_authority.name},
            body=row.legal_basis,
            who=row.sent_by.full_name,
            source="transfers",
            object_id=row.pk,
        )
        for row in sent_away(household)
    ]
    return newest(entries, until=until, limit=limit)


def _entry(source: str, object_id: int, day: date, title: str) -> TimelineEntry:
    return TimelineEntry(day=day, kind="change", title=title, source=source, object_id=object_id)


def register_timeline() -> None:
    """The sources of this app."""
    sources: dict[str, Callable[..., list[TimelineEntry]]] = {
        "file": _of_the_file,
        "situations": _of_situations,
        "members": _of_members,
        "homes": _of_homes,
        "follow_ups": _of_follow_ups,
        "links": _of_links,
        "transfers": _of_transfers,
    }
    for name, fetch in sources.items():
        timeline_sources.register(name, TimelineSource(name, fetch))
