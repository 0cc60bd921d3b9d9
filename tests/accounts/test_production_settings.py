"""Production refuses to start on a set-up that could lose or leak."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "hemvag.example",
    "DATABASE_URL": "postgres://hemvag@127.0.0.1/hemvag",
    "EMAIL_URL": "smtp+tls://hemvag:x@mail.example:587",
}


def _start(**changes):
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", "import homeless_project.settings.production"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("database", [GOOD["DATABASE_URL"], "sqlite:////srv/hemvag.db", ""])
def test_a_sound_set_up_starts(database):
    result = _start(DATABASE_URL=database)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"EMAIL_URL": None}, "EMAIL_URL"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL"),
        ({"DATABASE_URL": "sqlite:////srv/hemvag.db?synchronous=OFF"}, "durability"),
        ({"DATABASE_URL": "sqlite:////srv/hemvag.db?synchronous=normal"}, "durability"),
        ({"DATABASE_URL": "sqlite:////srv/hemvag.db?synchronous=maybe"}, "synchronous"),
    ],
)
def test_an_unsound_set_up_is_refused_with_its_reason(changes, word):
    result = _start(**changes)
    assert result.returncode != 0
    assert word in result.stderr.splitlines()[-1]


def test_the_proxy_is_counted_on():
    environment = {"PATH": os.environ["PATH"], **GOOD}
    code = "from homeless_project.settings import production as made; print(made.ALLAUTH_TRUSTED_PROXY_COUNT)"
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert result.stdout.strip() == "1"
