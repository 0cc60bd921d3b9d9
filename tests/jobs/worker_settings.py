"""The test settings for a worker process of its own, with the job that only tests have."""

import os
from pathlib import Path

from homeless_project.settings.test import *  # noqa: F403 - settings are layered by design
from homeless_project.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.apps.CheckpointsConfig"]
FILES_ROOT = Path(os.environ["FILES_ROOT"])
