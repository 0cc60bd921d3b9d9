"""A decision and all that follows from it: one transaction, all or nothing."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import change_household, plan_follow_up
from cases.actions.locking import locked
from cases.enums import FollowUpKind
from cases.errors import ActionRefused
from core.clock import now, today
from housing.actions.agenda import agenda_changed
from housing.actions.applications import held as held_application
from housing.actions.criteria import judge
from housing.actions.deciding import Deciding, DecisionInput, check
from housing.actions.letters import send_letter
from housing.actions.meetings import held_item
from housing.actions.placements import end_placement, extend_placement, start_placement
from housing.actions.recording import record
from housing.actions.stays import end_tenancy, extend_tenancy
from housing.actions.tenancies import start_tenancy
from housing.delegations import area_of, delegation_for
from housing.enums import (
    FLAT_ACCOMMODATIONS,
    ApplicationKind,
    ApplicationState,
    ItemKind,
    Outcome,
    PlacementEnd,
)
from housing.models import AgendaItem, Application, BoardDecision, DecisionParticipant


@transaction.atomic
def decide(
    *,
    application: Application,
    content: DecisionInput,
    by: User,
    item: AgendaItem | None = None,
) -> BoardDecision:
    """Decide on a submitted application, at a meeting (`item`) or between meetings (None: urgent).

    Writes the decision with who took part, how the criteria were judged, the placement or stay, who follows
    up and when, the letter, and the line in the minutes: all of it or nothing. The first contact is booked
    by the placement. Raises ActionRefused in words for whatever keeps it from being made; an application
    that is decided already is refused, also when several decide at the same moment.
    """
    application = held_application(application, by)
    if item is not None:
        item = held_item(item, by)
    if application.state != ApplicationState.SUBMITTED:
        raise ActionRefused(_("The application is decided already, or was withdrawn."))
    deciding = check(application, content, item)
    _keep_child_section(application, content)
    if content.judgements:
        judge(application=application, judgements=content.judgements, by=by)
    decision = _write(application, content, deciding, by, item)
    _settle_application(application, content)
    if item is not None:  # before the stay begins, which brings the agenda in line with what is settled
        item.decision, item.is_settled = decision, True
        item.save(update_fields=["decision", "is_settled"])
    if content.is_approval:
        _carry_out(application, decision, content, by)
    send_letter(decision=decision, by=by)
    agenda_changed(application.authority, by=by)
    return decision


def _write(
    application: Application,
    content: DecisionInput,
    deciding: Deciding,
    by: User,
    item: AgendaItem | None,
    replaces: BoardDecision | None = None,
) -> BoardDecision:
    values: dict[str, Any] = {}
    if content.is_approval:
        names = ("valid_from", "valid_until", "provider", "flat", "price_sek", "price_per", "follow_up_on")
        values = {name: getattr(content, name) for name in names}
    try:
        with transaction.atomic():
            decision = BoardDecision.objects.create(
                authority_id=application.authority_id,
                household=application.household,
                application=application,
                applied_on=application.applied_on,
                decided_on=today(),
                decided_at=now(),
                outcome=content.outcome,
                accommodation=content.accommodation or application.accommodation,
                decided_by=content.decided_by,
                delegation=deciding.delegation,
                reason=content.reason.strip(),
                conditions=content.conditions.strip(),
                legal_basis=content.legal_basis,
                deferred_until=content.deferred_until if content.outcome == Outcome.DEFERRED else None,
                meeting=item.meeting if item else None,
                presented_by=application.submitted_by,
                is_urgent=item is None and replaces is None,
                replaces=replaces,
                recorded_by=by,
                **values,
            )
    except IntegrityError as error:
        raise ActionRefused(_("The application is decided already, or was withdrawn.")) from error
    DecisionParticipant.objects.bulk_create(
        DecisionParticipant(decision=decision, user=user, part=part, is_recused=recused)
        for user, part, recused in deciding.participants
        if user.pk != content.decided_by.pk
    )
    record("decision.made", by, decision, {"outcome": content.outcome, "decided_by": content.decided_by.pk})
    return decision


def _keep_child_section(application: Application, content: DecisionInput) -> None:
    for name in ("child_best_interests", "child_view"):
        if written := getattr(content, name).strip():
            setattr(application, name, written)


def _settle_application(application: Application, content: DecisionInput) -> None:
    if content.outcome == Outcome.DEFERRED:
        application.deferred_until = content.deferred_until
    else:
        application.state, application.deferred_until = ApplicationState.DECIDED, None
    application.save()


def _carry_out(application: Application, decision: BoardDecision, content: DecisionInput, by: User) -> None:
    """The stay, the people and the first follow-up."""
    change_household(
        household=application.household,
        by=by,
        project_worker=content.project_worker,
        caseworker=content.caseworker,
    )
    if decision.accommodation in FLAT_ACCOMMODATIONS:
        _house_in_flat(application, decision, by)
    else:
        _place(application, decision, by)
    assert content.follow_up_on is not None
    plan_follow_up(
        household=application.household,
        kind=FollowUpKind.AFTER_BOARD,
        due_on=content.follow_up_on,
        by=by,
        assigned_to=content.project_worker,
        origin=f"housing.decision:{decision.pk}",
    )


def _place(application: Application, decision: BoardDecision, by: User) -> None:
    assert decision.valid_from is not None
    assert decision.valid_until is not None
    present = application.extends_placement
    if present is not None and decision.provider_id is None:
        extend_placement(placement=present, planned_last_night=decision.valid_until, decision=decision, by=by)
        return
    assert decision.provider is not None
    assert decision.price_sek is not None
    start_placement(
        household=application.household,
        provider=decision.provider,
        first_night=decision.valid_from,
        planned_last_night=decision.valid_until,
        price_sek=decision.price_sek,
        price_per=decision.price_per,
        decision=decision,
        by=by,
    )


def _house_in_flat(application: Application, decision: BoardDecision, by: User) -> None:
    assert decision.valid_from is not None
    assert decision.valid_until is not None
    present = application.extends_tenancy
    if present is not None and decision.flat_id is None:
        extend_tenancy(tenancy=present, planned_last_night=decision.valid_until, decision=decision, by=by)
        return
    assert decision.flat is not None
    start_tenancy(
        household=application.household,
        flat=decision.flat,
        first_night=decision.valid_from,
        planned_last_night=decision.valid_until,
        next_solution_named=application.next_solution_named,
        decision=decision,
        by=by,
    )
    for placement in application.household.placements.filter(last_night=None, annulled_at=None):
        last = max(placement.first_night, date.fromordinal(decision.valid_from.toordinal() - 1))
        end_placement(placement=placement, last_night=last, end_reason=PlacementEnd.OUR_FLAT, by=by)


@transaction.atomic
def apply_for_stay(*, item: AgendaItem, by: User) -> Application:
    """The application that an item about an ending stay is decided by: an extension, prepared at the board.

    Done already: the same one. Raises ActionRefused when the household has another open application.
    """
    if item.household is not None:
        locked(item.household, by)  # households are held before meetings
    item = held_item(item, by)
    if item.application is not None:
        return item.application
    stay = item.placement or item.tenancy
    if stay is None:
        raise ActionRefused(_("The item is not about a stay."))
    accommodation = item.tenancy.flat.kind if item.tenancy is not None else "acute"
    words = _("The decision on the present stay ends, or does not cover it.")
    application = Application(
        household=stay.household,
        authority_id=stay.authority_id,
        kind=ApplicationKind.EXTENSION,
        accommodation=accommodation,
        state=ApplicationState.SUBMITTED,
        applied_on=today(),
        wanted_from=today(),
        why_now=words,
        extends_placement=item.placement,
        extends_tenancy=item.tenancy,
        next_solution_named=item.tenancy.next_solution_named if item.tenancy else "",
        created_by=by,
        created_at=now(),
        changed_at=now(),
        submitted_by=stay.household.project_worker or by,
        submitted_at=now(),
    )
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        raise ActionRefused(_("The household already has an open application. Open that one.")) from error
    record("application.submitted", by, application, {"accommodation": application.accommodation})
    item.application = application
    item.save(update_fields=["application"])
    return application


@transaction.atomic
def confirm_urgent(*, item: AgendaItem, note: str, by: User) -> AgendaItem:
    """The meeting takes note of a decision that was made between meetings."""
    item = held_item(item, by)
    if item.kind != ItemKind.CONFIRM_URGENT:
        raise ActionRefused(_("The item is no urgent decision."))
    item.is_settled, item.note = True, note.strip()
    item.save(update_fields=["is_settled", "note"])
    record("decision.confirmed", by, item, {"decision": item.confirms_id})
    return item


@transaction.atomic
def revoke_decision(
    *, decision: BoardDecision, reason: str, decided_by: User, by: User, last_night: date | None = None
) -> BoardDecision:
    """Take an approval back, by a new decision that points to it. The old one stays as it was.

    `last_night`: the last night of the stays that rest on it, which then end; None leaves them as they are,
    as nights without a decision. Raises ActionRefused for anything but a standing approval.
    """
    assert decision.application is not None
    application = held_application(decision.application, by)
    decision = BoardDecision.objects.get(pk=decision.pk)
    if decision.outcome != Outcome.APPROVED or BoardDecision.objects.filter(replaces=decision).exists():
        raise ActionRefused(_("Only an approval that holds can be revoked."))
    if not reason.strip():
        raise ActionRefused(_("Write the reason for the decision."), "reason")
    delegation = delegation_for(decided_by, area_of(decision.accommodation), today())
    if delegation is None:
        raise ActionRefused(
            _("%(name)s has no delegation to decide on this. Choose somebody who has.")
            % {"name": decided_by.full_name},
            "decided_by",
        )
    content = DecisionInput(
        outcome=Outcome.REVOKED,
        decided_by=decided_by,
        reason=reason,
        accommodation=decision.accommodation,
        legal_basis=decision.legal_basis,
    )
    made = _write(application, content, Deciding(delegation, []), by, None, replaces=decision)
    if last_night is not None:
        for placement in decision.placements.filter(last_night=None, annulled_at=None):
            end_placement(
                placement=placement, last_night=last_night, end_reason=PlacementEnd.NOT_EXTENDED, by=by
            )
        for tenancy in decision.tenancies.filter(last_night=None, annulled_at=None):
            end_tenancy(tenancy=tenancy, last_night=last_night, by=by)
    send_letter(decision=made, by=by)
    agenda_changed(application.authority, by=by)
    return made


@transaction.atomic
def replace_decision(*, decision: BoardDecision, content: DecisionInput, by: User) -> BoardDecision:
    """Another validity, other conditions or another reason for an approval that holds, as a new decision.

    The stays that rest on it go on by the new one. Raises ActionRefused as `decide` does.
    """
    assert decision.application is not None
    application = held_application(decision.application, by)
    decision = BoardDecision.objects.get(pk=decision.pk)
    if decision.outcome != Outcome.APPROVED or BoardDecision.objects.filter(replaces=decision).exists():
        raise ActionRefused(_("Only an approval that holds can be replaced."))
    if not content.is_approval:
        raise ActionRefused(_("To take the approval back, revoke it."), "outcome")
    deciding = check(application, content, None)
    made = _write(application, content, deciding, by, None, replaces=decision)
    assert content.valid_until is not None
    for placement in decision.placements.filter(last_night=None, annulled_at=None):
        placement.decision, placement.planned_last_night = made, content.valid_until
        placement.save(update_fields=["decision", "planned_last_night"])
    for tenancy in decision.tenancies.filter(last_night=None, annulled_at=None):
        extend_tenancy(tenancy=tenancy, planned_last_night=content.valid_until, decision=made, by=by)
    send_letter(decision=made, by=by)
    agenda_changed(application.authority, by=by)
    return made
