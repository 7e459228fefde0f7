"""``manage.py erase_host``: forget all that one site said."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trackbacks.management.commands.export_host import add_site, site_of
from trackbacks.sites import Site, erase


class Command(BaseCommand):
    help = "Erase every linkback, like and face of one site. It cannot be taken back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_site(parser)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        site = site_of(options)
        if not options["yes"] and not self.agreed(site):
            raise CommandError("Nothing was erased.")
        erased = erase(site)
        said = f"{erased.linkbacks} linkbacks and {erased.likes} likes of {site} are erased."
        self.stdout.write(self.style.SUCCESS(said))

    def agreed(self, site: Site) -> bool:
        """Ask on the terminal; no answer is no."""
        linkbacks, likes = len(site.linkbacks()), len(site.likes())
        self.stdout.write(f"{site}: {linkbacks} linkbacks, {likes} likes.")
        try:
            return input("Erase them for ever? Write yes: ").strip().lower() == "yes"
        except EOFError:
            return False
