"""The linkbacks of an article as its readers see them: oldest first, numbered, fifty a page."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from django.utils.encoding import iri_to_uri
from django.utils.translation import ngettext

from articles.models import Article
from moderation.models import Response
from trackbacks.models import Linkback

PER_PAGE = 50


@dataclass(frozen=True)
class LinkbackPage:
    """One page of the list; reading ``linkbacks`` costs one query, or none where none are shown."""

    article: Article
    number: int

    @property
    def count(self) -> int:
        """How many are shown on all pages together."""
        return self.article.tally.linkbacks

    @property
    def start(self) -> int:
        """The number of the first one of this page."""
        return (self.number - 1) * PER_PAGE + 1

    @cached_property
    def linkbacks(self) -> list[Linkback]:
        if self.start > self.count:
            return []
        shown = (
            Linkback.objects.shown().of(self.article).filter(response__kind=Response.Kind.LINKBACK)
        )
        return list(shown.oldest().select_related("response")[self.start - 1 :][:PER_PAGE])

    @property
    def heading(self) -> str:
        sentence = ngettext(
            "%(count)d Trackback / Pingback", "%(count)d Trackbacks / Pingbacks", self.count
        )
        return sentence % {"count": self.count}

    @property
    def earlier(self) -> str:
        """The address of the page before, or empty; the first one is on the article's own page."""
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def later(self) -> str:
        """The address of the next page, or empty."""
        return self._address(self.number + 1) if self.number < ceil(self.count / PER_PAGE) else ""

    def _address(self, number: int) -> str:
        path = iri_to_uri(self.article.path)
        return f"{path}linkbacks/page/{number}/" if number > 1 else f"{path}#linkbacks"


def linkback_page(article: Article, number: int = 1) -> LinkbackPage:
    """Page ``number`` of the links to an article, whose tally should have been fetched with it."""
    return LinkbackPage(article, number)
