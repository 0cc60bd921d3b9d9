"""The one clock: local days in Sweden. `date.today()` would be the server's day, or UTC's."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The day it is in Europe/Stockholm."""
    return timezone.localdate()


def now() -> datetime:
    """This moment, aware."""
    return timezone.now()
