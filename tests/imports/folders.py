"""Folders to import, and the database as a whole to compare."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from core.models import AuditEvent
from core.models.logs import ChainHead

GOLDEN = Path(settings.BASE_DIR) / "data" / "hasselby-vallingby"
GOLDEN_ROWS = {
    "households.csv": 485,
    "members.csv": 1182,
    "visits.csv": 604,
    "providers.csv": 6,
    "placements.csv": 178,
    "flats.csv": 123,
    "tenancies.csv": 132,
    "homes.csv": 128,
    "debt_cases.csv": 339,
    "decisions.csv": 145,
}

HEADERS = {
    "households": "household,opened_on,closed_on,situation,situation_on,lives_in_district,"
    "interpreter_language,protected,unit,project_worker,caseworker",
    "members": "person,household,role,given_name,family_name,born_on,identity_number,joined_on,left_on",
    "visits": "visit,household,visited_on,kind,referred_by,topics,note",
    "providers": "provider,name,kind",
    "placements": "placement,household,provider,first_night,last_night,price_sek,price_per",
    "flats": "flat,kind,address,rooms,monthly_rent_sek,available_from,available_until",
    "tenancies": "tenancy,flat,household,first_night,last_night",
    "homes": "home,household,moved_in_on,contract,municipality",
    "debt_cases": "debt_case,household,opened_on,closed_on,housing_problem,entry,has_children",
    "decisions": "decision,household,applied_on,decided_on,outcome,accommodation,valid_from,valid_until,"
    "decided_by,reason",
}


def write_folder(folder: Path, **files: list[str]) -> Path:
    """A folder of the named files, each its full header and these lines; what was there is gone."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, lines in files.items():
        content = "\n".join([HEADERS[name], *lines]) + "\n"
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> str:
    """Import; what is said on standard error. Standard output has to stay empty."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_records", str(folder), *arguments, stdout=out, stderr=err)
    except CommandError as refused:
        raise AssertionError(err.getvalue()) from refused
    assert out.getvalue() == ""
    return err.getvalue()


def refused(folder: Path, *arguments: str) -> list[str]:
    """Import what has faults; the lines of standard error."""
    err = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_records", str(folder), *arguments, stdout=StringIO(), stderr=err)
    assert refusal.value.returncode == 1
    return err.getvalue().splitlines()


def places(lines: list[str]) -> list[str]:
    """`FILE:LINE: COLUMN` of each fault."""
    return [": ".join(line.split(": ")[:2]) for line in lines]


def everything(*, without_logs: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, primary keys and all."""
    logs = (AuditEvent, ChainHead)
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if not (without_logs and model in logs)
    }


def records() -> dict[str, list[tuple[Any, ...]]]:
    """What was imported, in words that do not depend on primary keys or on when."""
    return {name: sorted(rows, key=repr) for name, rows in _records()}


def _records() -> Iterator[tuple[str, Any]]:
    for label, fields in {
        "cases.Household": "authority__name reference case_number opened_on closed_on lives_in_district "
        "interpreter_language protected_identity project_worker__short_name caseworker__short_name",
        "cases.SituationRecord": "household__reference situation valid_from definition_version",
        "cases.HouseholdUnit": "household__reference unit__short_name first_day last_day",
        "cases.Person": "authority__name reference given_name family_name born_on identity_number "
        "identity_kind adult_on given_key family_key search_key sort_key",
        "cases.HouseholdMember": "household__reference person__reference role joined_on left_on",
        "cases.Home": "reference household__reference moved_in_on contract municipality",
        "dropin.Visit": "reference household__reference visited_on visited_at kind place referred_by note "
        "is_first",
        "dropin.VisitTopic": "visit__reference topic",
        "housing.Provider": "reference name kind",
        "housing.Placement": "reference household__reference provider__reference first_night last_night "
        "price_sek price_per",
        "housing.Flat": "reference kind address rooms monthly_rent_sek available_from available_until",
        "housing.Tenancy": "reference flat__reference household__reference first_night last_night",
        "housing.BoardDecision": "reference household__reference applied_on decided_on outcome "
        "accommodation valid_from valid_until decided_by__short_name reason",
        "debtadvice.DebtCase": "reference household__reference opened_on closed_on has_housing_problem "
        "entry has_children",
    }.items():
        yield label, apps.get_model(label)._base_manager.values_list(*fields.split())
