"""The test suite: like production where it matters, quick where it does not."""

from homeless_project.settings.base import *  # noqa: F403 - settings are layered by design
from homeless_project.settings.base import BASE_DIR, INSTALLED_APPS, STORAGES

SECRET_KEY = "test-" + "k" * 60
AUDIT_KEY = "audit-" + "k" * 60
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
STYLE_GUIDE = True
FILES_ROOT = BASE_DIR / "var" / "test-files"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Emptied before every test, also those without a database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
