"""A sitting decides on responses of one article: one lock, one count, one purge, one nudge.

Whoever comes second waits for the tally's lock and sees what the first one decided.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Count, Q

from articles.models import Tally
from lib.cache import purge
from moderation.mails import tell_moderators
from moderation.models import Response


class Sitting:
    """What is to be done once, at the end, for all that was decided."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self._tags: set[str] = set()
        self._counts = False
        self._news: list[int] = []

    def counts(self) -> None:
        """What is shown changed in number or in kind."""
        self._counts = True

    def shows(self, *tags: str) -> None:
        """Pages with these tags are no longer true."""
        self._tags.update(tags)

    def has_news(self, response: Response) -> None:
        """Moderators are to hear of it."""
        self._news.append(response.pk)

    def close(self) -> None:
        """Count, purge and nudge for all together."""
        if self._counts:
            recount(self.tally)
        if self._tags:
            purge(*self._tags)
        # Whoever tells of what waits already, or the clock at the end of their pause, tells of
        # this as well.
        if self._news and not Response.objects.untold().exclude(pk__in=self._news).exists():
            tell_moderators.enqueue()


@contextmanager
def sitting(article_id: int) -> Iterator[Sitting]:
    """Lock the article's tally for one transaction; its end sees to what the sitting was told."""
    with transaction.atomic():
        seat = Sitting(Tally.locked(article_id))
        yield seat
        seat.close()


def recount(tally: Tally) -> None:
    """Count what is shown into a tally that the caller locked (`Tally.locked`)."""
    shown = Response.objects.shown().filter(article_id=tally.article_id)
    counts = shown.aggregate(
        comments=Count("pk", filter=Q(kind=Response.Kind.COMMENT)),
        linkbacks=Count("pk", filter=Q(kind=Response.Kind.LINKBACK)),
    )
    tally.comments, tally.linkbacks = counts["comments"], counts["linkbacks"]
    tally.save(update_fields=["comments", "linkbacks"])
