"""A decision and all that follows from it: one transaction, all or nothing."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked
from cases.errors import ActionRefused
from core.clock import now, today
from housing.actions.agenda import agenda_changed
from housing.actions.applications import held as held_application
from housing.actions.carrying_out import carry_out
from housing.actions.criteria import judge
from housing.actions.deciding import Deciding, DecisionInput, check
from housing.actions.letters import send_letter
from housing.actions.meetings import held_item, refuse_unless_open
from housing.actions.recording import record
from housing.enums import (
    ApplicationKind,
    ApplicationState,
    ItemKind,
    Outcome,
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
    deciding = check(application, content, item, by)
    _keep_child_section(application, content)
    if content.judgements:
        judge(application=application, judgements=content.judgements, by=by)
    decision = write_decision(application, content, deciding, by, item)
    _settle_application(application, content)
    if item is not None:  # before the stay begins, which brings the agenda in line with what is settled
        item.decision, item.is_settled = decision, True
        item.save(update_fields=["decision", "is_settled"])
    if content.is_approval:
        carry_out(application, decision, content, by)
    send_letter(decision=decision, by=by)
    agenda_changed(application.authority, by=by)
    return decision


def write_decision(
    application: Application,
    content: DecisionInput,
    deciding: Deciding,
    by: User,
    item: AgendaItem | None,
    replaces: BoardDecision | None = None,
) -> BoardDecision:
    """The decision and who took part in it; the caller has checked that it may be made."""
    values: dict[str, Any] = {}
    if content.is_approval:
        names = ("valid_from", "valid_until", "provider", "flat", "price_sek", "price_per", "follow_up_on")
        values = {name: getattr(content, name) for name in names}
    elif content.outcome == Outcome.REVOKED:
        values = {"valid_until": content.valid_until}
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
                presented_by=deciding.presented_by,
                is_urgent=item is None,
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
        created_by=by,  # who prepares it proposes it, whoever presents it
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
    refuse_unless_open(item.meeting)
    if item.kind != ItemKind.CONFIRM_URGENT:
        raise ActionRefused(_("The item is no urgent decision."))
    item.is_settled, item.note = True, note.strip() or item.note
    item.save(update_fields=["is_settled", "note"])
    record("decision.confirmed", by, item, {"decision": item.confirms_id})
    return item
