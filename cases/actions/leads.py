"""Leads: details given, step by step to a lease that the household signs; back with a reason; ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.locking import locked, refuse_future
from cases.actions.registering import refuse_stranger
from cases.actions.standing import keep_following
from cases.actions.vacancies import end_vacancy, reopen_vacancy
from cases.errors import ActionRefused
from cases.models import Home, Household, Landlord, Lead, LeadEvent, Person, Vacancy
from cases.search_enums import LEAD_STEPS, LeadOutcome, LeadReason, LeadStep, VacancyEnd
from core.audit import record_event
from core.clock import now, today

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class LeadInput:
    """Which home it is about; with a vacancy, the rest is taken from that."""

    vacancy: Vacancy | None = None
    title: str = ""
    municipality: str = ""
    landlord: Landlord | None = None
    rent_sek: Decimal | None = None
    note: str = ""


@transaction.atomic
def give_lead(
    *,
    household: Household,
    home: LeadInput,
    by: "User",
    opened_on: date | None = None,
    assigned_to: "User | None" = None,
    client_key: UUID | None = None,
) -> Lead:
    """The household gets the details of a home. An open lead to the same home, or made by the same
    `client_key`, is returned: a form that is saved again after Back has another key. Raises ActionRefused
    for a closed case, for another board's home or staff, for a home that is to let no more, and for a day
    ahead.
    """
    household = locked(household, by)
    if (there := _there(household, home.vacancy, client_key)) is not None:
        return there
    if household.closed_on is not None:
        raise ActionRefused(_("The case is closed. Reopen it first."))
    day = opened_on or today()
    refuse_future(day, "opened_on")
    refuse_stranger(assigned_to, household.authority_id, "assigned_to")
    facts = _facts(household, home)
    given = {"opened_on": day, "assigned_to": assigned_to, "note": home.note.strip(), **facts}
    if (same := household.leads.filter(outcome="", **{"vacancy": None, **given}).first()) is not None:
        return same
    lead = Lead.objects.create(
        authority_id=household.authority_id, household=household, client_key=client_key, **given
    )
    _write_step(lead, LeadStep.DETAILS_GIVEN, day, by, "")
    # Which home a protected household goes for stands in no log.
    vacancy = home.vacancy if not household.is_protected else None
    _record("lead.given", lead, by, {"vacancy": vacancy.pk if vacancy else None})
    return lead


@transaction.atomic
def advance_lead(
    *,
    lead: Lead,
    step: str,
    by: "User",
    on_day: date | None = None,
    note: str = "",
    viewing_on: date | None = None,
    viewing_at: time | None = None,
    signed_by: Person | None = None,
) -> Lead:
    """One step or more forward; where the lead is already, nothing changes.

    A viewing needs its day. Signing needs a checked contract and who of the household signed; the lead
    ends with it, and so does the vacant home. Raises ActionRefused for a step back, a day ahead or before
    the step before, and when the lead has ended.
    """
    row = _held(lead, by)
    wanted, day = LeadStep(step), on_day or today()
    if row.step == wanted:
        return row
    _refuse_ended(row)
    if LEAD_STEPS.index(wanted) < LEAD_STEPS.index(LeadStep(row.step)):
        raise ActionRefused(_("The lead has come further already. Take the last step back first."), "step")
    refuse_future(day, "on_day")
    if day < _latest_day(row):
        raise ActionRefused(_("The step before was later. Write that day or a later one."), "on_day")
    if wanted == LeadStep.VIEWING:
        _book(row, viewing_on, viewing_at)
    if wanted == LeadStep.SIGNED:
        _sign(row, signed_by, day, by)
    row.step = wanted
    row.save()
    _write_step(row, wanted, day, by, note)
    _record("lead.advanced", row, by, {"step": wanted.value})
    if wanted == LeadStep.SIGNED:
        keep_following(row.household, by)
    return row


@transaction.atomic
def move_viewing(*, lead: Lead, viewing_on: date, viewing_at: time | None, by: "User") -> Lead:
    """The viewing is on another day. Raises ActionRefused when none is booked or it has been."""
    row = _held(lead, by)
    _refuse_ended(row)
    if row.viewing_on is None or row.viewed_on is not None:
        raise ActionRefused(_("No viewing is booked."), "viewing_on")
    if (row.viewing_on, row.viewing_at) != (viewing_on, viewing_at):
        row.viewing_on, row.viewing_at = viewing_on, viewing_at
        row.save(update_fields=["viewing_on", "viewing_at"])
        _record("lead.viewing_moved", row, by, {"viewing_on": viewing_on.isoformat()})
    return row


@transaction.atomic
def note_viewed(*, lead: Lead, by: "User", viewed_on: date | None = None) -> Lead:
    """The household has seen the home. Noted already, it stays. Raises ActionRefused without a viewing."""
    row = _held(lead, by)
    if row.viewed_on is not None:
        return row
    _refuse_ended(row)
    if row.viewing_on is None:
        raise ActionRefused(_("No viewing is booked."))
    day = viewed_on or today()
    refuse_future(day, "viewed_on")
    row.viewed_on = day
    row.save(update_fields=["viewed_on"])
    _record("lead.viewed", row, by, {})
    return row


@transaction.atomic
def unnote_viewed(*, lead: Lead, by: "User") -> Lead:
    """Undo of having seen it."""
    row = _held(lead, by)
    if row.viewed_on is not None:
        row.viewed_on = None
        row.save(update_fields=["viewed_on"])
        _record("lead.unviewed", row, by, {})
    return row


@transaction.atomic
def take_back_step(*, lead: Lead, reason: str, by: "User") -> Lead:
    """The last step did not hold. It stays in the history with the reason and counts no more.

    Taking back a signature opens the lead, and the vacant home, again. Raises ActionRefused without a
    reason, at the first step, for a lead that ended otherwise, and when the move has been recorded.
    """
    row = _held(lead, by)
    if row.outcome not in ("", LeadOutcome.SIGNED):
        raise ActionRefused(_("The lead has ended. Open it again first."))
    if not reason.strip():
        raise ActionRefused(_("Write why."), "reason")
    kept = list(row.events.kept().order_by("-pk")[:2])
    if len(kept) < len(("this one", "the one before")):
        raise ActionRefused(_("This is the first step. End the lead instead."))
    last, before = kept
    if last.step == LeadStep.SIGNED:
        if Home.objects.filter(lead=row).exists():
            raise ActionRefused(_("The move has been recorded; the signature stands."))
        _unsign(row, by)
    if last.step == LeadStep.VIEWING:
        row.viewing_on = row.viewing_at = row.viewed_on = None
    last.taken_back_at, last.taken_back_by, last.back_reason = now(), by, reason.strip()
    last.save()
    row.step = before.step
    row.save()
    _record("lead.taken_back", row, by, {"step": last.step})
    if last.step == LeadStep.SIGNED:
        keep_following(row.household, by)
    return row


@transaction.atomic
def end_lead(
    *, lead: Lead, outcome: str, by: "User", reason: str = "", ended_on: date | None = None, note: str = ""
) -> Lead:
    """It came to nothing: the household or the landlord said no, or the home is gone.

    Ended already, nothing changes. Raises ActionRefused when somebody said no and nothing tells why, for a
    signature (that is a step), and for a day ahead or before the lead began.
    """
    row = _held(lead, by)
    if row.outcome:
        return row
    day = ended_on or today()
    if outcome == LeadOutcome.SIGNED:
        raise ActionRefused(_("A signature is a step: choose it there."), "outcome")
    if outcome in (LeadOutcome.DECLINED, LeadOutcome.REFUSED) and not reason:
        raise ActionRefused(_("Choose why."), "reason")
    refuse_future(day, "ended_on")
    if day < row.opened_on:
        raise ActionRefused(_("A lead can't end before the details were given."), "ended_on")
    row.outcome, row.ended_on = LeadOutcome(outcome), day
    row.reason = LeadReason(reason) if reason else ""
    row.note = "\n".join(part for part in (row.note, note.strip()) if part)
    row.save()
    _record("lead.ended", row, by, {"outcome": outcome, "reason": reason})
    return row


@transaction.atomic
def reopen_lead(*, lead: Lead, by: "User") -> Lead:
    """Undo of ending. Raises ActionRefused for a signed one, whose step is taken back instead."""
    row = _held(lead, by)
    if row.is_open:
        return row
    if row.outcome == LeadOutcome.SIGNED:
        raise ActionRefused(_("Take the signature back instead."))
    if _there(row.household, row.vacancy, None) is not None:
        raise ActionRefused(_("There is another lead to that home."))
    row.outcome, row.reason, row.ended_on = "", "", None
    row.save()
    _record("lead.reopened", row, by, {})
    return row


def _there(household: Household, vacancy: Vacancy | None, client_key: UUID | None) -> Lead | None:
    if client_key is not None:
        made = Lead.objects.filter(client_key=client_key, household=household).first()
        if made is not None:
            return made
    if vacancy is None:
        return None
    return household.leads.filter(vacancy=vacancy, outcome="").first()


def _facts(household: Household, home: LeadInput) -> Mapping[str, Any]:
    vacancy, landlord = home.vacancy, home.landlord
    if vacancy is not None:
        if vacancy.authority_id != household.authority_id:
            raise ActionRefused(_("Choose a home in the list."), "vacancy")
        if vacancy.ended_on is not None:
            raise ActionRefused(_("The home is to let no more."), "vacancy")
        return {
            "vacancy": vacancy,
            "landlord": vacancy.landlord,
            "title": vacancy.address,
            "municipality": vacancy.municipality,
            "rent_sek": vacancy.rent_sek,
        }
    if landlord is not None and landlord.authority_id != household.authority_id:
        raise ActionRefused(_("Choose a landlord in the list."), "landlord")
    title = " ".join(home.title.split()) or (landlord.name if landlord is not None else "")
    if not title:
        raise ActionRefused(_("Write which home, or choose a landlord."), "title")
    return {
        "landlord": landlord,
        "title": title,
        "municipality": home.municipality or (landlord.municipality if landlord is not None else ""),
        "rent_sek": home.rent_sek,
    }


def _held(lead: Lead, by: "User") -> Lead:
    """The lead as it is now; its household is held until the transaction ends."""
    household = locked(lead.household, by)
    row = Lead.objects.select_related("vacancy").get(pk=lead.pk)
    row.household = household
    return row


def _refuse_ended(row: Lead) -> None:
    if not row.is_open:
        raise ActionRefused(_("The lead has ended. Open it again first."))


def _latest_day(row: Lead) -> date:
    latest = row.events.kept().order_by("-pk").values_list("on_day", flat=True).first()
    return latest or row.opened_on


def _book(row: Lead, viewing_on: date | None, viewing_at: time | None) -> None:
    if viewing_on is None:
        raise ActionRefused(_("Write the day of the viewing."), "viewing_on")
    row.viewing_on, row.viewing_at, row.viewed_on = viewing_on, viewing_at, None


def _sign(row: Lead, signed_by: Person | None, day: date, by: "User") -> None:
    if row.step != LeadStep.CONTRACT_CHECKED:
        raise ActionRefused(_("Check the contract first, then note the signature."), "step")
    members = row.household.members.in_household_on(day).select_related("person")
    adults = {member.person_id for member in members if not member.is_child_on(day)}
    if signed_by is None or signed_by.pk not in adults:
        raise ActionRefused(_("Choose who of the household signed. Staff never sign."), "signed_by")
    row.signed_by, row.outcome, row.ended_on = signed_by, LeadOutcome.SIGNED, day
    if row.vacancy is not None:
        _refuse_taken(row.vacancy)
        end_vacancy(
            vacancy=row.vacancy, reason=VacancyEnd.OURS, ended_on=max(day, row.vacancy.found_on), by=by
        )


def _refuse_taken(vacancy: Vacancy) -> None:
    """Of two households that sign for the same home at once, the second one waits here and is told."""
    Vacancy.objects.select_for_update(no_key=True).get(pk=vacancy.pk)
    if Lead.objects.filter(vacancy=vacancy, outcome=LeadOutcome.SIGNED).exists():
        raise ActionRefused(_("Another household of ours has signed for that home."), "signed_by")


def _unsign(row: Lead, by: "User") -> None:
    row.signed_by, row.outcome, row.ended_on = None, "", None
    if row.vacancy is not None and row.vacancy.end_reason == VacancyEnd.OURS:
        reopen_vacancy(vacancy=row.vacancy, by=by)


def _write_step(row: Lead, step: LeadStep, day: date, by: "User", note: str) -> None:
    LeadEvent.objects.create(
        lead=row, step=step, on_day=day, note=note.strip(), recorded_at=now(), recorded_by=by
    )


def _record(action: str, lead: Lead, by: "User", details: dict[str, Any]) -> None:
    record_event(
        action,
        by=by,
        authority_id=lead.authority_id,
        subject=lead,
        household_id=lead.household_id,
        details=details,
    )
