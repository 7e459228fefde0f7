"""Settings of the newsroom: deployment from the environment, everything else as it is for all.

Editorial policy is not here: it is the ``Newsroom`` row, edited in the admin.
"""

from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from lib.embeds import frame_sources
from newsroom import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var"))).absolute()

# Where it is reached

HOST = environment.host("HOST", "127.0.0.1")
PORT = environment.port("PORT", 8000)
SITE_URL = environment.site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
SECURE_SITE = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [
    urlsplit(SITE_URL).hostname or "",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
FETCH_ALLOW_NETWORKS = environment.networks("FETCH_ALLOW_NETWORKS")
PEERTUBE_HOSTS = environment.hosts("PEERTUBE_HOSTS")

# Secrets and switches

DEBUG = environment.flag("DEBUG", False)
DEMO = environment.flag("DEMO", True)
SECRET_KEY = environment.kept_secret("SECRET_KEY", VAR_DIR / "secret_key")

NETWORK_KEY = environment.kept_secret("NETWORK_KEY", VAR_DIR / "network_key")
AKISMET_KEY = environment.api_key("AKISMET_KEY")
AKISMET_URL = environment.service("AKISMET_URL", "https://rest.akismet.com/1.1")

# Rooms

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "desk",
    "trackbacks",
    "comments",
    "likes",
    "moderation",
    "articles",
    "photos",
    "accounts",
    "masthead",
    "lib",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "newsroom.apps.NewsroomAdminConfig",
    "taggit",
    "django_prose_editor",
    "django_ox",
]
MIDDLEWARE = [
    "newsroom.health.AnswersFirst",
    "lib.priority.PagesFirst",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.cookies.WellFormed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "masthead.middleware.CurrentNewsroom",
    "trackbacks.discovery.EndpointHeaders",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "masthead.context.newsroom",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Database and queue

DATABASES = {"default": environment.database("DATABASE_URL")}
EMBEDDED = DATABASES["default"]["ENGINE"] == "newsroom.embedded"
EMBEDDED_DIR = VAR_DIR / "database"
EMBEDDED_DURABLE = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "OPTIONS": {
            "LOCK_TIMEOUT": 10,
            "SCHEDULES": {  # seconds; each task finds by itself what is due
                "announce": {"task": "articles.publishing.announce_due", "every": 60},
                "changes": {"task": "articles.publishing.change_due", "every": 60},
                "verify": {"task": "trackbacks.verification.verify_due", "every": 60},
                "faces": {"task": "trackbacks.faces.tend_due", "every": 60},
                "portraits": {"task": "trackbacks.portraits.tend_portraits", "every": 60},
                "send": {"task": "trackbacks.outgoing.send_due", "every": 60},
                "likes": {"task": "likes.liking.tell_due", "every": 30},
                "classify": {"task": "moderation.classifying.classify_due", "every": 60},
                "forget": {"task": "moderation.forgetting.forget", "every": 3600},
                "moderators": {"task": "moderation.mails.tell_moderators", "every": 60},
                "letters": {"task": "comments.letters.post_due", "every": 60},
                "followers": {"task": "comments.following.tell_due", "every": 60},
                "tidy": {"task": "newsroom.chores.tidy", "every": 3600},
            },
        },
    }
}
GRAVATAR = "https://gravatar.com/avatar/"
"""Where portraits are fetched, if the newsroom wants any."""
LINKBACK_LEASE = 30
"""Seconds after which another worker reads a linkback's source: longer than one fetch may take."""

# People

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Mail

MAILERS = {"default": environment.mailer("EMAIL_URL", VAR_DIR / "mail")}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender("EMAIL_URL", SITE_URL)

# Log: to standard error, without secret addresses or clients' addresses

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secret_addresses": {"()": "newsroom.logs.SecretAddresses"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secret_addresses"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django_ox": {"level": "WARNING"},
        "django.tasks": {"level": "WARNING"},
    },
}

# Language and time: stored in UTC; the newsroom row says which zone and language pages speak

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_HANDLERS = [
    "accounts.uploads.StaffOnly",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "originals"},
    },
    "staticfiles": {"BACKEND": "newsroom.staticfiles.StaticFiles"},
}

# Security

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SECURE_SSL_REDIRECT = SECURE_SITE
# The front server ends TLS and says so. Who lies gains a page that he could read anyway.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_CSP: dict[str, Collection[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": frame_sources(PEERTUBE_HOSTS),  # only what a reader asked for by a click
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
# Of every page, the private ones too: nobody else learns an address. Not "no-referrer", with which
# browsers send our own forms from `Origin: null` (https://fetch.spec.whatwg.org/#origin-header).
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether subdomains are https too is not ours to promise
    "security.W021",  # nor is a browser's preload list
]
URLIZE_ASSUME_HTTPS = True
