"""Writing and checking the two logs. Both are written in the page's own transaction."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

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
# How a person's chain in the read log is named: this and their key.
READS = "read:"
Event = TypeVar("Event", bound=ChainedEvent)


class LogUnavailable(Exception):
    """The log could not be written, so what was to be shown must not be shown."""


@dataclass(frozen=True)
class Head:
    """The end of a chain: what the next row is chained to."""

    sequence: int = 0
    digest: str = ""

    @classmethod
    def of(cls, written: str) -> "Head":
        """As `reads_so_far` gives it."""
        sequence, _, digest = written.partition(":")
        return cls(int(sequence), digest)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"


def reads_so_far() -> Subquery:
    """For the query that reads people (`read_head`): where their chain of reads ends just then.

    Only a guess by the time a row is added, and taken for no more; but nearly always right.
    """
    head = Concat(Cast("sequence", CharField()), Value(":"), "digest", output_field=CharField())
    chain = Concat(Value(READS), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return Subquery(ChainHead.objects.filter(chain=chain).values_list(head)[:1])


def _reads_of(user_id: int) -> str:
    return f"{READS}{user_id}"


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
    shown = [{"household_id": household_id} for household_id in sorted(set(household_ids))]
    _record_shown(user, shown, page=page, authority_id=authority_id, purpose=purpose)


def record_subject_reads(
    user: Any,
    subjects: Iterable[models.Model],
    *,
    page: str,
    authority_id: int | None,
    purpose: str = "view",
) -> None:
    """Log that user was shown something of each file that is no household's. As `record_reads` otherwise."""
    found = sorted({(subject._meta.label_lower, subject.pk) for subject in subjects})
    shown = [{"subject_type": kind, "subject_id": pk} for kind, pk in found]
    _record_shown(user, shown, page=page, authority_id=authority_id, purpose=purpose)


def _record_shown(user: Any, shown: Sequence[dict[str, Any]], **where: Any) -> None:
    if not shown:
        return
    at = now()
    rows = [ReadEvent(at=at, actor_id=user.pk, **where, **what) for what in shown]
    guess = getattr(user, "read_head", None)
    head = _append(_reads_of(user.pk), rows, ReadEvent, READ_FIELDS, Head.of(guess) if guess else None)
    user.read_head = str(head)


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


def _append(
    chain: str,
    rows: Sequence[Event],
    model: type[Event],
    fields: Sequence[str],
    guess: Head | None = None,
) -> Head:
    """Chain the rows to the end of the chain and return its new one. `guess`: where it may end now."""
    try:
        # No savepoint: if the log fails, everything of this transaction fails with it.
        with transaction.atomic(savepoint=False):
            head = _moved(chain, rows, fields, guess) if guess is not None else None
            if head is None:
                locked, _ = ChainHead.objects.select_for_update().get_or_create(chain=chain)
                head = _chained(chain, rows, fields, Head(locked.sequence, locked.digest))
                ChainHead.objects.filter(pk=locked.pk).update(sequence=head.sequence, digest=head.digest)
            model._default_manager.bulk_create(rows)
    except DatabaseError as error:
        raise LogUnavailable from error
    return head


def _moved(chain: str, rows: Sequence[Event], fields: Sequence[str], guess: Head) -> Head | None:
    """The new end, if the chain really ends at the guess; None, and nothing done, if it does not.

    The update itself compares, and holds the head locked until the transaction ends, so that of two pages
    with the same guess one moves the head and the other is told to look again.
    """
    head = _chained(chain, rows, fields, guess)
    at_guess = ChainHead.objects.filter(chain=chain, sequence=guess.sequence, digest=guess.digest)
    return head if at_guess.update(sequence=head.sequence, digest=head.digest) else None


def _chained(chain: str, rows: Sequence[Event], fields: Sequence[str], head: Head) -> Head:
    """Give the rows their places after head; the last one is the new head."""
    sequence, digest = head.sequence, head.digest
    for row in rows:
        sequence += 1
        row.chain, row.sequence = chain, sequence
        digest = row.digest = _digest(row, digest, fields)
    return Head(sequence, digest)


def _digest(row: ChainedEvent, previous: str, fields: Sequence[str]) -> str:
    values = {name: getattr(row, name) for name in fields}
    values["at"] = row.at.astimezone(tz=None).timestamp()
    # Rows from before there were subjects keep their digests.
    if isinstance(row, ReadEvent) and (row.subject_type or row.subject_id is not None):
        values |= {"subject_type": row.subject_type, "subject_id": row.subject_id}
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
        (ReadEvent, READ_FIELDS, READS),
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
