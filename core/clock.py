"""The one clock: local days in Sweden. `date.today()` would be the server's day, or UTC's."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def today() -> date:
    """The day it is in Europe/Stockholm."""
    return timezone.localdate(now())


def now() -> datetime:
    """This moment, aware."""
    return _set_to.get() or timezone.now()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Within this block it is moment (aware): for the demo's past and for tests of days that turn."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
