"""`make demo`: a look round with fictional people on one machine. Never for real clients."""

from homeless_project.settings.base import *  # noqa: F403 - settings are layered by design
from homeless_project.settings.base import BASE_DIR, INSTALLED_APPS, STORAGES, TEMPLATES
from homeless_project.settings.local_secret import local_secret

SECRET_KEY = local_secret(BASE_DIR / "var" / "demo-secret")
AUDIT_KEY = SECRET_KEY
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
TEMPLATES[0]["OPTIONS"]["context_processors"].append("demo.context_processors.demo_accounts")  # type: ignore[index]  # untyped
