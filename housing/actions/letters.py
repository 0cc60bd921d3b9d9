"""The decision letter: what was decided, why, by whom, and how to appeal. Frozen with the decision."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from cases.enums import MemberRole
from core.documents import give_out
from core.models import Document
from core.money import format_sek
from housing.enums import Accommodation, Outcome, PricePer
from housing.models import BoardDecision, Placement, Tenancy

LETTER = "housing.decision_letter"


def send_letter(*, decision: BoardDecision, by: User) -> Document | None:
    """Give the letter out, in the decision's transaction. A deferral settles nothing and has no letter."""
    if decision.outcome == Outcome.DEFERRED:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        payload = letter_payload(decision)
    return give_out(
        LETTER,
        payload=payload,
        by=by,
        authority_id=decision.authority_id,
        household_id=decision.household_id,
        subject_id=decision.pk,
        language=settings.LANGUAGE_CODE,
    )


def letter_payload(decision: BoardDecision) -> dict[str, Any]:
    """Everything that the letter says, in words. No address: whoever hands it over knows where to."""
    household = decision.household
    assert decision.decided_by is not None
    assert decision.delegation is not None
    members = household.members_on(decision.decided_on)
    adults = [one for one in members if one.role != MemberRole.CHILD]
    return {
        "board": decision.authority.name,
        "municipality": decision.authority.municipality,
        "case_number": household.case_number,
        "decision_number": decision.pk,
        "decided_on": date_format(decision.decided_on, "j F Y"),
        "recipients": [] if household.is_protected else [one.person.name for one in adults[:2]],
        "is_protected": household.is_protected,
        "interpreter_language": household.interpreter_language,
        "outcome": decision.outcome,
        "heading": _HEADINGS[Outcome(decision.outcome)] % {"what": _what(decision)},
        "facts": _facts(decision),
        "reason": decision.reason,
        "conditions": decision.conditions,
        "legal_basis": decision.get_legal_basis_display(),
        "decided_by": decision.decided_by.full_name,
        "delegation": decision.delegation.delegation_reference,
        "participants": [
            f"{one.user.full_name}, {str(one.get_part_display()).lower()}"
            for one in decision.participants.filter(is_recused=False).select_related("user")
        ],
        "presented_by": decision.presented_by.full_name if decision.presented_by else "",
        "replaces": date_format(decision.replaces.decided_on, "j F Y") if decision.replaces else "",
        "is_against": decision.outcome in (Outcome.REJECTED, Outcome.REVOKED),
        # A decision in full agreement with the application can be appealed too, but nobody needs to.
        "is_as_applied": _is_as_applied(decision),
    }


def _is_as_applied(decision: BoardDecision) -> bool:
    """Whether everything that was asked for is granted, and nothing else is asked in return."""
    asked = decision.application
    if decision.outcome != Outcome.APPROVED or decision.replaces is not None or asked is None:
        return False
    is_whole = (
        asked.wanted_until is None
        or decision.valid_until is None
        or asked.wanted_until <= decision.valid_until
    )
    return is_whole and decision.accommodation == asked.accommodation and not decision.conditions


_HEADINGS = {
    Outcome.APPROVED: "Ansökan om %(what)s beviljas",
    Outcome.REJECTED: "Ansökan om %(what)s avslås",
    Outcome.REVOKED: "Beslutet om %(what)s återkallas",
}


def _what(decision: BoardDecision) -> str:
    labels = dict(Accommodation.choices)
    return str(labels.get(decision.accommodation, decision.accommodation)).lower()


def _facts(decision: BoardDecision) -> list[list[str]]:
    """Label and value, for what the decision sets."""
    facts = [[_("Applied"), date_format(decision.applied_on, "j F Y")]]
    if decision.valid_from and decision.valid_until:
        days = f"{date_format(decision.valid_from, 'j F Y')} – {date_format(decision.valid_until, 'j F Y')}"
        facts.append([_("The decision holds"), days])
    elif decision.valid_until:
        facts.append([_("Last night of the stay"), date_format(decision.valid_until, "j F Y")])
    facts += [
        [_("Stay that is called off"), _("was to begin %(day)s") % {"day": date_format(day, "j F Y")}]
        for day in _called_off(decision)
    ]
    if decision.provider is not None and not decision.household.is_protected:
        facts.append([_("Where"), decision.provider.name])
    if decision.flat is not None and not decision.household.is_protected:
        facts.append([_("Where"), decision.flat.address])
    if decision.price_sek is not None:
        per = str(PricePer(decision.price_per).label)
        facts.append([_("Cost for the board"), f"{format_sek(decision.price_sek)} {per}"])
    return facts


def _called_off(decision: BoardDecision) -> list[date]:
    """The first nights of the stays that never begin since the decision revokes what they rested on."""
    if decision.outcome != Outcome.REVOKED or decision.replaces is None:
        return []
    stays: list[Placement | Tenancy] = [
        *decision.replaces.placements.all(),
        *decision.replaces.tenancies.all(),
    ]
    since = decision.decided_at
    return sorted(one.first_night for one in stays if since and one.annulled_at and one.annulled_at >= since)
