"""``manage.py seed_demo``: the demo newsroom, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.demo.seeding import seed


class Command(BaseCommand):
    help = "Fill the newsroom with the demo: articles in four languages, and what was said back."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demo is for the embedded database only; DATABASE_URL is set.")
        seed()
        if options["verbosity"]:
            self.stdout.write("The demo newsroom is there.")
