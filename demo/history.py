"""The golden history: imported as it is, and then brought to its end.

The published period ends on 31 December 2013. What was ongoing then would otherwise be ongoing today, and
every figure of the present would be of the past.
"""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from accounts.models import Authority, User
from cases.actions import close_household
from cases.models import Household
from core.clock import today
from debtadvice.actions import close_debt_case
from debtadvice.models import DebtCase
from housing.actions import end_placement, end_tenancy
from housing.enums import FlatKind
from housing.models import Placement, Tenancy

FOLDER = Path(settings.BASE_DIR) / "data" / "hasselby-vallingby"
END_OF_HISTORY = date(2013, 12, 31)


def import_history(board: Authority) -> bool:
    """Import the golden data unless they are here already; whether anything was imported."""
    if Household.objects.filter(authority=board, reference="H-0001").exists():
        return False
    call_command("import_records", str(FOLDER), authority=board.name, stderr=StringIO())
    return True


@transaction.atomic
def close_history(board: Authority, by: User) -> None:
    """End what was ongoing when the report was written: placements, some tenancies, debt cases, cases."""
    random = Random(2014)  # noqa: S311 - fictional data, the same each time
    ongoing = {"authority": board, "last_night": None}
    for placement in Placement.objects.filter(**ongoing, first_night__lte=END_OF_HISTORY).order_by("pk"):
        end_placement(placement=placement, last_night=_after(random, 20, 120), by=by)
    flats = Tenancy.objects.filter(**ongoing, first_night__lte=END_OF_HISTORY).select_related("flat")
    for tenancy in flats.order_by("pk"):
        # The flats are lived in for long (report 2014: up to twelve years): most of the tenancies still run.
        if tenancy.flat.kind != FlatKind.TRANSITIONAL and random.random() < 0.88:
            continue
        last_night = _after(random, 60, 900)
        if tenancy.flat.kind != FlatKind.TRANSITIONAL:
            last_night = today() - timedelta(days=random.randint(8, 400))
        end_tenancy(tenancy=tenancy, last_night=last_night, by=by)
    for case in DebtCase.objects.filter(authority=board, closed_on=None).order_by("pk"):
        if case.opened_on <= END_OF_HISTORY:
            close_debt_case(case=case, closed_on=_after(random, 30, 400), by=by)
    # Who lives in one of the flats is still followed up; the others' cases are long closed.
    housed = Tenancy.objects.filter(authority=board, last_night=None).values("household")
    for household in (
        Household.objects.filter(authority=board, closed_on=None).exclude(pk__in=housed).order_by("pk")
    ):
        close_household(household=household, closed_on=_after(random, 930, 1200), by=by)


def _after(random: Random, first: int, last: int) -> date:
    return END_OF_HISTORY + timedelta(days=random.randint(first, last))
