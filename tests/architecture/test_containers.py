"""The compose file and the image: a health check each, no secret in them, and a clear stop without one."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.find_compose import compose_command
from tests.architecture.repository import ROOT, read

COMPOSE = Path("docker-compose.yml")
SECRETS = ("SECRET_KEY", "AUDIT_KEY", "POSTGRES_PASSWORD")
GIVEN = dict.fromkeys((*SECRETS, "ALLOWED_HOSTS"), "x")


def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(read(COMPOSE))["services"]


def test_five_services_and_the_migration_run() -> None:
    assert set(services()) == {"web", "worker", "beat", "db", "redis", "migrate"}


@pytest.mark.parametrize("name", ["worker", "beat", "db", "redis"])
def test_service_has_a_health_check(name: str) -> None:
    assert services()[name]["healthcheck"]["test"]


def test_image_has_a_health_check_and_another_user_than_root() -> None:
    dockerfile = read(Path("Dockerfile"))
    assert "\nHEALTHCHECK " in dockerfile
    assert dockerfile.rindex("\nUSER hemvag") > dockerfile.rindex("\nFROM ")


def test_secrets_come_from_outside_only() -> None:
    for line in read(COMPOSE).splitlines():
        for name in SECRETS:
            if re.search(rf"\b{name}:", line):
                assert f"${{{name}:?" in line
    assert [
        line for line in read(Path(".env.example")).splitlines() if re.match(r"(SECRET|AUDIT)_KEY=.", line)
    ] == []


def compose_config(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = compose_command()
    if command is None:
        pytest.skip("no docker-compose on this machine")
    clean = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return subprocess.run(
        [*command, "--env-file", os.devnull, "--file", str(COMPOSE), "config", "--quiet"],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_compose_file_is_valid() -> None:
    done = compose_config(GIVEN)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", GIVEN)
def test_compose_stops_without_a_secret(name: str) -> None:
    done = compose_config({other: value for other, value in GIVEN.items() if other != name})
    assert done.returncode != 0
    assert name in done.stderr
