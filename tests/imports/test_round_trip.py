"""Whatever valid rows hold, the records hold, in each of the dialects that a file may have."""

import csv
import io
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Household, HouseholdMember
from dropin.enums import Referrer, Topic
from dropin.models import Visit
from housing.models import Placement
from tests.imports.folders import run

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
MAYBE_DAY = st.none() | DAYS
WRITABLE = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n")
TEXT = st.text(WRITABLE, max_size=60).map(lambda text: text.strip())
NAMES = st.text(st.sampled_from("abcåäöÅÄÖéß 'ł-"), max_size=40).map(lambda text: text.strip())
AMOUNTS = st.decimals(Decimal(0), Decimal("99999999.99"), places=2)


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    first = draw(DAYS)
    return first, draw(st.none() | st.integers(0, 400).map(lambda days: first + timedelta(days=days)))


HOUSEHOLD = st.fixed_dictionaries(
    {
        "span": spans(),
        "situation": st.none() | st.integers(1, 5),
        "situation_on": MAYBE_DAY,
        "lives_in_district": st.sampled_from([None, True, False]),
        "interpreter_language": TEXT,
        "protected": st.sampled_from(["", "none", "marked", "protected_registration"]),
        "unit": st.sampled_from(["", "Vuxen", "Öst"]),
        "project_worker": st.sampled_from(["", "jonas", "maria"]),
        "role": st.sampled_from(["applicant", "adult", "child"]),
        "given_name": NAMES,
        "family_name": NAMES,
        "born_on": MAYBE_DAY,
        "identity_number": st.sampled_from(["", "198809279808", "19880927-9808", "880927-9808"]),
        "joined": spans(),
        "night": spans(),
        "price_sek": AMOUNTS,
        "price_per": st.sampled_from(["night", "month"]),
        "visited_on": DAYS,
        "kind": st.sampled_from(["drop_in", "booked"]),
        "referred_by": st.sampled_from(["", *Referrer.values]),
        "topics": st.lists(st.sampled_from(Topic.values), unique=True),
        "note": TEXT,
    }
)
DIALECT = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";"]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig"]),
        "decimal": st.sampled_from([".", ","]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    }
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(HOUSEHOLD, min_size=1, max_size=4), dialect=DIALECT)
def test_valid_rows_come_out_as_they_went_in(rows: list[dict[str, Any]], dialect: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        write(Path(folder), rows, dialect)
        run(Path(folder))
        for number, row in enumerate(rows):
            compare(f"{number}", row)
        transaction.set_rollback(True)


def write(folder: Path, rows: list[dict[str, Any]], dialect: dict[str, Any]) -> None:
    def blank(value: Any) -> str:
        return "" if value is None else str(value)

    tables: dict[str, list[dict[str, str]]] = {
        "households": [], "members": [], "providers": [], "placements": [], "visits": [],
    }  # fmt: skip
    tables["providers"].append({"provider": "B", "name": "Hotell", "kind": "hotel"})
    for number, row in enumerate(rows):
        reference = {"household": f"H{number}"}
        yes_no = {None: "", True: "yes", False: "no"}[row["lives_in_district"]]
        tables["households"].append(
            reference
            | {"opened_on": blank(row["span"][0]), "closed_on": blank(row["span"][1])}
            | {name: blank(row[name]) for name in ("situation", "situation_on", "interpreter_language")}
            | {name: row[name] for name in ("protected", "unit", "project_worker")}
            | {"lives_in_district": yes_no}
        )
        tables["members"].append(
            {"person": f"P{number}"}
            | reference
            | {name: blank(row[name]) for name in ("role", "given_name", "family_name", "born_on")}
            | {"identity_number": row["identity_number"]}
            | {"joined_on": blank(row["joined"][0]), "left_on": blank(row["joined"][1])}
        )
        price = str(row["price_sek"]).replace(".", dialect["decimal"])
        tables["placements"].append(
            {"placement": f"A{number}", "provider": "B"}
            | reference
            | {"first_night": blank(row["night"][0]), "last_night": blank(row["night"][1])}
            | {"price_sek": price, "price_per": row["price_per"]}
        )
        tables["visits"].append(
            {"visit": f"V{number}", "topics": "|".join(row["topics"])}
            | reference
            | {name: blank(row[name]) for name in ("visited_on", "kind", "referred_by", "note")}
        )
    for name, lines in tables.items():
        out = io.StringIO()
        form = {key: dialect[key] for key in ("delimiter", "lineterminator", "quoting")}
        writer = csv.DictWriter(out, list(lines[0]), **form)
        writer.writeheader()
        writer.writerows(lines)
        (folder / f"{name}.csv").write_bytes(out.getvalue().encode(dialect["encoding"]))


def compare(number: str, row: dict[str, Any]) -> None:
    household = Household.objects.get(reference=f"H{number}")
    assert (household.case_number, (household.opened_on, household.closed_on)) == (f"H{number}", row["span"])
    assert household.interpreter_language == row["interpreter_language"]
    assert household.lives_in_district == row["lives_in_district"]
    assert household.protected_identity == (row["protected"] or "none")
    assert getattr(household.project_worker, "short_name", "") == row["project_worker"]
    situation = None
    if row["situation"] is not None:
        situation = (row["situation"], row["situation_on"] or row["span"][0])
    assert household.situations.values_list("situation", "valid_from").first() == situation
    assert [link.unit.short_name for link in household.unit_links.all()] == [row["unit"]] * bool(row["unit"])
    member = HouseholdMember.objects.select_related("person").get(household=household)
    assert ((member.joined_on, member.left_on), member.role) == (row["joined"], row["role"])
    person = member.person
    assert [person.given_name, person.family_name] == [row["given_name"], row["family_name"]]
    assert (person.born_on, bool(person.identity_number)) == (row["born_on"], bool(row["identity_number"]))
    assert person.identity_number in ("", "198809279808")
    placement = Placement.objects.get(reference=f"A{number}")
    assert ((placement.first_night, placement.last_night), placement.price_sek) == (
        row["night"],
        row["price_sek"],
    )
    visit = Visit.objects.get(reference=f"V{number}")
    assert (visit.visited_on, visit.kind, visit.referred_by) == (
        row["visited_on"],
        row["kind"],
        row["referred_by"],
    )
    assert visit.note == row["note"]
    assert {link.topic for link in visit.topic_links.all()} == set(row["topics"])
    assert visit.is_first
