"""``manage.py export_host``: all that is kept of one site, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib.links import NotAWebAddress
from trackbacks.sites import Site, export, named


class Command(BaseCommand):
    help = "Write every linkback, like and ping of one site as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_site(parser)
        parser.add_argument("--output", metavar="FILE", type=Path, help="a file instead of stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(export(site_of(options)), ensure_ascii=False, indent=2)
        if options["output"] is None:
            self.stdout.write(text)
            return
        try:
            options["output"].write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}.") from error


def add_site(parser: ArgumentParser) -> None:
    """The words that name a site."""
    parser.add_argument(
        "host", metavar="HOST", help="such as blog.example.org, or an address there"
    )
    parser.add_argument("--domain", action="store_true", help="and every host below it")


def site_of(options: dict[str, Any]) -> Site:
    """The site that was named; raises CommandError."""
    try:
        return named(options["host"], whole_domain=options["domain"])
    except NotAWebAddress as error:
        raise CommandError(f"{options['host']} is no host such as blog.example.org.") from error
