"""visits.csv: visits to the drop-in desk, and what they were about."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from accounts.imports import BoardImport
from core.tabular.columns import Column, choice, choices, day, reference, text
from core.tabular.folder import Importer
from core.tabular.reading import Row, Table, TableSpec
from core.tabular.upsert import ImportCount, Upserted, in_chunks, known_by_reference, stored, upsert
from dropin.actions.firsts import mark_first_visits
from dropin.enums import Referrer, Topic, VisitKind
from dropin.models import Visit, VisitTopic

TABLE = TableSpec(
    "visits.csv",
    [
        Column("visit", reference(), required=True),
        Column("household", reference(), refers_to="households.csv"),
        Column("visited_on", day(), required=True),
        Column("kind", choice(VisitKind.values), required=True),
        Column("referred_by", choice(Referrer.values)),
        Column("topics", choices(Topic.values)),
        Column("note", text()),
    ],
)


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a visit for each row, its topics, and which visit is a household's first.

    A visit that was anonymous and has been attached to a household by hand stays attached when the
    file still has it as anonymous.
    """
    rows, households = table.rows, context.keys["households.csv"]
    attached = _attached_by_hand(context, rows)

    def values(row: Row) -> tuple[Any, ...]:
        household = households[row.household] if row.household else attached.get(row.visit)
        return (household, row.visited_on, row.kind, row.referred_by or "", row.note)

    written = upsert(
        Visit,
        context,
        table,
        fields=[
            "household_id",
            "visited_on",
            "kind",
            "referred_by",
            "note",
        ],
        values=values,
    )
    moved = written.created | written.updated
    for chunk in in_chunks(rows):
        _write_topics(written, chunk)
    affected = {values(row)[0] for row in rows if row.visit in moved}
    affected.update(before[0] for visit, before in written.before.items() if visit in moved)
    mark_first_visits(affected - {None})
    return written.count()


def _attached_by_hand(context: BoardImport, rows: Sequence[Row]) -> dict[str, int]:
    """The household of each of these visits that somebody has attached to it, by reference."""
    anonymous = {row.visit for row in rows if row.household is None}
    found = stored(Visit, context.authority, anonymous, "household_id", "attached_at")
    return {
        visit: household
        for visit, _, household, attached_at in found
        if attached_at is not None and household
    }


def _write_topics(written: Upserted, rows: Sequence[Row]) -> None:
    there: dict[int, set[str]] = defaultdict(set)
    keys = [written.keys[row.visit] for row in rows if row.visit not in written.created]
    for some in in_chunks(keys, 500):
        for visit_id, topic in VisitTopic.objects.filter(visit__in=some).values_list("visit_id", "topic"):
            there[visit_id].add(topic)
    new: list[VisitTopic] = []
    replaced: list[int] = []
    for row in rows:
        key = written.keys[row.visit]
        if there.get(key, set()) == set(row.topics):
            continue
        written.updated.add(row.visit)
        if key in there:
            replaced.append(key)
        new.extend(VisitTopic(visit_id=key, topic=topic) for topic in row.topics)
    for some in in_chunks(replaced, 500):
        VisitTopic.objects.filter(visit__in=some).delete()
    VisitTopic.objects.bulk_create(new)


VISITS = Importer(TABLE, known_by_reference(Visit), write)
