"""What a measurement writes into and reads from the newsroom's database, by its own verbs.

Everything is looked up by name: models exist only once the newsroom does, and ``join`` was called.
"""

import time
from typing import Any

import django
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

BODY = "<p>What they found in the harbour, and who had known of it for years. </p>" * 20


def join() -> None:
    """Use the database of the newsroom that runs; every verified link is shown at once, which
    costs the article's page most.
    """
    django.setup()
    newsroom = apps.get_model("masthead", "Newsroom").objects.current()
    newsroom.linkbacks_mode = "show"
    newsroom.save()


def leave() -> None:
    """Let the database go, so that it can end."""
    connection.close()


def publish(headline: str) -> Any:
    """A public article without any links to it."""
    article = apps.get_model("articles", "Article").objects.create(headline=headline, body=BODY)
    import_string("articles.publishing.publish")(article, by=None)
    return article


def await_verified(article: Any, began: float, patience: float, look: float) -> tuple[int, float]:
    """Wait until no source is left to read, at most ``patience`` seconds after ``began``.

    The answer is how many were verified, and after how many seconds.
    """
    rows = apps.get_model("trackbacks", "Linkback").objects.filter(article=article)
    while True:
        waiting = rows.filter(verified_at=None, verify_at__isnull=False).exists()
        seconds = time.monotonic() - began
        if not waiting or seconds > patience:
            return rows.exclude(verified_at=None).count(), seconds
        time.sleep(look)


def await_rest(patience: float, look: float) -> None:
    """Wait until the worker has nothing left to do for now, such as mails; at most ``patience``."""
    tasks = apps.get_model("django_ox", "OxTask").objects.filter(status__in=["READY", "RUNNING"])
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not tasks.exclude(run_after__gt=timezone.now()).exists():
            return
        time.sleep(look)
