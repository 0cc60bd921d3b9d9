"""What every test lives under: no network beyond this machine, no undefined template variable."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management.commands.flush import Command as FlushCommand
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from core.append_only import disposing
from tests.hostility import refuse_foreign_connections, refuse_undefined_variables

# A busy machine is not a fault in the code: examples have no clock over them.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")


@pytest.fixture(autouse=True, scope="session")
def hostile_surroundings() -> Iterator[None]:
    """Connections off this machine and undefined variables in our templates fail their test."""
    with refuse_foreign_connections(), refuse_undefined_variables():
        yield


@pytest.fixture(autouse=True, scope="session")
def flush_may_dispose() -> Iterator[None]:
    """The end of a transactional test empties every table, the append-only ones too."""
    with pytest.MonkeyPatch.context() as patch:
        flush = FlushCommand.handle

        def dispose(self: FlushCommand, **options: Any) -> None:
            token = disposing.set(True)
            try:
                flush(self, **options)
            finally:
                disposing.reset(token)

        patch.setattr(FlushCommand, "handle", dispose)
        yield


@pytest.fixture(autouse=True)
def fresh_surroundings(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """An empty cache, Swedish as users have it, and made files in a folder of the test's own."""
    cache.clear()
    settings.FILES_ROOT = tmp_path / "files"
    with translation.override("sv"):
        yield
    shutil.rmtree(tmp_path / "files", ignore_errors=True)
