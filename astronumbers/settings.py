"""All settings, in one file, from the environment. docs/operators.md lists the variables."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from astronumbers import env
from classroom import logs

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(ROOT / "data"))).resolve()
TESTING = "pytest" in sys.modules

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR)
# Children's picture keys are derived with the pepper and never stored (classroom/joining.py).
PEPPER = env.secret("PEPPER", DATA_DIR)

# HTTPS=1 is the production profile, behind a proxy that ends TLS. A school's box on its own network has no
# certificate; that deviation is stated in docs/operators.md and printed at start.
HTTPS = env.flag("HTTPS", False)
LAN = env.flag("LAN", False)
# Set by `manage.py demo` alone: opens the addresses behind the links it prints.
DEMO = env.flag("DEMO", False)
# Who may found a school: on the box itself anybody who reaches it, on a network only those invited.
SIGNUP = env.choice("SIGNUP", "invite" if LAN or HTTPS else "open", ("open", "invite"))

# A tablet reaches the box by whatever address the school's network gave it, hence "*" on a LAN.
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or (["*"] if LAN else ["127.0.0.1", "localhost", "[::1]"])
if HTTPS and not env.words("ALLOWED_HOSTS"):
    raise ImproperlyConfigured("HTTPS=1 needs ALLOWED_HOSTS: the names under which people open the site, with commas")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "classroom",
]

MIDDLEWARE = [
    "classroom.middleware.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "classroom.middleware.BusyDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "classroom.page_headers.PageHeaders",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "classroom.middleware.StudentSession",
    "classroom.languages.SpeakTheLanguage",
    "classroom.middleware.SecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "astronumbers.urls"
ASGI_APPLICATION = "astronumbers.asgi.application"
WSGI_APPLICATION = "astronumbers.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "classroom.watching.banner.alarms_for_head",
                "classroom.views.look.look_of_page",
            ]
        },
    }
]

# --- the database: one SQLite file by default, PostgreSQL when DATABASE_URL names one ---
# What is asked again and again on a kept connection, PostgreSQL plans once (docs/adr/0046).
DATABASE_PREPARE = env.flag("DATABASE_PREPARE", True)
if DATABASE_URL := env.secret_if_given("DATABASE_URL"):
    DATABASES = {
        "default": {
            **env.database(DATABASE_URL),
            # Kept by the threads that answer (astronumbers/threads.py), and looked at before each request: the
            # server may have been restarted. Behind PgBouncer it is PgBouncer's connection that is kept.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "server_side_binding": DATABASE_PREPARE,
                "prepare_threshold": 3 if DATABASE_PREPARE else None,
                "options": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s",
            },
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "astronumbers.sqlite",
            "NAME": str(DATA_DIR / "astronumbers.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: a transaction that reads and then writes must queue at its start; deferred ones
                # fail with "database is locked" under load instead of waiting.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was acknowledged survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=1000",
            },
            # In memory, one for each process of pytest-xdist: it puts the process's name behind this one's end.
            "TEST": {"NAME": "file:tests?mode=memory&cache=shared&for="},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counters of tries: one process counts in its memory, several in the database, as Redis may be away. Django's own
# bound of 300 entries would forget counters and known tablets as soon as a school is at work, or somebody floods it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache"
        if DATABASE_URL
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counters",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- the queue: Redis carries hints when REDIS_URL names one, else a worker thread of this process ---
REDIS_URL = env.secret_if_given("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# Safe only because the job row bounds the tries (jobs.claim): a killed child's message is delivered again.
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 30
# Tasks that keep a connection to the database; it is looked at before each (astronumbers/celery.py).
CELERY_DB_REUSE_MAX = 500
CELERY_TASK_SOFT_TIME_LIMIT = 20
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 15
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {
        "visibility_timeout": 120,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "retry_on_timeout": True,
    }
    if REDIS_URL
    else {"polling_interval": 0.02}
)

# --- people ---
RETENTION_DAYS = env.days("RETENTION_DAYS")  # windows other than classroom/retention.py's own
AUTH_USER_MODEL = "classroom.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
if TESTING:  # a quarter of a second for every teacher of the cast would be most of a test run
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "classroom.accounts.SchoolAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "classroom.account_forms.NewTeacher"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# A box without internet sends no mail; a colleague in the same school resets a lost password.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# Wrong passwords are counted by axes, account and address together, wrong codes by classroom/second_step.py; allauth
# would lock a whole school's address. Its limit on all sign-ins from one address has room for a big staff at 8:55.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "240/m/ip"}
MFA_ADAPTER = "classroom.second_step.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute either way: a box without internet has a clock of its own
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0, low=0, high=5)
ACCOUNT_SESSION_REMEMBER = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "classes"
LOGOUT_REDIRECT_URL = "home"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
# A whole school sits behind one address: lock the account from that address, never the address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_ENABLE_ADMIN = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0, low=0, high=5)

SESSION_ENGINE = "astronumbers.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "classroom.views.problems.csrf_failure"

# --- what browsers may do ---
SECURE_SSL_REDIRECT = HTTPS
# Asked by machines on this network, without a proxy between.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 600 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["classroom.api.doors.StudentOrTeacher"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["classroom.api.parsers.BoundedJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "classroom.api.problems.as_json_error",
    "DEFAULT_THROTTLE_RATES": {"try": "60/min"},
    "NUM_PROXIES": AXES_IPWARE_PROXY_COUNT,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Astro Numbers",
    "DESCRIPTION": "Handwritten answers in, readings and marks out.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_NAME_OVERRIDES": {
        "AttemptState": ["in_progress", "handed_in", "returned"],
        "AnswerState": ["empty", "reading", "read", "look"],
    },
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "classroom.api.description.with_errors",
    ],
    # The pages of the API's description come from this server too: a school has no internet.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- language, time, files ---
# Each by its own name. The first is the language that texts are written in; how to add one: docs/languages.md.
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LANGUAGE_CODE = env.choice("SCHOOL_LANGUAGE", "en-gb", tuple(code for code, _ in LANGUAGES))
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/London")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "astronumbers.staticfiles.HashedFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

LOG_LEVEL = env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = logs.as_settings(level=LOG_LEVEL, form=env.choice("LOG_FORMAT", "text", ("text", "json")))
# --- watching it run (classroom/watching): who may read /metrics from afar, and where alarms are told on the LAN ---
METRICS_TOKEN = env.secret_if_given("METRICS_TOKEN")
ALARM_WEBHOOK = env.text("ALARM_WEBHOOK")
if REDIS_URL:  # several processes: they count in files, and whichever is asked adds them up
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(DATA_DIR / "metrics"))
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
