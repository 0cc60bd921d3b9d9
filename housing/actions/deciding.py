"""What has to hold before a decision is made: who decides, on what, for how long. Nothing is written here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from housing.actions.criteria import JudgementInput, criteria_for
from housing.actions.meetings import refuse_unless_open
from housing.actions.recording import refuse_closed
from housing.delegations import area_of, delegation_for
from housing.enums import (
    FLAT_ACCOMMODATIONS,
    Accommodation,
    CriterionOutcome,
    LegalBasis,
    MeetingPart,
    Outcome,
)
from housing.limits import last_allowed_night
from housing.models import AgendaItem, Application, Criterion, Delegation, Flat, MeetingParticipant, Provider
from housing.recusals import kept_out_of


@dataclass(frozen=True)
class DecisionInput:
    """What is decided. Only an approval has a validity, a place to live and people who follow up."""

    outcome: str
    decided_by: User
    reason: str
    legal_basis: str = LegalBasis.SOL_11_1
    conditions: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    accommodation: str = ""
    provider: Provider | None = None
    flat: Flat | None = None
    price_sek: Decimal | None = None
    price_per: str = ""
    project_worker: User | None = None
    caseworker: User | None = None
    follow_up_on: date | None = None
    deferred_until: date | None = None
    child_best_interests: str = ""
    child_view: str = ""
    judgements: dict[int, JudgementInput] = field(default_factory=dict)

    @property
    def is_approval(self) -> bool:
        return self.outcome == Outcome.APPROVED

    @property
    def validity_days(self) -> int | None:
        if not self.is_approval or self.valid_from is None or self.valid_until is None:
            return None
        return (self.valid_until - self.valid_from).days + 1


@dataclass(frozen=True)
class Deciding:
    """Whoever took part, and by which delegation the decision is made."""

    delegation: Delegation
    participants: list[tuple[User, str, bool]]  # user, part, recused
    presented_by: User | None = None


def check(application: Application, content: DecisionInput, item: AgendaItem | None, by: User) -> Deciding:
    """Raises ActionRefused with the first thing that keeps the decision from being made."""
    if content.outcome not in (Outcome.APPROVED, Outcome.REJECTED, Outcome.DEFERRED):
        raise ActionRefused(_("Choose approve, reject or defer."), "outcome")
    if not content.reason.strip():
        raise ActionRefused(_("Write the reason for the decision."), "reason")
    check_people(application, content.decided_by, by)
    participants = _participants(application, content, item)
    if content.outcome == Outcome.DEFERRED:
        _check_deferral(content)
    else:
        _check_child(application, content)
    if content.is_approval:
        _check_approval(application, content)
    return Deciding(_delegation(application, content), participants, application.submitted_by)


def _delegation(application: Application, content: DecisionInput) -> Delegation:
    area = area_of(content.accommodation or application.accommodation)
    day = today()
    found = delegation_for(content.decided_by, area, day, content.validity_days)
    if found is not None:
        return found
    shorter = delegation_for(content.decided_by, area, day)
    if shorter is not None and shorter.most_days is not None:
        words = ngettext(
            "%(name)s may decide for at most %(days)s day. Shorten the validity, or let another decide.",
            "%(name)s may decide for at most %(days)s days. Shorten the validity, or let another decide.",
            shorter.most_days,
        )
        values = {"name": content.decided_by.full_name, "days": shorter.most_days}
        raise ActionRefused(words % values, "valid_until")
    raise ActionRefused(
        _("%(name)s has no delegation to decide on this. Choose somebody who has.")
        % {"name": content.decided_by.full_name},
        "decided_by",
    )


def _participants(
    application: Application, content: DecisionInput, item: AgendaItem | None
) -> list[tuple[User, str, bool]]:
    """Who took part. The proposer never decides alone, and nobody decides what they keep out of."""
    decider = content.decided_by
    proposers = {application.submitted_by_id, application.created_by_id}
    if item is None:
        if decider.pk in proposers:
            raise _proposed_alone()
        return []
    refuse_unless_open(item.meeting)
    recused = kept_out_of(application.household_id)
    people = list(item.meeting.participants.select_related("user").order_by("pk"))
    present = [person for person in people if person.is_present]
    if decider.pk not in {person.user_id for person in present}:
        raise ActionRefused(
            _("%(name)s is not noted as present. Note who is here first.") % {"name": decider.full_name},
            "decided_by",
        )
    others = [person for person in present if person.user_id not in recused | proposers]
    if decider.pk in proposers and not others:
        raise _proposed_alone()
    return [(person.user, _part(person), person.user_id in recused) for person in present]


def _proposed_alone() -> ActionRefused:
    words = _("Who has proposed it does not decide alone. Choose another decision-maker.")
    return ActionRefused(words, "decided_by")


def check_people(application: Application, decider: User, by: User) -> None:
    """Whoever decides works for the board and does not keep out of the household, nor does who records it.

    So also for what is decided between meetings (FL 16–18 §§).
    """
    if decider.authority_id != application.authority_id:
        raise ActionRefused(_("This belongs to another board."), "decided_by")
    if not decider.is_active:
        raise ActionRefused(_("Choose people who work for the board."), "decided_by")
    recused = kept_out_of(application.household_id)
    if decider.pk in recused:
        raise ActionRefused(
            _("%(name)s keeps out of this item (recusal) and can't decide on it.")
            % {"name": decider.full_name},
            "decided_by",
        )
    if by.pk in recused:
        raise ActionRefused(_("You keep out of this household (recusal). Let somebody else record it."))


def check_proposer(application: Application, proposer: User, decider: User) -> None:
    """Whoever proposes something works for the board, keeps out of nothing here, and does not decide it."""
    if proposer.authority_id != application.authority_id or not proposer.is_active:
        raise ActionRefused(_("Choose people who work for the board."), "proposed_by")
    if proposer.pk in kept_out_of(application.household_id):
        raise ActionRefused(
            _("%(name)s keeps out of this household (recusal) and can't propose it.")
            % {"name": proposer.full_name},
            "proposed_by",
        )
    if proposer.pk == decider.pk:
        raise _proposed_alone()


def _part(person: MeetingParticipant) -> str:
    return str(MeetingPart(person.part))


def _check_deferral(content: DecisionInput) -> None:
    if content.deferred_until is None:
        raise ActionRefused(_("Write until which day it is deferred."), "deferred_until")
    if content.deferred_until <= today():
        raise ActionRefused(_("Choose a later day: until then it waits."), "deferred_until")


def _check_child(application: Application, content: DecisionInput) -> None:
    """SoL 2025:400 3:1–3: what is best for the child, and what the child says, before anything is decided."""
    if not application.household.is_family_with_children_on(today()):
        return
    if not (content.child_best_interests or application.child_best_interests):
        raise ActionRefused(_("Write what is best for the child."), "child_best_interests")
    if not (content.child_view or application.child_view):
        raise ActionRefused(_("Write what the child says, or why the child was not asked."), "child_view")


def _check_approval(application: Application, content: DecisionInput) -> None:
    if content.valid_from is None:
        raise ActionRefused(_("Write from which day the decision holds."), "valid_from")
    if content.valid_until is None:
        raise ActionRefused(_("Write through which day the decision holds."), "valid_until")
    if content.valid_until < content.valid_from:
        raise ActionRefused(_("The decision ends before it begins."), "valid_until")
    refuse_closed(application.household, content.valid_until, "valid_until")
    if content.legal_basis not in LegalBasis.values:
        raise ActionRefused(_("Choose the legal basis."), "legal_basis")
    needed = [
        ("project_worker", content.project_worker, _("Choose the project worker who follows up.")),
        ("caseworker", content.caseworker, _("Choose the ordinary caseworker who follows up.")),
        ("follow_up_on", content.follow_up_on, _("Write the day of the first follow-up.")),
    ]
    for name, value, words in needed:
        if value is None:
            raise ActionRefused(words, name)
    if content.follow_up_on is not None and content.follow_up_on < today():
        raise ActionRefused(_("The day has passed. Choose today or a later day."), "follow_up_on")
    _check_place(application, content)
    if _accommodation(application, content) == Accommodation.TRANSITIONAL:
        _check_transitional(application, content)


def _check_place(application: Application, content: DecisionInput) -> None:
    in_flat = _accommodation(application, content) in FLAT_ACCOMMODATIONS
    if application.extends_placement_id and not in_flat and content.provider is None:
        return
    if application.extends_tenancy_id and in_flat and content.flat is None:
        return
    if in_flat and content.flat is None:
        raise ActionRefused(_("Choose the flat."), "flat")
    if in_flat and content.flat is not None and content.flat.kind != _accommodation(application, content):
        raise ActionRefused(_("The flat is of another kind than what is decided."), "flat")
    if not in_flat and content.provider is None:
        raise ActionRefused(_("Choose the provider."), "provider")
    if not in_flat and (content.price_sek is None or not content.price_per):
        raise ActionRefused(_("Write what it costs, and per night or month."), "price_sek")


def _check_transitional(application: Application, content: DecisionInput) -> None:
    """The report's four criteria are all required, and three months are the most."""
    assert content.valid_from is not None
    assert content.valid_until is not None
    first = content.valid_from
    if application.extends_tenancy is not None and content.flat is None:
        first = application.extends_tenancy.first_night
    allowed = last_allowed_night(first)
    if content.valid_until > allowed:
        raise ActionRefused(
            _("A stay in a transitional flat lasts three months at the most, through %(day)s.")
            % {"day": allowed},
            "valid_until",
        )
    criteria = criteria_for(application.authority, Accommodation.TRANSITIONAL, today()).criteria.filter(
        is_required=True
    )
    passed = _outcomes(application, content)
    missing = [one.text for one in criteria if passed.get(one.pk) != CriterionOutcome.PASSED]
    if missing:
        raise ActionRefused(
            _("All four criteria are required to move in. Not passed: %(criteria)s")
            % {"criteria": "; ".join(missing)},
            "criteria",
        )


def _outcomes(application: Application, content: DecisionInput) -> dict[int, str]:
    """How each criterion is judged: as it is sent now, else as it was kept before."""
    kept = dict(application.judgements.values_list("criterion_id", "outcome"))
    return kept | {pk: one.outcome for pk, one in content.judgements.items()}


def _accommodation(application: Application, content: DecisionInput) -> str:
    return content.accommodation or application.accommodation


def criteria_of(application: Application) -> list[Criterion]:
    """The criteria by which the application is judged: those in force on the day it is looked at."""
    day = today() if application.is_open else application.applied_on
    found = criteria_for(application.authority, application.accommodation, day)
    return list(found.criteria.order_by("position"))
