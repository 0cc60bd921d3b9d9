"""What every installation shares. Each environment variable is documented in docs/operations.md."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from homeless_project.settings.databases import database_from_url

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

VERSION = "0.1.0"

SECRET_KEY = env("SECRET_KEY", default="")
# Signs the audit chain. A key of its own, so that SECRET_KEY can be rotated without breaking the chain.
AUDIT_KEY = env("AUDIT_KEY", default="") or SECRET_KEY
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "simple_history",
    "core",
    "accounts",
    "cases",
    "dropin",
    "housing",
    "debtadvice",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "core.middleware.FailClosedMiddleware",
]

ROOT_URLCONF = "homeless_project.urls"
WSGI_APPLICATION = "homeless_project.wsgi.application"

FORM_RENDERER = "core.forms.rendering.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "core.context_processors.page_frame",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(env("DATABASE_URL", default=""), BASE_DIR)}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The sign-in's counting of tries. In the database, so that every process counts the same ones and a
# queue or cache that is away stops nobody.
CACHES = {
    "default": env.cache("CACHE_URL", default="dbcache://core_cache"),
}
# Never from a cache: who signs out or is blocked is out at once, whichever process answers.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600
# Messages may name a case number: kept with the session on the server, not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "hemvag_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"

# --- people and sign-in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:start"
ACCOUNT_ADAPTER = "accounts.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.user_display"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Hemväg: "
SOCIALACCOUNT_ADAPTER = "accounts.adapters.StaffSocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {"openid_connect": {"APPS": []}}
if env("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": env("OIDC_NAME", default="OpenID Connect"),
            "client_id": env("OIDC_CLIENT_ID"),
            "secret": env("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": env("OIDC_SERVER_URL")},
        }
    ]
ACCOUNT_FORMS = {
    "login": "accounts.signin_forms.LoginForm",
    "reset_password": "accounts.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.signin_forms.ResetPasswordKeyForm",
    "set_password": "accounts.signin_forms.SetPasswordForm",
    "change_password": "accounts.signin_forms.ChangePasswordForm",
    "reauthenticate": "accounts.signin_forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapters.StaffMFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.signin_forms.AuthenticateForm",
    "reauthenticate": "accounts.signin_forms.ReauthenticateByCodeForm",
    "activate_totp": "accounts.signin_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.signin_forms.AddKeyForm",
    "edit_webauthn": "accounts.signin_forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The system administrator enters the addresses; allauth itself has sent no mail to have them confirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Hemväg"

# --- language, time, numbers ----------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["homeless_project.formats"]

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
# Made files (reports) lie outside the web root and are only served to those entitled.
FILES_ROOT = Path(env("FILES_ROOT", default=str(BASE_DIR / "var" / "files")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A document that is attached to a household's file may be so large.
ATTACHMENT_MAX_MB = env.int("ATTACHMENT_MAX_MB", default=20)

# --- security headers -----------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
_form_targets = [SELF, *env.list("CSP_FORM_ACTION", default=[])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": _form_targets,
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- jobs -----------------------------------------------------------------------------------------
# Without a broker a job runs in the same process, right away.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its queue as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# One try of a second: a page never waits longer for a queue that is gone or frozen, since the sweeper
# sends the job again. A task delivered twice finds its row taken, so redelivery may be quick.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 1.0,
    "socket_connect_timeout": 1.0,
    "max_retries": 0,
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
JOB_LEASE = timedelta(seconds=env.int("JOB_LEASE_SECONDS", default=120))
JOB_MAX_ATTEMPTS = 5

# --- mail -----------------------------------------------------------------------------------------
_mail = env.email("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND: str = _mail["EMAIL_BACKEND"]
vars().update(_mail)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="hemvag@localhost")

# Where people reach the system, for links in mails: "https://hemvag.example.se". Empty: mails have no links.
SITE_URL = env("SITE_URL", default="")
# A mail each week with how much waits; numbers only.
WEEKLY_DIGEST = env.bool("WEEKLY_DIGEST", default=True)

# --- the organisation -----------------------------------------------------------------------------
# Moves to any other named municipality count as moves elsewhere (figures.md: homes_other_municipality).
HOME_MUNICIPALITY = env("HOME_MUNICIPALITY", default="Stockholm")
# A household without contact for more days than this is shown as silent; 0 turns it off.
NO_CONTACT_DAYS = env.int("NO_CONTACT_DAYS", default=30)
# Weeks between the follow-ups that begin by themselves; 0: none does.
FOLLOW_UP_UNTIL_HOUSED_WEEKS = env.int("FOLLOW_UP_UNTIL_HOUSED_WEEKS", default=2)
FOLLOW_UP_UNTIL_MOVED_IN_WEEKS = env.int("FOLLOW_UP_UNTIL_MOVED_IN_WEEKS", default=1)
# What a plan pays the Enforcement Authority at least, in kronor a month (report 2014, Slutord).
ENFORCEMENT_MINIMUM_SEK = Decimal(env.int("ENFORCEMENT_MINIMUM_SEK", default=100))
# Rents in the board's own flats that are more than a week late reach debt advice without being sent.
LATE_RENTS_BY_THEMSELVES = env.bool("LATE_RENTS_BY_THEMSELVES", default=True)
# A rent takes at most so many per cent of a household's income, unless its landlord has a measure of its own.
RENT_PERCENT_OF_INCOME = env.int("RENT_PERCENT_OF_INCOME", default=40)
# The board (nämnd) that imported records belong to when none is named.
DEFAULT_AUTHORITY = env("DEFAULT_AUTHORITY", default="Hässelby-Vällingby")

# The page that shows every component in every state: for developers and the browser tests.
STYLE_GUIDE = False

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5-responsive.html"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "core.log_format.NamelessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    # They tell of every step of every PDF.
    "loggers": {"weasyprint.progress": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
