"""The server without what keeps a decision and a flat to one: the control of bench.rounds. Never elsewhere.

No row is locked but the end of the log, SQLite lets readers in between, and whoever moves into a flat is
written down unchecked. The script takes the constraints out of the database.
"""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from homeless_project.wsgi import application

__all__ = ["application"]

settings.DATABASES["default"].get("OPTIONS", {}).pop("transaction_mode", None)


def take_the_guards_away() -> None:
    from core.models.logs import ChainHead  # the application comes first
    from housing.actions import decisions
    from housing.models import Tenancy

    lock = QuerySet.select_for_update

    def hold(rows: QuerySet[Any], *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return lock(rows, *args, **kwargs) if rows.model is ChainHead else rows

    def move_in(*, household: Any, flat: Any, first_night: Any, **_: Any) -> Tenancy:
        return Tenancy.objects.create(
            authority_id=household.authority_id, household=household, flat=flat, first_night=first_night
        )

    QuerySet.select_for_update = hold  # type: ignore[method-assign]  # the guard, taken away
    decisions.start_tenancy = move_in


take_the_guards_away()
