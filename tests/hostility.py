"""Guards that turn silent faults into failures: see tests/architecture/test_hostility.py for their proof."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.context import Context

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class ForeignConnectionError(AssertionError):
    """A test tried to reach another machine."""


class UndefinedVariableError(AssertionError):
    """A template of ours named a variable that its context does not hold."""


def _is_local(address: Any) -> bool:
    return not isinstance(address, tuple) or str(address[0]).startswith(LOOPBACK) or address[0] == ""


@contextmanager
def refuse_foreign_connections() -> Iterator[None]:
    """Let sockets connect to this machine only, and resolve no other name."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise ForeignConnectionError(f"connection to {address}")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not _is_local(address):
            raise ForeignConnectionError(f"connection to {address}")
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and not _is_local((host.decode() if isinstance(host, bytes) else host,)):
            raise ForeignConnectionError(f"look-up of {host}")
        return getaddrinfo(host, *args, **kwargs)

    with (
        mock.patch.object(socket.socket, "connect", guarded_connect),
        mock.patch.object(socket.socket, "connect_ex", guarded_connect_ex),
        mock.patch.object(socket, "getaddrinfo", guarded_getaddrinfo),
    ):
        yield


def _is_ours(context: Context) -> bool:
    """Is the template that is being rendered just now one of the project's, not a library's?"""
    template = context.render_context.template or context.template
    name = getattr(getattr(template, "origin", None), "name", "")
    return name.startswith(str(Path(settings.BASE_DIR) / "templates"))


@contextmanager
def refuse_undefined_variables() -> Iterator[None]:
    """Make our templates raise for an undefined variable, but in {% if %} and before the default filter.

    Those two are how a component says that a variable is optional. Libraries' templates are left alone.
    """
    state = threading.local()
    resolve_expression, resolve_variable = FilterExpression.resolve, Variable.resolve

    def guarded_expression(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        has_default = bool(self.filters) and self.filters[0][0].__name__ in {"default", "default_if_none"}
        before = getattr(state, "strict", None)
        strict = not ignore_failures and not has_default and _is_ours(context)
        state.strict = self.var if strict else None
        try:
            return resolve_expression(self, context, ignore_failures)
        finally:
            state.strict = before

    def guarded_variable(self: Variable, context: Context) -> Any:
        try:
            return resolve_variable(self, context)
        except VariableDoesNotExist as missing:
            if getattr(state, "strict", None) is self:
                template = context.render_context.template or context.template
                raise UndefinedVariableError(f"{self.var} in {template.origin.name}") from missing
            raise

    with (
        mock.patch.object(FilterExpression, "resolve", guarded_expression),
        mock.patch.object(Variable, "resolve", guarded_variable),
    ):
        yield
