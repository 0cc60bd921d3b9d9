"""members.csv: people, and their time in a household."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.imports import BoardImport
from cases.enums import IdentityKind, MemberRole
from cases.models import HouseholdMember, Person
from core.names import search_key, sort_key
from core.tabular.columns import Column, Kind, choice, day, identity_number, reference, shortened, text
from core.tabular.faults import Fault, FieldFault
from core.tabular.folder import Importer
from core.tabular.reading import Row, Table, TableSpec, last_not_before_first
from core.tabular.upsert import ImportCount, Upserted, in_chunks, known_by_reference, upsert

_NAME_LENGTH = 80
_KEY_LENGTH = 100
_IDENTITY_KINDS = {
    "personnummer": IdentityKind.PERSONAL.value,
    "coordination": IdentityKind.COORDINATION.value,
}


def _name() -> Kind:
    """A name that fits, also as the keys that it is found and sorted by: one sign can become many."""
    plain = text(_NAME_LENGTH)

    def parse(value: str) -> str:
        name: str = plain.parse(value)
        if not name.isascii() and max(len(search_key(name)), len(sort_key(name))) > _KEY_LENGTH:
            raise FieldFault(
                _("“%(name)s” is too long written out; expected at most %(most)s characters")
                % {"name": shortened(name), "most": _KEY_LENGTH}
            )
        return name

    return Kind(parse, empty="")


TABLE = TableSpec(
    "members.csv",
    [
        Column("person", reference(), required=True),
        Column("household", reference(), required=True, refers_to="households.csv"),
        Column("role", choice(MemberRole.values), required=True),
        Column("given_name", _name()),
        Column("family_name", _name()),
        Column("born_on", day()),
        Column("identity_number", identity_number()),
        Column("joined_on", day()),
        Column("left_on", day()),
    ],
    row_checks=[last_not_before_first("joined_on", "left_on")],
)


def check(context: BoardImport, table: Table) -> Iterator[Fault]:
    """A membership that was made by hand for the same household and day."""
    if context.authority.pk is None:
        return
    others = _memberships_by_hand(context)
    if not others:
        return
    for row in table.readable("person", "household", "joined_on"):
        if row.joined_on is not None and (row.person, row.household, row.joined_on) in others:
            message = _(
                "the person was made a member of “%(household)s” from that day by hand; expected another day"
            )
            yield Fault(
                TABLE.filename, row.line, "joined_on", message % {"household": shortened(row.household)}
            )


def write(context: BoardImport, table: Table) -> ImportCount:
    """Create or update a person for each row, and the first of their memberships."""

    def values(row: Row) -> tuple[Any, ...]:
        number = row.identity_number
        return (
            row.given_name,
            row.family_name,
            row.born_on,
            number.number if number else "",
            _IDENTITY_KINDS[number.kind] if number else IdentityKind.NONE.value,
        )

    written = upsert(
        Person,
        context,
        table,
        fields=[
            "given_name",
            "family_name",
            "born_on",
            "identity_number",
            "identity_kind",
        ],
        values=values,
        derive=Person.derive,
        derived_fields=["adult_on", "given_key", "family_key", "search_key", "sort_key"],
    )
    for chunk in in_chunks(table.rows):
        _write_memberships(context, written, chunk)
    return written.count()


def _memberships_by_hand(context: BoardImport) -> set[tuple[str | None, str | None, date | None]]:
    """(person, household, joined_on) of memberships of imported people that no import has made."""
    later = HouseholdMember.objects.filter(
        person__authority=context.authority, person__reference__isnull=False
    ).order_by("person_id", "pk")
    found = set()
    previous = None
    for person_id, person, household, joined_on in later.values_list(
        "person_id", "person__reference", "household__reference", "joined_on"
    ).iterator():
        if person_id == previous:
            found.add((person, household, joined_on))
        previous = person_id
    return found


def _write_memberships(context: BoardImport, written: Upserted, rows: Sequence[Row]) -> None:
    """The imported membership of a person is the first that was made; later ones are left alone."""
    households = context.keys["households.csv"]
    first: dict[int, HouseholdMember] = {}
    keys = [written.keys[row.person] for row in rows if row.person not in written.created]
    for some in in_chunks(keys, 500):
        for member in HouseholdMember.objects.filter(person_id__in=some).order_by("-pk"):
            first[member.person_id] = member
    new, changed = [], []
    for row in rows:
        key = written.keys[row.person]
        wanted = {
            "household_id": households[row.household],
            "role": row.role,
            "joined_on": row.joined_on,
            "left_on": row.left_on,
        }
        there = first.get(key)
        if there is None:
            new.append(HouseholdMember(person_id=key, **wanted))
        elif any(getattr(there, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(there, name, value)
            changed.append(there)
        else:
            continue
        written.updated.add(row.person)
    HouseholdMember.objects.bulk_update(
        changed, ["household", "role", "joined_on", "left_on"], batch_size=200
    )
    HouseholdMember.objects.bulk_create(new)


MEMBERS = Importer(TABLE, known_by_reference(Person), write, check)
