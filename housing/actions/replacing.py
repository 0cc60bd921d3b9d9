"""Another decision takes the place of one that holds, which itself is never changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import end_follow_ups
from cases.errors import ActionRefused
from core.clock import today
from housing.actions.agenda import agenda_changed
from housing.actions.applications import held as held_application
from housing.actions.carrying_out import follow_up, origin_of_decision
from housing.actions.deciding import DecisionInput, check
from housing.actions.decisions import write_decision
from housing.actions.letters import send_letter
from housing.actions.placements import rest_on
from housing.actions.stays import extend_tenancy
from housing.enums import Outcome
from housing.models import BoardDecision

# Where an approval houses somebody, and for how much.
PLACE = ("provider", "flat", "price_sek", "price_per")


@transaction.atomic
def replace_decision(*, decision: BoardDecision, content: DecisionInput, by: User) -> BoardDecision:
    """Another validity, other conditions or another reason for an approval that holds, as a new decision.

    The stays that rest on it go on by the new one, through its last day, and it says who follows up. The next
    meeting confirms it. The same one sent twice is one. Raises ActionRefused as `decide` does, and for
    another place or price: that is moved or priced anew on the placement, or applied for.
    """
    assert decision.application is not None
    application = held_application(decision.application, by)
    decision = BoardDecision.objects.get(pk=decision.pk)
    if (same := _same(decision, content, by)) is not None:
        return same
    if decision.outcome != Outcome.APPROVED or BoardDecision.objects.filter(replaces=decision).exists():
        raise ActionRefused(_("Only an approval that holds can be replaced."))
    if not content.is_approval:
        raise ActionRefused(_("To take the approval back, revoke it."), "outcome")
    if any(getattr(content, name) != getattr(decision, name) for name in PLACE):
        raise ActionRefused(_("A new decision in its place keeps where they live, and the price."))
    deciding = check(application, content, None, by)
    made = write_decision(application, content, deciding, by, None, replaces=decision)
    assert content.valid_until is not None
    for placement in decision.placements.filter(last_night=None, annulled_at=None):
        rest_on(placement=placement, decision=made, by=by)
    for tenancy in decision.tenancies.filter(last_night=None, annulled_at=None):
        extend_tenancy(tenancy=tenancy, planned_last_night=content.valid_until, decision=made, by=by)
    end_follow_ups(
        household=application.household, origin=origin_of_decision(decision), by=by, from_day=today()
    )
    follow_up(application, made, content, by)
    send_letter(decision=made, by=by)
    agenda_changed(application.authority, by=by)
    return made


def _same(decision: BoardDecision, content: DecisionInput, by: User) -> BoardDecision | None:
    """The decision that this form has put in its place already."""
    made = BoardDecision.objects.filter(replaces=decision, outcome=content.outcome, decided_on=today())
    made = made.filter(valid_from=content.valid_from, valid_until=content.valid_until)
    return made.filter(reason=content.reason.strip(), decided_by=content.decided_by, recorded_by=by).first()
