"""What a newsroom needs before it can be served: checks, tables, demo, static files."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import ERROR, INFO, CheckMessage, Tags, run_checks
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from articles.models import Article

MIGRATING = 6_378_001
"""Key of the advisory lock under which one of several servers migrates."""


def check(database: bool) -> list[str]:
    """Run the system checks, or those of the database; return what is worth saying.

    Raises CommandError with one line per error.
    """
    found = run_checks(tags=[Tags.database], databases=["default"]) if database else run_checks()
    found = [one for one in found if one.level >= INFO and not one.is_silenced()]
    errors = [one for one in found if one.level >= ERROR]
    if errors:
        raise CommandError("\n".join(dict.fromkeys(map(sentence, errors))))
    return [sentence(one) for one in found]


def sentence(message: CheckMessage) -> str:
    """A check's finding and its hint in one line."""
    return " ".join(f"{message.msg} {message.hint or ''}".split())


def migrate() -> None:
    """Bring the tables up to date, one server at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def wants_demo() -> bool:
    """Whether this is an empty embedded newsroom and DEMO does not say no."""
    return settings.EMBEDDED and settings.DEMO and not Article.objects.exists()


def seed() -> None:
    """Fill the newsroom with the demo."""
    call_command("seed_demo", verbosity=0)


def collect_static() -> None:
    """Copy static files to where they are served from, when one of them has changed."""
    if settings.DEBUG:
        return
    folder = Path(settings.STATIC_ROOT)
    stamp = folder / ".collected"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    folder.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    stamp.write_text(now)


def fingerprint() -> str:
    """Changes when a static file comes, goes or changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def make_media_folder() -> None:
    """The folder that uploads are served from, before the server looks for it."""
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Turn a full or read-only disk into one sentence."""
    try:
        yield
    except OSError as error:
        raise CommandError(
            f"{error.filename or folder} cannot be written: {error.strerror}. "
            "Set VAR_DIR to a folder that can be written and has room."
        ) from error
