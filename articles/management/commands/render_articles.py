"""Make the shown HTML of articles anew from their sources."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Article
from articles.rendering import outdated, render_again


class Command(BaseCommand):
    help = "Render articles again: those of an older renderer, or all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Article.objects.all() if options["all"] else outdated()
        total = chosen.count()
        for done in render_again(chosen):
            self.stdout.write(f"{done} of {total}")
        self.stdout.write(self.style.SUCCESS(f"{total} articles rendered."))
