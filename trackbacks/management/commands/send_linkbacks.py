"""``manage.py send_linkbacks``: tell other sites of our links, by hand and now."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.addresses import article_at
from articles.models import Article
from trackbacks.models import Ping
from trackbacks.outgoing import send
from trackbacks.own_links import link_own_articles
from trackbacks.ping_reasons import explain
from trackbacks.planning import plan_missing, plan_withdrawal, send_again
from trackbacks.protocols import Outcome


class Command(BaseCommand):
    help = "Tell the pages that an article links to, or whatever is due, and say what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--article", metavar="ID|PATH", help="one article, by id or address")
        which.add_argument("--due", action="store_true", help="whatever is due now")
        parser.add_argument(
            "--again", action="store_true", help="also what was told, refused or has to wait"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["due"]:
            if options["again"]:
                raise CommandError("--again goes with --article.")
            pings = list(Ping.objects.due().order_by("attempt_at"))
        else:
            pings = self.planned(found(options["article"]), again=options["again"])
        self.send_all(pings)

    def planned(self, article: Article, *, again: bool) -> list[Ping]:
        """The rows to send, after whatever is missing was begun."""
        if article.is_public:
            plan_missing(article)
            own = link_own_articles(article)
            self.stdout.write(f"{article.absolute_url} links to {own} of our own articles.")
        else:
            plan_withdrawal(article)
        if again:
            send_again(article.pings.all())
        return list(article.pings.due().order_by("attempt_at"))

    def send_all(self, pings: list[Ping]) -> None:
        """Send one after the other and sum up."""
        ends: Counter[str] = Counter()
        for number, ping in enumerate(pings, 1):
            outcome = send(ping)
            end, line = self.told(outcome)
            ends[end] += 1
            self.stdout.write(f"{number} of {len(pings)}  {ping.target}  {line}")
        summary = ", ".join(f"{count} {end}" for end, count in ends.most_common())
        self.stdout.write(self.style.SUCCESS(summary or "Nothing is due."))

    def told(self, outcome: Outcome | None) -> tuple[str, str]:
        """The word to count and the words to print."""
        if outcome is None:
            return "in other hands", "somebody else is sending it"
        end = str(Ping.State(outcome.state).label)
        why = explain(outcome.reason) if outcome.reason else outcome.answer
        return end, f"{end}  {why}".strip()


def found(word: str) -> Article:
    """The article by id or address; raises CommandError for one that nobody may be told of."""
    is_id = word.isascii() and word.isdecimal() and len(word) < 19
    article = Article.objects.filter(pk=int(word)).first() if is_id else article_at(word)
    if article is None:
        raise CommandError(f"There is no article {word}.")
    if article.status == Article.Status.WITHDRAWN and article.announced_at:
        return article
    if not article.is_public:
        raise CommandError("The article is not public: nobody may be told of it.")
    if not article.announced_at:
        raise CommandError("The article was published just now: it is announced within a minute.")
    return article
