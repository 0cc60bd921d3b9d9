"""An approval is taken back by a new decision that points to it; the stays that rest on it end."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.errors import ActionRefused
from core.clock import today
from housing.actions.agenda import agenda_changed
from housing.actions.applications import held as held_application
from housing.actions.deciding import Deciding, DecisionInput, check_people, check_proposer
from housing.actions.decisions import write_decision
from housing.actions.leaving import leave_flat, leave_placement
from housing.actions.letters import send_letter
from housing.delegations import area_of, delegation_for
from housing.enums import Outcome, PlacementEnd
from housing.models import BoardDecision, Placement, Tenancy


@transaction.atomic
def revoke_decision(
    *,
    decision: BoardDecision,
    reason: str,
    proposed_by: User,
    decided_by: User,
    by: User,
    last_night: date | None = None,
) -> BoardDecision:
    """Take an approval back, by a new decision that points to it. The old one stays as it was.

    `proposed_by` asked for it: another than who decides, for the proposer never decides alone.
    `last_night`: the last night of the stays that rest on it, which end then, or are called off where they
    would begin later; None leaves them as they are, as nights without a decision. The next meeting confirms
    it. The same one sent twice is one. Raises ActionRefused for anything but a standing approval, without a
    delegation, for a proposer who decides, for somebody who keeps out of the household, and for nights that
    lie behind already.
    """
    assert decision.application is not None
    application = held_application(decision.application, by)
    decision = BoardDecision.objects.get(pk=decision.pk)
    if (same := _same(decision, reason, decided_by, by)) is not None:
        return same
    if decision.outcome != Outcome.APPROVED or BoardDecision.objects.filter(replaces=decision).exists():
        raise ActionRefused(_("Only an approval that holds can be revoked."))
    if not reason.strip():
        raise ActionRefused(_("Write the reason for the decision."), "reason")
    check_people(application, decided_by, by)
    check_proposer(application, proposed_by, decided_by)
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
        valid_until=last_night if _has_nights(decision, last_night) else None,
    )
    deciding = Deciding(delegation, [], presented_by=proposed_by)
    made = write_decision(application, content, deciding, by, None, replaces=decision)
    if last_night is not None:
        _end_stays(decision, last_night, by)
    send_letter(decision=made, by=by)
    agenda_changed(application.authority, by=by)
    return made


def _same(decision: BoardDecision, reason: str, decided_by: User, by: User) -> BoardDecision | None:
    """The revocation that this form has made already."""
    made = BoardDecision.objects.filter(replaces=decision, outcome=Outcome.REVOKED, decided_on=today())
    return made.filter(reason=reason.strip(), decided_by=decided_by, recorded_by=by).first()


def stays_of(decision: BoardDecision) -> list[Placement | Tenancy]:
    """The stays that rest on the decision, the latest first."""
    placements = decision.placements.filter(annulled_at=None)
    tenancies = decision.tenancies.filter(annulled_at=None)
    rows: list[Placement | Tenancy] = [
        *placements.select_related("household"),
        *tenancies.select_related("household", "flat"),
    ]
    return sorted(rows, key=lambda row: (row.first_night, row.pk), reverse=True)


def _has_nights(decision: BoardDecision, last_night: date | None) -> bool:
    """Whether a stay of the decision has a night then or before: else it never began."""
    stays = stays_of(decision)
    return last_night is not None and (not stays or stays[-1].first_night <= last_night)


def _end_stays(decision: BoardDecision, last_night: date, by: User) -> None:
    why = _("The decision was revoked before the first night.")
    for stay in stays_of(decision):
        if stay.last_night is not None and stay.last_night <= last_night:
            continue
        if isinstance(stay, Placement):
            leave_placement(
                placement=stay, last_night=last_night, end_reason=PlacementEnd.NOT_EXTENDED, why=why, by=by
            )
        else:
            leave_flat(tenancy=stay, last_night=last_night, why=why, by=by)
