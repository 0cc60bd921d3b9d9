"""The suite's own guards, shown to bite."""

import socket
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine, Template
from django.template.base import Origin

from tests.hostility import ForeignConnectionError, UndefinedVariableError

ENGINE = Engine(libraries={})


def render(source: str, where: str = "templates/x.html", **context: Any) -> str:
    template = Template(source, Origin(f"{settings.BASE_DIR}/{where}"), "x.html", ENGINE)
    return template.render(Context(context))


def test_connection_to_another_machine_fails() -> None:
    with socket.socket() as client, pytest.raises(ForeignConnectionError):
        client.connect(("192.0.2.1", 80))


def test_looking_up_another_name_fails() -> None:
    with pytest.raises(ForeignConnectionError):
        socket.create_connection(("example.org", 80))


def test_connection_to_this_machine_passes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ some.thing }}", "{{ nothing|upper }}"])
def test_undefined_variable_in_our_template_fails(source: str) -> None:
    with pytest.raises(UndefinedVariableError):
        render(source, some={"other": 1})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if nothing %}a{% else %}b{% endif %}", "b"),
        ("{{ nothing|default:'c' }}", "c"),
        ("{{ some.other }}", "1"),
        ("{{ empty }}", ""),
    ],
)
def test_optional_and_defined_variables_pass(source: str, expected: str) -> None:
    assert render(source, some={"other": 1}, empty="") == expected


def test_undefined_variable_in_a_library_template_passes() -> None:
    assert render("{{ nothing }}", where="../elsewhere/x.html") == ""
