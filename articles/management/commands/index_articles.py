"""Write anew what staff search in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.indexing import index_again, without_card
from articles.models import Article


class Command(BaseCommand):
    help = "Make articles findable for staff: those that are not yet, or all of them again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are found already")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Article.objects.all() if options["all"] else without_card()
        total = chosen.count()
        for done in index_again(chosen):
            self.stdout.write(f"{done} of {total}")
        self.stdout.write(self.style.SUCCESS(f"{total} articles can be found."))
