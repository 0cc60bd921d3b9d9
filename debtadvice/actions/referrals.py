"""A caseworker refers a household; the adviser answers, and may open a case."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked as locked_household
from cases.errors import ActionRefused
from cases.models import Household
from core.audit import record_event
from core.clock import now, today
from debtadvice.actions.cases import CaseInput, ClientInput, open_debt_case
from debtadvice.actions.locking import refuse_other_board
from debtadvice.enums import CameFrom, Entry
from debtadvice.models import DebtCase, Referral


@transaction.atomic
def refer(*, household: Household, reason: str, by: User, risks_eviction: bool = False) -> Referral:
    """Ask the advice to take a household on. Raises ActionRefused while an earlier referral waits."""
    household = locked_household(household, by)
    if household.closed_on is not None:
        raise ActionRefused(_("The household's case is closed. Reopen it first."))
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                authority_id=household.authority_id,
                household=household,
                reason=reason.strip(),
                risks_eviction=risks_eviction,
                sent_by=by,
                sent_at=now(),
            )
    except IntegrityError as error:
        raise ActionRefused(_("The household is referred already and waits for an answer.")) from error
    record_event(
        "debt_advice.referred",
        by=by,
        authority_id=household.authority_id,
        subject=referral,
        household_id=household.pk,
    )
    return referral


@transaction.atomic
def answer_referral(
    *, referral: Referral, answer: str, by: User, opens_case: bool = False
) -> DebtCase | None:
    """Answer what the referrer will read, and open a case if so wished; the answer itself says nothing of it.

    Raises ActionRefused when it is answered already.
    """
    refuse_other_board(referral.authority_id, by)
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.answered_at is not None:
        raise ActionRefused(_("The referral is answered already."))
    referral.answer, referral.answered_by, referral.answered_at = answer.strip(), by, now()
    referral.save(update_fields=["answer", "answered_by", "answered_at"])
    record_event(
        "debt_advice.answered",
        by=by,
        authority_id=referral.authority_id,
        subject=referral,
        household_id=referral.household_id,
    )
    return _open_case(referral, by) if opens_case else None


def _open_case(referral: Referral, by: User) -> DebtCase:
    household = Household.objects.with_label().get(pk=referral.household_id)
    members = household.members_on(today())
    person = members[0].person if members else None
    children = sum(member.is_child_on(today()) for member in members)
    return open_debt_case(
        authority=household.authority,
        household=household,
        opened_on=today(),
        has_housing_problem=True,
        entry=Entry.BOOKED,
        by=by,
        more=CaseInput(
            client=ClientInput(
                given_name=person.given_name if person else "",
                family_name=person.family_name if person else "",
                identity_number=(person.identity_number or "") if person else "",
                protected_identity=household.protected_identity,
                children=children,
            ),
            asked_on=min(referral.sent_at.date(), today()),
            came_from=CameFrom.SOCIAL_SERVICES,
            risks_eviction=referral.risks_eviction,
            adviser=by,
        ),
    )
