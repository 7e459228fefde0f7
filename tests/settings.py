"""Settings of the tests: a database of their own, nothing of the deployment's environment.

Each run makes test databases named after its own process, so that several runs can share one
embedded server.
"""

import os

for _name in set(os.environ) & {
    "AKISMET_KEY", "AKISMET_URL", "ALLOWED_HOSTS", "DEBUG", "DEMO", "EMAIL_URL",
    "FETCH_ALLOW_NETWORKS", "HOST", "NETWORK_KEY", "PORT", "SECRET_KEY", "SITE_URL",
    "TRUSTED_PROXIES",
}:  # fmt: skip
    del os.environ[_name]

from newsroom.settings import *  # noqa: F403
from newsroom.settings import DATABASES, EMBEDDED, STORAGES, VAR_DIR

SECRET_KEY = "only-for-tests-" + "0123456789" * 5
EMBEDDED_DIR = VAR_DIR / "test-database"
EMBEDDED_DURABLE = False
MEDIA_ROOT = VAR_DIR / "test-media"
if EMBEDDED:
    _run = os.environ.setdefault("NEWSROOM_TEST_RUN", str(os.getpid()))
    DATABASES["default"]["TEST"] = {"NAME": f"test_newsroom_{_run}"}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
