"""A developer's machine: SQLite in the project folder, jobs in the same process, mails on the terminal."""

from homeless_project.settings.base import *  # noqa: F403 - settings are layered by design
from homeless_project.settings.base import (
    AUDIT_KEY,
    INSTALLED_APPS,
    SECRET_KEY,
    STORAGES,
    env,
)

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "development-only-" + "x" * 40
AUDIT_KEY = AUDIT_KEY or SECRET_KEY
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STYLE_GUIDE = DEBUG
TEMPLATES[0]["OPTIONS"]["context_processors"].append("demo.context_processors.demo_accounts")  # type: ignore[index]  # untyped
