"""The server without what guards: the control of bench.rounds and bench.writers. Never elsewhere.

No row is locked but the end of the log, SQLite lets readers in between, whoever moves into a flat is written
down unchecked, and of two texts the last one stands. bench.rounds takes the constraints out of the database.
"""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from homeless_project.wsgi import application

__all__ = ["application"]

settings.DATABASES["default"].get("OPTIONS", {}).pop("transaction_mode", None)


def take_the_guards_away() -> None:
    from cases import plan_content  # the application comes first
    from cases.actions import assessments, journal
    from cases.merging import Merged
    from core.models.logs import ChainHead
    from housing.actions import carrying_out
    from housing.models import Tenancy

    lock = QuerySet.select_for_update

    def hold(rows: QuerySet[Any], *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return lock(rows, *args, **kwargs) if rows.model is ChainHead else rows

    def move_in(*, household: Any, flat: Any, first_night: Any, **_: Any) -> Tenancy:
        return Tenancy.objects.create(
            authority_id=household.authority_id, household=household, flat=flat, first_night=first_night
        )

    def last_stands(*, base: Any, theirs: Any, mine: Any) -> Merged:
        return Merged(dict(mine), ())

    for module in (assessments, journal, plan_content):
        module.merge = last_stands  # type: ignore[attr-defined]  # the guard, taken away
    QuerySet.select_for_update = hold  # type: ignore[method-assign]  # the guard, taken away
    carrying_out.start_tenancy = move_in  # type: ignore[assignment]  # the guard, taken away


take_the_guards_away()
