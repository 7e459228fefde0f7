"""Settings of a worker that a test starts and kills: the test's own database, short patience."""

import os
from ipaddress import ip_network

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
SITE_URL = os.environ["WORKER_SITE_URL"]
FETCH_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
LINKBACK_LEASE = 2
TASKS = {"default": {"BACKEND": "django_ox.backend.OxBackend", "OPTIONS": {"LOCK_TIMEOUT": 2}}}
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(os.environ["WORKER_SMTP_PORT"]), "timeout": 5},
    }
}
