"""A household goes to another board: the one recorded way across (SoL 29:10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority, Unit
from cases.actions.locking import locked, refuse_other_board
from cases.actions.members import MemberInput
from cases.actions.registering import register_household
from cases.enums import MemberRole, Protection, TransferState
from cases.errors import ActionRefused
from cases.models import Household, HouseholdMember, Transfer
from core.audit import record_event
from core.clock import now, today

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class TransferContent:
    """What the sender chooses to send, and nothing else: the people always, the rest when ticked."""

    people: Sequence[HouseholdMember]
    with_identity_numbers: bool = False
    with_interpreter: bool = False
    with_situation: bool = False
    message: str = ""


@transaction.atomic
def offer_transfer(
    *,
    household: Household,
    to_authority: Authority,
    legal_basis: str,
    reason: str,
    content: TransferContent,
    by: "User",
) -> Transfer:
    """Hand the household over: the other board sees what was chosen, and nothing of the file itself.

    A protection always goes along. Raises ActionRefused for one's own board, one not in use, a handover
    without grounds or people, and while an earlier one waits.
    """
    household = locked(household, by)
    if to_authority.pk == household.authority_id or not to_authority.is_active:
        raise ActionRefused(_("Choose another board."), "to_authority")
    if not legal_basis.strip():
        raise ActionRefused(_("Name the legal basis of the transfer."), "legal_basis")
    if not reason.strip():
        raise ActionRefused(_("Write why the household is transferred."), "reason")
    if not content.people or any(member.household_id != household.pk for member in content.people):
        raise ActionRefused(_("Choose which members the transfer is about."), "people")
    if household.transfers.filter(state=TransferState.OFFERED).exists():
        raise ActionRefused(_("A transfer of this household is already waiting."), "to_authority")
    transfer = Transfer.objects.create(
        household=household,
        from_authority_id=household.authority_id,
        to_authority=to_authority,
        legal_basis=legal_basis.strip(),
        reason=reason.strip(),
        content=_pack(household, content),
        sent_at=now(),
        sent_by=by,
    )
    _record("transfer.offered", transfer, by, household.authority_id, household.pk)
    return transfer


@transaction.atomic
def receive_transfer(
    *,
    transfer: Transfer,
    by: "User",
    unit: Unit | None = None,
    project_worker: "User | None" = None,
    caseworker: "User | None" = None,
) -> Household:
    """The receiving board gets a household of its own, opened today, and what was sent is emptied.

    Raises ActionRefused for another board than the receiving one, and when it is settled already.
    """
    transfer = _open_transfer(transfer)
    refuse_other_board(transfer.to_authority_id, by)
    sent = transfer.content
    people = [_unpack(person) for person in sent["people"]]
    applicant = next((person for person in people if person.role == MemberRole.APPLICANT), people[0])
    household = register_household(
        authority=transfer.to_authority,
        by=by,
        opened_on=today(),
        applicant=applicant,
        others=[person for person in people if person is not applicant],
        unit=unit,
        interpreter_language=sent.get("interpreter_language", ""),
        protected_identity=sent.get("protected_identity", Protection.NONE),
        situation=sent.get("situation"),
        project_worker=project_worker,
        caseworker=caseworker,
    )
    transfer.received_household = household
    _settle(transfer, TransferState.RECEIVED, by)
    # Each board's log tells of its own household only.
    _record("transfer.received", transfer, by, transfer.to_authority_id, household.pk)
    _record("transfer.received", transfer, by, transfer.from_authority_id, transfer.household_id)
    return household


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, by: "User") -> Transfer:
    """The sender takes it back before it is received. Raises ActionRefused afterwards, and for others."""
    transfer = _open_transfer(transfer)
    refuse_other_board(transfer.from_authority_id, by)
    _settle(transfer, TransferState.WITHDRAWN, by)
    _record("transfer.withdrawn", transfer, by, transfer.from_authority_id, transfer.household_id)
    return transfer


def _open_transfer(transfer: Transfer) -> Transfer:
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if transfer.state != TransferState.OFFERED:
        raise ActionRefused(_("The transfer has been settled already."))
    return transfer


def _settle(transfer: Transfer, state: TransferState, by: "User") -> None:
    transfer.state, transfer.settled_at, transfer.settled_by = state, now(), by
    transfer.content = {}
    transfer.save()


def _pack(household: Household, content: TransferContent) -> dict[str, Any]:
    packed: dict[str, Any] = {
        "protected_identity": household.protected_identity,
        "people": [_pack_person(member, content.with_identity_numbers) for member in content.people],
        "message": content.message.strip(),
    }
    if content.with_interpreter:
        packed["interpreter_language"] = household.interpreter_language
    if content.with_situation:
        latest = household.situations.order_by("-valid_from").first()
        packed["situation"] = latest.situation if latest else None
    return packed


def _pack_person(member: HouseholdMember, with_number: bool) -> dict[str, Any]:
    person = member.person
    packed = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "born_on": person.born_on.isoformat() if person.born_on else None,
        "role": member.role,
    }
    if with_number and person.identity_number:
        packed |= {"identity_number": person.identity_number, "identity_kind": person.identity_kind}
    return packed


def _unpack(person: dict[str, Any]) -> MemberInput:
    born_on = date.fromisoformat(person["born_on"]) if person["born_on"] else None
    role = MemberRole.CHILD if person["role"] == MemberRole.CHILD else person["role"]
    return MemberInput(**{**person, "born_on": born_on, "role": role})


def _record(action: str, transfer: Transfer, by: "User", authority_id: int, household_id: int) -> None:
    record_event(
        action,
        by=by,
        authority_id=authority_id,
        subject=transfer,
        household_id=household_id,
        details={"from": transfer.from_authority_id, "to": transfer.to_authority_id},
    )
