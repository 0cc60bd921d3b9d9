"""Periods of one thing that share a night, found before the database would refuse them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.tabular.columns import shortened
from core.tabular.faults import Fault
from core.tabular.reading import Table, TableSpec


@dataclass(frozen=True)
class Stored:
    """A period that the database holds already. `end` None: open ended; no reference: entered by hand."""

    reference: str | None
    key: str
    start: date
    end: date | None


@dataclass(frozen=True)
class _Span:
    key: str
    start: date
    end: date
    line: int  # 0: from the database
    reference: str | None


def overlap_faults(
    table: Table, *, key: str, start: str, end: str, stored: Iterable[Stored] = ()
) -> Iterator[Fault]:
    """A fault for each row whose nights meet those of another row with the same key.

    Both nights are included, an empty end is open. Rows of `stored` that the file brings again (by
    reference) are left out, since the file replaces them. The fault is on the later line of the two.
    """
    reference = table.spec.reference.name
    spans = [
        _Span(getattr(row, key), getattr(row, start), getattr(row, end) or date.max, row.line, row[1])
        for row in table.readable(reference, key, start, end)
        if getattr(row, key) is not None and getattr(row, start) is not None
    ]
    brought = table.references.keys()
    spans.extend(
        _Span(old.key, old.start, old.end or date.max, 0, old.reference)
        for old in stored
        if old.reference not in brought
    )
    spans.sort(key=lambda span: (span.key, span.start, span.line))
    reaching: _Span | None = None
    for span in spans:
        if reaching is None or reaching.key != span.key:
            reaching = span
            continue
        if span.start <= reaching.end and (span.line or reaching.line):
            yield _meeting(table.spec, start, *sorted((reaching, span), key=lambda one: one.line))
        if span.end > reaching.end:
            reaching = span


def _meeting(spec: TableSpec, column: str, other: _Span, span: _Span) -> Fault:
    if other.line:
        message = _("shares a night with “%(other)s” on line %(line)s; expected one at a time")
    elif other.reference:
        message = _("shares a night with “%(other)s”, imported before; expected one at a time")
    else:
        message = _("shares a night with one entered by hand from %(start)s; expected one at a time")
    words = {
        "other": shortened(other.reference or ""),
        "line": other.line,
        "start": other.start.isoformat(),
    }
    return Fault(spec.filename, span.line, column, message % words)
