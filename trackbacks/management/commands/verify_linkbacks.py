"""``manage.py verify_linkbacks``: read the pages that link to us, by hand and now."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.addresses import article_at
from articles.models import Article
from moderation.models import State
from moderation.reasons import explain
from trackbacks.models import Linkback
from trackbacks.verification import verify


class Command(BaseCommand):
    help = "Read the pages whose links are due to be verified, and say what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--due", action="store_true", required=True, help="whatever is due now")
        parser.add_argument("--article", metavar="ID|PATH", help="only links to this article")

    def handle(self, *args: Any, **options: Any) -> None:
        due = Linkback.objects.due().order_by("verify_at", "pk")
        if options["article"] is not None:
            due = due.filter(article=found(options["article"]))
        self.verify_all(list(due.values_list("pk", flat=True)))

    def verify_all(self, ids: list[int]) -> None:
        """Read one page after the other and sum up; what is gone meanwhile is left out."""
        ends: Counter[str] = Counter()
        for number, pk in enumerate(ids, 1):
            linkback = Linkback.objects.filter(pk=pk).first()
            if linkback is None:
                continue
            end, line = told(linkback, was_read=verify(linkback))
            ends[end] += 1
            self.stdout.write(f"{number} of {len(ids)}  {linkback.source}  {line}")
        summary = ", ".join(f"{count} {end}" for end, count in ends.most_common())
        self.stdout.write(self.style.SUCCESS(summary or "Nothing is due."))


def told(linkback: Linkback, *, was_read: bool) -> tuple[str, str]:
    """The word to count and the words to print."""
    if not was_read:
        return "in other hands", "somebody else is reading it"
    row = Linkback.objects.select_related("response").get(pk=linkback.pk)
    if row.attempts and row.verify_at:
        return "to be tried again", f"to be tried again  {row.last_answer}"
    end = str(State(row.response.state).label)
    return end, f"{end}  {explain(row.response.reason)}"


def found(word: str) -> Article:
    """The article by id or address; raises CommandError."""
    is_id = word.isascii() and word.isdecimal() and len(word) < 19
    article = Article.objects.filter(pk=int(word)).first() if is_id else article_at(word)
    if article is None:
        raise CommandError(f"There is no article {word}.")
    return article
