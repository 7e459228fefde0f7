"""The linkbacks of an article as its readers see them: oldest first, numbered, fifty a page."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from django.db.models import Q
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article
from moderation.models import Response
from trackbacks.models import Linkback
from trackbacks.querysets import LinkbackQuerySet

PER_PAGE = 50
DEEDS = {
    "reply": _("replied:"),
    "repost": _("reposted this:"),
    "bookmark": _("bookmarked this:"),
    "rsvp": _("answered the invitation:"),
    "yes": _("accepted the invitation:"),
    "no": _("declined the invitation:"),
    "maybe": _("may accept the invitation:"),
    "interested": _("is interested in the invitation:"),
}
"""What somebody did, by the kind of their page, or by what it answers to an invitation."""


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
        shown = _in_list(self.article).oldest().select_related("response", "face")
        return list(shown[self.start - 1 :][:PER_PAGE])

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
        return (
            _page_address(self.article, number)
            if number > 1
            else f"{_path(self.article)}#linkbacks"
        )


def linkback_page(article: Article, number: int = 1) -> LinkbackPage:
    """Page ``number`` of the links to an article, whose tally should have been fetched with it."""
    return LinkbackPage(article, number)


def deed_of(linkback: Linkback) -> str:
    """What its author did, before the name of the page that says so; "" for who only links."""
    return str(DEEDS.get(linkback.rsvp or linkback.kind, ""))


def address_of(linkback: Linkback) -> str:
    """Where a shown linkback stands: the path of its page and its fragment."""
    at = linkback.response.created_at
    before = Q(response__created_at__lt=at) | Q(response__created_at=at, pk__lt=linkback.pk)
    number = _in_list(linkback.article).filter(before).count() // PER_PAGE + 1
    page = _page_address(linkback.article, number) if number > 1 else _path(linkback.article)
    return f"{page}#linkback-{linkback.pk}"


def _in_list(article: Article) -> LinkbackQuerySet:
    """What the list shows; likes stand in a line of their own."""
    return Linkback.objects.shown().of(article).filter(response__kind=Response.Kind.LINKBACK)


def _page_address(article: Article, number: int) -> str:
    return f"{_path(article)}linkbacks/page/{number}/"


def _path(article: Article) -> str:
    return iri_to_uri(article.path)
