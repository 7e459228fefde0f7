"""``manage.py serve``: everything that a newsroom needs, in one command."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from lib import ports
from lib.lifetime import end_with_parent
from newsroom import preparing
from newsroom.changes import Changes
from newsroom.children import Child, end_all

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK = 0.1
"""Seconds between two looks at the children."""
GRACE = 4.0
"""Seconds in which the children may finish what they do."""
SERVERS = 2
THREADS = 28
"""Of each; those that wait to announce a link (trackbacks.turns) leave eight to readers."""
WORKERS = 2
TASKS_AT_ONCE = 6
"""By each; Python runs on one core in each process, and most tasks wait for other servers."""
NICENESS = 10
"""Of workers, so that whoever waits for a page goes first."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class Command(BaseCommand):
    help = "Start the newsroom: database, tables, demo, worker and server. Ctrl-C stops all of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reload", action="store_true", help="take up changed code, for development"
        )
        parser.add_argument(
            "--end-with-parent", action="store_true", help="stop when the calling process is killed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for number in STOPPING:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, stop)
        if options["end_with_parent"]:
            end_with_parent()
        self.say("Starting the newsroom …")
        self.prepare()
        children = [server(), *(worker() for _ in range(WORKERS))]
        try:
            self.watch(children, reload=options["reload"])
        finally:
            for number in STOPPING:
                signal.signal(number, signal.SIG_IGN)
            end_all(children, GRACE)
            connection.close()

    def prepare(self) -> None:
        """Everything before the first child, or one sentence about what is in the way."""
        said = preparing.check(database=False)
        if not ports.free(settings.HOST, settings.PORT):
            raise CommandError(
                f"Port {settings.PORT} of {settings.HOST} cannot be had: stop what listens there, "
                f"or set another, such as PORT={settings.PORT % 65535 + 1}."
            )
        said += preparing.check(database=True)
        for line in said:
            self.stderr.write(line)
        try:
            preparing.migrate()
            with preparing.refusing(settings.VAR_DIR):
                self.fill()
        except DatabaseError as error:
            raise CommandError(f"The database fails: {' '.join(str(error).split())}") from error

    def fill(self) -> None:
        """What is served besides the tables: the demo, static files, a folder for uploads."""
        if preparing.wants_demo():
            self.say("Filling the newsroom with the demo, once …")
            preparing.seed()
        preparing.collect_static()
        preparing.make_media_folder()

    def watch(self, children: list[Child], *, reload: bool) -> NoReturn:
        """Tend the children until a signal ends it."""
        changes = Changes(settings.BASE_DIR, settings.VAR_DIR) if reload else None
        for child in children:
            child.start()
        announced = False
        while True:
            for child in children:
                if said := child.tend():
                    self.stderr.write(said)
            if not announced and ports.listening(reachable_host(), settings.PORT):
                announced = True
                self.announce()
            if changes and changes.noticed():
                self.renew(children)
            time.sleep(LOOK)

    def renew(self, children: list[Child]) -> None:
        self.say("Source files have changed: starting again.")
        web, *workers = children
        web.renew(signal.SIGHUP)
        for tasks in workers:
            tasks.renew(signal.SIGTERM)

    def announce(self) -> None:
        """Say where it listens and how to sign in."""
        self.say(f"The newsroom is at {listening_at()}/ (sign in at {listening_at()}/admin/).")
        if listening_at() != settings.SITE_URL:
            self.say(f"Its addresses begin with {settings.SITE_URL}/.")
        if "file_path" in (options := settings.MAILERS["default"].get("OPTIONS", {})):
            self.say(f"Mails are kept in {options['file_path']} until EMAIL_URL is set.")
        accounts = Path(settings.VAR_DIR) / "demo-accounts.txt"
        if settings.EMBEDDED and accounts.exists():
            self.say(accounts.read_text().rstrip())
        self.say("Ctrl-C stops it.")

    def say(self, line: str) -> None:
        """At once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """A signal that ends the command in good order."""
    sys.exit(0)


def server() -> Child:
    """The application server; uploads are its own, static files whitenoise's."""
    command = [
        sys.executable, "-m", "granian", "newsroom.wsgi:application",
        "--interface", "wsgi",
        "--host", settings.HOST,
        "--port", str(settings.PORT),
        "--workers", str(SERVERS),
        "--blocking-threads", str(THREADS),
        "--respawn-failed-workers",
        "--respawn-interval", "0.5",
        "--workers-kill-timeout", "3",
        "--static-path-route", settings.MEDIA_URL.rstrip("/"),
        "--static-path-mount", str(settings.MEDIA_ROOT),
        "--log-level", "error",
    ]  # fmt: skip
    return Child("server", command, settings.BASE_DIR, environment())


def worker() -> Child:
    """A worker that runs background tasks."""
    command = [
        sys.executable, "manage.py", "ox_worker",
        "--concurrency", str(TASKS_AT_ONCE),
        "--skip-checks",
        "--verbosity", "0",
    ]  # fmt: skip
    return Child("worker", command, settings.BASE_DIR, environment(), NICENESS)


def environment() -> dict[str, str]:
    """Ours, and a word by which ``newsroom.wsgi`` knows who started it."""
    return {**os.environ, "NEWSROOM_SERVE": "1"}


def reachable_host() -> str:
    """An address under which this machine reaches what listens on HOST."""
    return EVERYWHERE.get(settings.HOST, settings.HOST)


def listening_at() -> str:
    """The address to open in a browser on this machine."""
    host = reachable_host()
    return f"http://[{host}]:{settings.PORT}" if ":" in host else f"http://{host}:{settings.PORT}"
