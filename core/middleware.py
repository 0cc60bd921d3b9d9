"""Two promises that no view can forget."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from core.audit import LogUnavailable
from core.views.errors import service_unavailable


class PrivatePagesMiddleware:
    """What a signed-in person saw must not be found in the browser's cache by the next one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


# PostgreSQL's: a deadlock, a lock not to be had, too many connections, a server that is starting.
BUSY_STATES = frozenset({"40P01", "55P03", "53300", "57P03"})


def is_busy(error: BaseException) -> bool:
    """Whether the database had no time for the request; nothing of it was saved, and later it may be."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    return getattr(cause, "pgcode", None) in BUSY_STATES or "database is locked" in str(error)


class FailClosedMiddleware:
    """No log row, no page: the transaction is rolled back and the reader gets a 503 without data.

    So does whoever meets a database that has no time: it is no fault of the product's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LogUnavailable) or is_busy(exception):
            return service_unavailable(request)
        return None
