"""All settings. Secrets and addresses come from the environment; see .env.example."""

import logging
import os
import sys
from pathlib import Path

import environ
import pghistory
from django.core.exceptions import ImproperlyConfigured

from config import catalogue, database, logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# A database of one's own means production, unless DEBUG says otherwise.
DEBUG = env.bool("DEBUG", default="pytest" in sys.modules or not os.environ.get("DATABASE_URL"))
HTTPS = env.bool("HTTPS", default=not DEBUG)
DEMO = env.bool("CLUSTERATLAS_DEMO", default=False)  # set by manage.py demo alone

SECRET_KEY = env.str("SECRET_KEY", default="insecure-only-for-development" if DEBUG else "")
if not DEBUG and (len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("insecure", "django-insecure"))):
    raise ImproperlyConfigured(
        "SECRET_KEY must be a secret of at least 50 characters when DEBUG is off. "
        "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
if not DEBUG and not os.environ.get("DATABASE_URL"):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database when DEBUG is off.")
# The container's own health check asks this machine.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "config",
    "companies",
    "networks",
    "clusters",
    "pgtrigger",
    "pghistory",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "django_filters",
    "django_structlog",
    "csp",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.page_cache.page_cache",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.refuse_nul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
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
                "config.context.demo",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "config.jinja.environment"},
    },
]

DATABASES = database.from_environment(env, BASE_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Pages for visitors, kept until the data changes. Off while somebody works on the templates.
PAGE_CACHE = DEMO or not DEBUG
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=600)
# What words found, kept by each worker until the data change: further pages and filters need it.
SEARCHES_REMEMBERED = env.int("SEARCHES_REMEMBERED", default=64)
# Entries of lists that a worker keeps ready until the data change; some 2 KB each.
ENTRIES_REMEMBERED = env.int("ENTRIES_REMEMBERED", default=4096)
# After many changes, another process gathers the search index anew.
REBUILD_IN_BACKGROUND = env.bool("REBUILD_IN_BACKGROUND", default="pytest" not in sys.modules)
CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://"),
    # What templates keep, such as the footer, lasts as long as the process.
    "template_fragments": {
        "BACKEND": f"django.core.cache.backends.{'dummy.Dummy' if DEBUG else 'locmem.LocMem'}Cache",
        "LOCATION": "template_fragments",
    },
}
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
SITE_ID = 1

AUTH_USER_MODEL = "clusters.User"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"  # else any member of staff may do both
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_USE_TRANSACTIONS = True
# Reading changes nothing; asking who reads would open the session of every visitor.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
# Of the keys of events only two have an index, and those that clusters.history names.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=True)

# Imports are work for a process of its own: manage.py import_worker.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
IMPORT_FILES_DAYS = env.int("IMPORT_FILES_DAYS", default=180)  # then uploaded lists are deleted
IMPORT_FILE_MB = env.int("IMPORT_FILE_MB", default=100)  # larger ones are for the command line

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True
catalogue.compile_outdated(LOCALE_PATHS[0])

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

# No third party, no inline code: the admin holds to it too.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading is for the owner of the domain to decide
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # no personal data in the logs
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # its line names the browser
LOGGING = logs.configure(as_json=not DEBUG)
