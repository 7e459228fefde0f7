"""``manage.py upgrade_database``: the embedded database after a new major version of PostgreSQL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.embedded import EmbeddedError
from newsroom.embedded.cluster import Cluster, wheel_binaries
from newsroom.embedded.upgrading import upgrade


class Command(BaseCommand):
    help = "Dump the embedded database with its old PostgreSQL and restore it with the new one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--old-bindir", type=Path, help="folder of the old PostgreSQL's programs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("DATABASE_URL is set: upgrade that server with its own means.")
        try:
            cluster = Cluster(settings.EMBEDDED_DIR, settings.EMBEDDED_DURABLE, wheel_binaries())
            upgrade(cluster, options["old_bindir"], self.stdout.write)
        except EmbeddedError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
