"""``manage.py erase_person EMAIL --yes``: erase everything that is kept about an address."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.people import WorksHere, erase_person


class Command(BaseCommand):
    help = "Erase everything that the newsroom keeps about an e-mail address; there is no way back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        text = parser.add_mutually_exclusive_group()
        text.add_argument(
            "--keep-text", action="store_true", help="published comments stay, without a name"
        )
        text.add_argument("--remove-text", action="store_true", help="published comments go too")
        parser.add_argument("--yes", action="store_true", help="really erase it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            raise CommandError("Nothing was erased: there is no way back, so say --yes.")
        decided = options["keep_text"] or options["remove_text"]
        try:
            erased = erase_person(
                options["email"], keep_text=options["keep_text"] if decided else None
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        except WorksHere as error:
            raise CommandError(
                "Somebody who may enter the admin has this address: take that right away first."
            ) from error
        for name, number in erased.items():
            self.stdout.write(f"{name}: {number}")
