"""Production: refuses to start on a set-up that could lose or leak."""

from django.core.exceptions import ImproperlyConfigured

from homeless_project.settings.base import *  # noqa: F403 - settings are layered by design
from homeless_project.settings.base import ALLOWED_HOSTS, DATABASES, EMAIL_BACKEND, SECRET_KEY, env
from homeless_project.settings.databases import SQLITE_DURABLE

MINIMUM_SECRET_LENGTH = 50


def _refuse(reason: str) -> None:
    raise ImproperlyConfigured(f"Refusing to start: {reason}")


if len(SECRET_KEY) < MINIMUM_SECRET_LENGTH:
    _refuse(f"SECRET_KEY must be set to at least {MINIMUM_SECRET_LENGTH} random characters.")
if env.bool("DEBUG", default=False):
    _refuse("DEBUG must not be on in production.")
if not env("ALLOWED_HOSTS", default="") or "*" in ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS must name the host names of this installation.")
_init = DATABASES["default"].get("OPTIONS", {}).get("init_command", "")
if "sqlite" in DATABASES["default"]["ENGINE"] and not any(
    f"synchronous={word}" in _init for word in SQLITE_DURABLE
):
    _refuse("SQLite durability is switched off: DATABASE_URL needs synchronous=FULL.")

if EMAIL_BACKEND.endswith("console.EmailBackend"):
    _refuse("EMAIL_URL must name a mail server: links to choose a password would be printed in the log.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Behind the proxy every request comes from its address: without this, ten wrong passwords by anybody would
# shut the sign-in for all. The proxy adds the address that it was asked from to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^halsa/"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-hemvag_session"
CSRF_COOKIE_NAME = "__Host-csrftoken"
