"""Writing and checking the two logs. Both are written in the page's own transaction."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, models, transaction

from core.clock import now
from core.models.logs import AuditEvent, ChainedEvent, ChainHead, ReadEvent

READ_FIELDS = ("at", "actor_id", "authority_id", "household_id", "page", "purpose")
AUDIT_FIELDS = (
    "at",
    "actor_id",
    "authority_id",
    "household_id",
    "action",
    "subject_type",
    "subject_id",
    "details",
)
SYSTEM = "system"
Event = TypeVar("Event", bound=ChainedEvent)


class LogUnavailable(Exception):
    """The log could not be written, so what was to be shown must not be shown."""


def record_reads(
    user: Any,
    household_ids: Iterable[int],
    *,
    page: str,
    authority_id: int | None,
    purpose: str = "view",
) -> None:
    """Log that user was shown something of each household. Raises LogUnavailable if that fails.

    `page` is the name of the page's URL; `purpose` is view, list, search, export or break_glass.
    """
    ids = sorted(set(household_ids))
    if not ids:
        return
    at = now()
    rows = [
        ReadEvent(
            at=at,
            actor_id=user.pk,
            authority_id=authority_id,
            household_id=household_id,
            page=page,
            purpose=purpose,
        )
        for household_id in ids
    ]
    _append(f"read:{user.pk}", rows, ReadEvent, READ_FIELDS)


def record_event(
    action: str,
    *,
    by: Any,
    authority_id: int | None,
    subject: models.Model | None = None,
    household_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Log what was done, by whom (None: the system). `details`: codes and ids, never names or free text.

    Raises LogUnavailable if the row can't be written; the caller's transaction then fails as a whole.
    """
    event = AuditEvent(
        at=now(),
        actor_id=by.pk if by is not None else None,
        authority_id=authority_id,
        household_id=household_id,
        action=action,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        details=details or {},
    )
    _append(
        f"audit:{by.pk if by is not None else SYSTEM}",
        [event],
        AuditEvent,
        AUDIT_FIELDS,
    )
    return event


def _append(chain: str, rows: Sequence[Event], model: type[Event], fields: Sequence[str]) -> None:
    try:
        # No savepoint: if the log fails, everything of this transaction fails with it.
        with transaction.atomic(savepoint=False):
            head, _ = ChainHead.objects.select_for_update().get_or_create(chain=chain)
            sequence, digest = head.sequence, head.digest
            for row in rows:
                sequence += 1
                row.chain, row.sequence = chain, sequence
                digest = row.digest = _digest(row, digest, fields)
            model._default_manager.bulk_create(rows)
            ChainHead.objects.filter(pk=head.pk).update(sequence=sequence, digest=digest)
    except DatabaseError as error:
        raise LogUnavailable from error


def _digest(row: ChainedEvent, previous: str, fields: Sequence[str]) -> str:
    values = {name: getattr(row, name) for name in fields}
    values["at"] = row.at.astimezone(tz=None).timestamp()
    text = json.dumps([previous, row.chain, row.sequence, values], sort_keys=True, default=str)
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class ChainFault:
    """Where a chain does not hold: the log, the chain and the first sequence number that is wrong."""

    log: str
    chain: str
    sequence: int


def verify_chains() -> list[ChainFault]:
    """Every place where a row was changed, added, moved or removed behind the application's back."""
    faults: list[ChainFault] = []
    heads = {head.chain: head for head in ChainHead.objects.all()}
    for model, fields, prefix in (
        (ReadEvent, READ_FIELDS, "read:"),
        (AuditEvent, AUDIT_FIELDS, "audit:"),
    ):
        chains = set(model._default_manager.values_list("chain", flat=True).distinct())
        chains |= {chain for chain in heads if chain.startswith(prefix)}
        for chain in sorted(chains):
            faults.extend(_verify_chain(model, chain, heads.get(chain), fields))
    return faults


def _verify_chain(
    model: type[ChainedEvent], chain: str, head: ChainHead | None, fields: Sequence[str]
) -> Iterable[ChainFault]:
    digest, sequence = "", 0
    for row in model._default_manager.filter(chain=chain).order_by("sequence").iterator():
        sequence += 1
        if row.sequence != sequence or row.digest != _digest(row, digest, fields):
            yield ChainFault(model._meta.model_name or "", chain, sequence)
            return
        digest = row.digest
    if head is None or head.sequence != sequence or head.digest != digest:
        yield ChainFault(model._meta.model_name or "", chain, sequence + 1)
