"""An app of its own, so that a worker process registers the tests' job too."""

from pathlib import Path

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    name = "tests.jobs"
    label = "test_jobs"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from tests.jobs import checkpoints  # models must be loaded first

        checkpoints.register()
