"""Settings shared by every way of running Parvis. See `environment.py` for what can be set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from parvis.foundation.languages import in_each_language
from parvis.settings import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA = environment.DATA.path()

SECRET_KEY = environment.SECRET_KEY.text()
DEBUG = False
ALLOWED_HOSTS = environment.HOSTS.words()
PARVIS_ADDRESS = environment.ADDRESS.text().rstrip("/")
# Pages of the workshop: the local mailbox, the gallery, the demonstration's passwords.
PARVIS_WORKSHOP = False
PARVIS_DEMONSTRATION = False
# Who stands on the sign-in page of a demonstration: the path of a function.
PARVIS_DEMONSTRATION_PEOPLE = ""

INSTALLED_APPS = [
    "parvis.foundation",
    "parvis.journal",
    "parvis.mailroom",
    "parvis.accounts",
    "parvis.organisations",
    "parvis.access",
    "parvis.portal",
    "parvis.services.documents",
    "parvis.demo",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    # Their loaders are ordered by hand below, hence the two "Simple" configurations.
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "parvis.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "parvis.access.middleware.PrivatePagesMiddleware",
    "parvis.foundation.requests.AfterwardsMiddleware",
    "parvis.foundation.requests.ReadOnlyMiddleware",
    "parvis.access.middleware.GuardMiddleware",
]

ROOT_URLCONF = "parvis.portal.urls"
WSGI_APPLICATION = "parvis.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATE_OPTIONS: dict[str, Any] = {
    "loaders": [
        (
            "template_partials.loader.Loader",
            [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        )
    ],
    "builtins": [
        "django_cotton.templatetags.cotton",
        "template_partials.templatetags.partials",
        "django.templatetags.i18n",
        "django.templatetags.static",
        "parvis.portal.templatetags.portal",
    ],
    "context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "csp.context_processors.nonce",
        "parvis.portal.context.portal",
    ],
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": TEMPLATE_OPTIONS,
    }
]
COTTON_DIR = "components"

# ── Data ────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {
    "default": dj_database_url.parse(
        environment.DATABASE_URL.text() or f"sqlite:///{DATA / 'parvis.sqlite3'}",
        conn_max_age=0,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With the defaults, concurrent writers find the database "locked" two times out of three.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; "
            # Else INSERT OR REPLACE removes rows behind the back of an append-only table.
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        # Asked a third time, a question is planned once and for all; Django's default never does.
        "server_side_binding": True,
        "prepare_threshold": 3,
        "connect_timeout": 5,
        "options": "-c statement_timeout=30000 -c lock_timeout=10000",
    }

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
    }
}

PARVIS_FILES = DATA / "files"
PARVIS_FILE_LIMIT = environment.FILE_LIMIT_MEGABYTES.integer() * 1_000_000
PARVIS_FREE_DISK = environment.FREE_DISK_MEGABYTES.integer() * 1_000_000
PARVIS_UPLOAD_DAYS = environment.UPLOAD_DAYS.integer()
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# ── People ──────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["parvis.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["parvis.accounts.hashers.BoundedArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "parvis.accounts.password_rules.OperatorRulesValidator"},
    {"NAME": "parvis.accounts.password_rules.KnownPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "access:choice"
ACCOUNT_ADAPTER = "parvis.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "parvis.accounts.forms.LoginForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "identifier"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An address is proved by its activation link before a password exists at all.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:front"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,10/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.TRUSTED_PROXIES.integer()
PARVIS_LINK_DAYS = environment.LINK_DAYS.integer()
PARVIS_RESET_HOURS = environment.RESET_HOURS.integer()
PARVIS_PASSWORD_RULE = environment.PASSWORD_RULE.text()
PARVIS_EMAIL_CERTIFICATION_DAYS = environment.EMAIL_CERTIFICATION_DAYS.integer()
PARVIS_EMAIL_GRACE_DAYS = environment.EMAIL_GRACE_DAYS.integer()

SESSION_COOKIE_AGE = environment.SESSION_HOURS.integer() * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ── The operator ────────────────────────────────────────────────────────────────────────────────
PARVIS_OPERATOR = {
    "name": environment.OPERATOR_NAME.text(),
    "accent": environment.OPERATOR_ACCENT.text(),
    "logo": environment.OPERATOR_LOGO.text(),
    "help_phone": environment.HELP_PHONE.text(),
    "help_email": environment.HELP_EMAIL.text(),
    "help_hours": in_each_language(
        environment.HELP_HOURS.text(), environment.HELP_HOURS_ENGLISH.text()
    ),
}

# ── Messages ────────────────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.MAIL_HOST.text()
EMAIL_PORT = environment.MAIL_PORT.integer()
EMAIL_HOST_USER = environment.MAIL_USER.text()
EMAIL_HOST_PASSWORD = environment.MAIL_PASSWORD.text()
EMAIL_USE_TLS = environment.MAIL_SECURITY.text() == "starttls"
EMAIL_USE_SSL = environment.MAIL_SECURITY.text() == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.MAIL_SENDER.text()
PARVIS_MAIL_GIVE_UP_DAYS = environment.MAIL_GIVE_UP_DAYS.integer()
PARVIS_SMS_BACKEND = environment.SMS_BACKEND.text()
PARVIS_SMS_SENDER = environment.SMS_SENDER.text()
PARVIS_SMS_OVH = {
    "address": environment.SMS_OVH_ADDRESS.text(),
    "service": environment.SMS_OVH_SERVICE.text(),
    "application_key": environment.SMS_OVH_APPLICATION_KEY.text(),
    "application_secret": environment.SMS_OVH_APPLICATION_SECRET.text(),
    "consumer_key": environment.SMS_OVH_CONSUMER_KEY.text(),
}
PARVIS_SMS_SIGNED = {
    "address": environment.SMS_SIGNED_ADDRESS.text(),
    "secret": environment.SMS_SIGNED_SECRET.text(),
}

# ── Language and time ───────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "fr"
# Each in its own words, whatever the page speaks.
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.TIME_ZONE.text()
FORMAT_MODULE_PATH = ["parvis.portal.formats"]

# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
