"""A report with all that page and paper show of it, computed once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from accounts.models import Authority
from core.clock import now
from core.periods import Period
from reports.computation import MonthResult, ReportResult, compute_comparison
from reports.history import months_since_the_first
from reports.models import ReportRevision
from reports.revisions import ChangedValue, changes
from reports.serialise import to_dict


@dataclass(frozen=True)
class Document:
    """`results` begin with the report's own period; `history` is the months up to its end.

    `revision` is the latest of the period, `changed` what the figures of now have other than it.
    """

    board: Authority
    results: Sequence[ReportResult]
    history: Sequence[MonthResult]
    computed_at: datetime
    revision: ReportRevision | None
    changed: Sequence[ChangedValue]

    @property
    def own(self) -> ReportResult:
        return self.results[0]

    @property
    def is_finished(self) -> bool:
        """Whether the period was over on the as-of day, so that its figures are not still growing."""
        return self.own.period.end < self.own.as_of


def build(period: Period, *, as_of: date, board: Authority) -> Document:
    """The report of one board on a period. A number of queries that neither rows nor months change."""
    boards = [board.pk]
    results = compute_comparison(period, as_of=as_of, authority_ids=boards)
    latest = ReportRevision.objects.of_period(board.pk, period).first()
    return Document(
        board=board,
        results=results,
        history=months_since_the_first(period.end, as_of=as_of, authority_ids=boards),
        computed_at=now(),
        revision=latest,
        changed=changes(latest.payload, to_dict(results[0])) if latest else [],
    )


def kept_as(document: Document, revision: ReportRevision) -> Document:
    """The document as that revision of it, with what differs from the one before."""
    before = (
        ReportRevision.objects.of_period(document.board.pk, document.own.period)
        .filter(revision__lt=revision.revision)
        .first()
    )
    changed = changes(before.payload, revision.payload) if before else []
    return replace(document, revision=revision, changed=changed)
