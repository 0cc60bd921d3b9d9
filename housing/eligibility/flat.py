"""Rules about a flat and a household together. Facts in, no queries."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.periods import add_months
from housing.eligibility.facts import Facts, FlatFacts
from housing.eligibility.findings import FAILED, PASSED, UNKNOWN, Finding
from housing.eligibility.limits import MOST_MONTHS, PEOPLE_PER_BEDROOM
from housing.enums import Accommodation, FlatKind, Outcome

FOR_FAMILIES = (FlatKind.EMERGENCY, FlatKind.TRIAL)


def size(flat: FlatFacts, facts: Facts) -> Finding:
    """For how many the flat is: what it says itself, else two people to each room but one."""
    label, people = _("Size"), facts.people
    if not people:
        return Finding("size", label, UNKNOWN, _("The members of the household are not known."))
    who = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
    if flat.most_people is not None:
        most, why = flat.most_people, _("the flat is for at most %(most)s") % {"most": flat.most_people}
    elif flat.rooms is not None:
        most = PEOPLE_PER_BEDROOM * max(flat.rooms - 1, 1)
        why = ngettext(
            "%(rooms)s room, room for %(most)s by two people to a bedroom",
            "%(rooms)s rooms, room for %(most)s by two people to a bedroom",
            flat.rooms,
        ) % {"rooms": flat.rooms, "most": most}
    else:
        return Finding("size", label, UNKNOWN, _("Neither rooms nor size of the flat are noted."))
    return Finding("size", label, PASSED if people <= most else FAILED, f"{who}; {why}.", None, _("Flats"))


def kind(flat: FlatFacts, facts: Facts) -> Finding:
    """Emergency and trial flats are for families with children; training flats go with a treatment."""
    label = _("Kind of flat")
    if flat.kind == FlatKind.TRAINING:
        return Finding("kind", label, UNKNOWN, _("Goes with a treatment: ask the adult unit."))
    if flat.kind not in FOR_FAMILIES:
        return Finding("kind", label, PASSED, _("Transitional flats are for all households."))
    if facts.children:
        text = ngettext("Family with %(n)s child.", "Family with %(n)s children.", facts.children)
        return Finding("kind", label, PASSED, text % {"n": facts.children})
    if facts.unknown_ages or not facts.people:
        return Finding("kind", label, UNKNOWN, _("It is not known whether there are children."))
    return Finding("kind", label, FAILED, _("Only for families with children."))


def available(flat: FlatFacts, facts: Facts) -> Finding:
    """The board has the flat on the day, and nobody lives in it."""
    label, source = _("Free"), _("Flats")
    if flat.taken:
        return Finding("available", label, FAILED, _("Somebody lives in it."), facts.day, source)
    if flat.available_from > facts.day:
        text = _("Ours from %(day)s.") % {"day": flat.available_from}
        return Finding("available", label, FAILED, text, flat.available_from, source)
    if flat.available_until is not None and flat.available_until < facts.day:
        text = _("Ours until %(day)s.") % {"day": flat.available_until}
        return Finding("available", label, FAILED, text, flat.available_until, source)
    ends = [flat.available_until] if flat.available_until else []
    if flat.next_tenant_on is not None:
        ends.append(flat.next_tenant_on - timedelta(days=1))
    text = _("Free through %(day)s.") % {"day": min(ends)} if ends else _("Free.")
    return Finding("available", label, PASSED, text, facts.day, source)


def waiver(flat: FlatFacts, facts: Facts) -> Finding:
    """The tenure waiver of the flat holds: for the whole stay in a transitional flat, else on the day."""
    label, source = _("Tenure waiver"), _("Flats")
    if flat.waiver_approved_on is None:
        return Finding("waiver", label, UNKNOWN, _("No approved waiver is noted."))
    expires = flat.waiver_expires_on
    if expires is None:
        text = _("Approved, without a last day.")
        return Finding("waiver", label, PASSED, text, flat.waiver_approved_on, source)
    needed = facts.day
    if flat.kind == FlatKind.TRANSITIONAL:
        needed = add_months(facts.day, MOST_MONTHS) - timedelta(days=1)
    text = _("Holds through %(day)s; needed through %(needed)s.") % {"day": expires, "needed": needed}
    outcome = PASSED if expires >= needed else FAILED
    return Finding("waiver", label, outcome, text, flat.waiver_approved_on, source)


def present_stay(flat: FlatFacts, facts: Facts) -> Finding:
    """Nobody moves between flats of the same kind; from another kind it is a step on."""
    label = _("Present stay")
    if facts.lives is not None:
        same = facts.lives.kind == flat.kind
        words = (
            _("Lives in a flat of the same kind: %(address)s.") if same else _("Moves on from %(address)s.")
        )
        text = words % {"address": facts.lives.address}
        return Finding("present_stay", label, FAILED if same else PASSED, text, facts.lives.first_night)
    if facts.placed is not None:
        text = ngettext(
            "With %(provider)s, %(n)s night in acute accommodation.",
            "With %(provider)s, %(n)s nights in acute accommodation.",
            facts.days_placed,
        ) % {"provider": facts.placed.provider, "n": facts.days_placed}
        return Finding("present_stay", label, PASSED, text, facts.placed.first_night, _("Placements"))
    return Finding("present_stay", label, PASSED, _("No stay with us today."))


def decision(flat: FlatFacts, facts: Facts) -> Finding:
    """A favourable decision on that kind of flat holds on the day. One to come is unknown, not failed."""
    label, source, wanted = _("Decision"), _("Boråd"), Accommodation(flat.kind)
    if (favourable := facts.decision_in_force(wanted)) is not None:
        text = _("Approved %(day)s.") % {"day": favourable.decided_on}
        if favourable.valid_until is not None:
            text = _("Approved %(day)s, valid through %(until)s.") % {
                "day": favourable.decided_on,
                "until": favourable.valid_until,
            }
        return Finding("decision", label, PASSED, text, favourable.decided_on, source)
    if facts.application is not None and facts.application.accommodation == wanted:
        text = _("Applied %(day)s; not decided yet.") % {"day": facts.application.applied_on}
        return Finding("decision", label, UNKNOWN, text, facts.application.applied_on, _("Application"))
    latest = next((one for one in facts.decisions if one.accommodation == wanted), None)
    if latest is not None and latest.outcome == Outcome.REJECTED:
        text = _("Rejected %(day)s.") % {"day": latest.decided_on}
        return Finding("decision", label, FAILED, text, latest.decided_on, source)
    return Finding("decision", label, UNKNOWN, _("Has not applied for this kind of flat."))
