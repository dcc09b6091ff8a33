"""All settings, read from the environment; a bad value stops the start with a sentence."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from xstatic.pkg import leaflet

from config import credit, secret_key, sign_in, time_zone
from localdb import postgres

# ModelAdmin[Incident] and its like are written for mypy; here they learn to be subscripted.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)

# Where readers find the site; an https address also turns on everything that needs https.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
# Who runs the site and answers for what is published, and what the site is called: what citations,
# feeds and previews credit. Empty says that it is a demonstration.
ORGANISATION = env.str("ORGANISATION", default="")
SITE_NAME = env.str("SITE_NAME", default="")
# Where families and people named can write. A demonstration may have none, and its pages say so.
CONTACT_EMAIL = credit.address_of_mail(env.str("CONTACT_EMAIL", default=""))
# Under which everybody may use what is published here; what we credit ourselves allows this one.
DATA_LICENCE = env.str("DATA_LICENCE", default="CC BY 4.0")
DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/"
)
# A site of its own on which newcomers practise on invented records, and its address, which the real
# site tells them (docs/decisions/practice.md). Which of both a database is for stands in there.
PRACTICE = env.bool("PRACTICE", default=False)
PRACTICE_URL = env.str("PRACTICE_URL", default="")
if urlsplit(PRACTICE_URL).scheme not in {"", "http", "https"}:
    raise ImproperlyConfigured("PRACTICE_URL must be an address that begins with http or https.")
HTTPS = urlsplit(SITE_URL).scheme == "https"
credit.refuse_unsigned(
    https=HTTPS, ORGANISATION=ORGANISATION, SITE_NAME=SITE_NAME, CONTACT_EMAIL=CONTACT_EMAIL
)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "config.apps.AttestAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "reversion",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "review",
    "sources",
    "incidents",
]

MIDDLEWARE = [
    "review.public.page_cache.page_cache",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.plain_requests.known_methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "accounts.large_forms.LargeForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.expired_session.LoginRequired",
    "accounts.sessions.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.second_factor_door.SecondFactorDoor",
    "allauth.account.middleware.AccountMiddleware",
]

if PRACTICE:
    # Nothing is kept for whoever asks next, and nothing is open to strangers.
    MIDDLEWARE.remove("review.public.page_cache.page_cache")
    MIDDLEWARE[MIDDLEWARE.index("config.expired_session.LoginRequired")] = (
        "config.practice.LoginForEverything"
    )
    # On the host of the real site, each would end the other's session.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "practice_session", "practice_csrf"

ROOT_URLCONF = "config.urls"
# The site stands at the root of its host. No header, which a server may take for the place of the
# site (SCRIPT_NAME), changes an address.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
        },
    },
]
FORM_RENDERER = "config.form_renderer.Renderer"

# Without DATABASE_URL the project brings its own PostgreSQL, whose folder this is.
LOCAL_POSTGRES_DIR = None if "DATABASE_URL" in env else postgres.folder(BASE_DIR)
DATABASES = {
    "default": postgres.database(LOCAL_POSTGRES_DIR)
    if LOCAL_POSTGRES_DIR
    else env.db("DATABASE_URL")
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A connection that a restart of the database cut is replaced before anybody gets it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# One hung person must not hold up all others: how long a request waits for a row that somebody else
# is changing, and after how long without a word a transaction is given up (config/serving.py).
LOCK_SECONDS = env.int("LOCK_SECONDS", default=10)
IDLE_TRANSACTION_SECONDS = env.int("IDLE_TRANSACTION_SECONDS", default=120)
PUBLIC_DATABASE_ROLE = env.str("PUBLIC_DATABASE_ROLE", default="attest_public")
# No statement of a public page takes longer: it is cut off and the reader is told.
PUBLIC_STATEMENT_SECONDS = env.float("PUBLIC_STATEMENT_SECONDS", default=5.0)
# How far a replica may be behind: what is withdrawn or hidden must not be read for longer.
REPLICA_SECONDS = env.float("REPLICA_SECONDS", default=60.0)
# No file is sent for longer: what was hidden meanwhile may stand further on in it.
PUBLIC_FILE_SECONDS = env.float("PUBLIC_FILE_SECONDS", default=120.0)
# Files that each process sends at once; gunicorn.conf.py leaves the other threads to pages.
FILES_AT_ONCE = env.int("FILES_AT_ONCE", default=2)
# Pages that each process keeps, compressed, until something that they show changes.
KEPT_PAGES_BYTES = env.int("KEPT_PAGES_MEGABYTES", default=32) * 1_000_000
# How long a cache in front may answer without asking; at 0 what is hidden is gone at once.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key.generated_once(
    BASE_DIR, allowed=LOCAL_POSTGRES_DIR is not None
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

AUTHENTICATION_BACKENDS = ["accounts.backend.ColleagueBackend"]
PASSWORD_HASHERS = ["accounts.hashing.OneAtATime"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# Of allauth only the second factors: no page of it is routed, and our limits are the only ones.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "accounts.secrets_at_rest.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
# Whether a member of staff needs one before anything else opens. The demo does without.
SECOND_FACTOR_REQUIRED = sign_in.second_factor_required(
    env.bool("SECOND_FACTOR_REQUIRED", default=True), https=HTTPS
)
# For how long a link works with which somebody sets their own password.
LINK_DAYS = env.int("LINK_DAYS", default=3)
# From where a link is sent to whoever forgot a password; without it they ask an administrator.
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    MAILERS = sign_in.mailers(EMAIL_URL)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")
CSRF_FAILURE_VIEW = "config.expired_session.refused"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian"))]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
# By which a day begins: of editions and everything in the chain, and what staff see.
TIME_ZONE = time_zone.known(env.str("TIME_ZONE", default="Europe/Kyiv"))
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / ".local" / "static")
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", leaflet.BASE_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# The proxy in front speaks https; gunicorn believes its X-Forwarded-Proto when it comes from
# 127.0.0.1 or from FORWARDED_ALLOW_IPS, so Django needs to trust no header of its own.
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health(/|/live|/ready)?$"]
# Who may say for whom they ask: the same proxies that gunicorn believes.
FORWARDED_ALLOW_IPS = env.list("FORWARDED_ALLOW_IPS", default=["127.0.0.1", "::1"])
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_ENGINE = "accounts.sessions"
# A screen that was left unlocked shuts; and no session, a stolen one too, lives for days.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
# What endangers others, such as approving, asks again for a proof that is older than this.
SIGN_IN_AGAIN_MINUTES = env.int("SIGN_IN_AGAIN_MINUTES", default=10)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# Nothing inline and nothing from a third party, in the admin too.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "img-src": [CSP.SELF, "data:"],
}

# Everything goes to standard error, for whatever runs the process to keep. There is no log of who
# read what: gunicorn's access log stays off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "database_away": {"()": "config.database_errors.InOneLine"},
        "refusals": {"()": "config.refusals.InOneLine"},
    },
    "formatters": {
        "line": {
            "()": "config.log_lines.LogLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Django's own handlers would mail administrators and stay silent otherwise.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["database_away"]},
        # It warns at each of its attempts; the request that waited for them says so once.
        "psycopg.pool": {"level": "ERROR"},
        # With DEBUG it would log every statement with its values.
        "django.db.backends": {"level": "INFO"},
    },
}
