"""Several who try one thing at the same moment, and guards taken away to see that they guard."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, models
from django.db.models import QuerySet

from cases.errors import ActionRefused
from core.append_only import disposal_allowed
from core.models.logs import ChainHead
from housing.models import AgendaItem, BoardDecision, DecisionParticipant, Placement, Tenancy

AT_ONCE = 8


def at_once(attempts: list[Callable[[], Any]]) -> list[str]:
    """Begin all attempts at the same moment, each on a connection of its own: "done" or what was refused."""
    barrier = Barrier(len(attempts))

    def attempt(act: Callable[[], Any]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            act()
        except ActionRefused as refused:
            return str(refused.message)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(attempt, attempts))


@contextmanager
def without_constraint(model: type[models.Model], name: str) -> Iterator[None]:
    """The table without the constraint of that name; what was written meanwhile is taken away."""
    constraint = next(one for one in model._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        with disposal_allowed():
            AgendaItem.objects.update(decision=None, confirms=None)
            AgendaItem.objects.all().delete()
            Tenancy.objects.all().delete()
            Placement.objects.all().delete()
            DecisionParticipant.objects.all().delete()
            BoardDecision.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def never_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is held, but for the end of the log, which would turn the race into a queue's failure."""
    lock = QuerySet.select_for_update

    def hold(rows: QuerySet[Any], *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return lock(rows, *args, **kwargs) if rows.model is ChainHead else rows

    monkeypatch.setattr(QuerySet, "select_for_update", hold)
