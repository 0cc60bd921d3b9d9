"""Two promises that no view can forget."""

from collections.abc import Callable

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


class FailClosedMiddleware:
    """No log row, no page: the transaction is rolled back and the reader gets a 503 without data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LogUnavailable):
            return service_unavailable(request)
        return None
