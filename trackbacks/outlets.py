"""Where an article may appear through its linkbacks."""

from collections.abc import Callable, Iterable
from typing import cast

from django.db.models import Model
from django.urls import reverse

from articles.models import Article
from articles.outlets import own_path
from lib.outlets import excuse, outlet
from trackbacks.models import Linkback

BELOW = {
    "trackback": "trackback/",
    "linkbacks": "linkbacks/",
    "linkbacks-page": "linkbacks/page/2/",
}
"""End of the URL name → what stands there behind the article's own path."""
XMLRPC = "Answers POST only; what getPingbacks says of hidden articles has its own test."


def register() -> None:
    """Name the addresses of every route of this room."""
    for name, below in BELOW.items():
        outlet(f"article-{name}", _of(below, page=False))
        outlet(f"page-{name}", _of(below, page=True))
    outlet("linkback", _linkbacks)
    excuse("xmlrpc", XMLRPC)
    excuse("xmlrpc-php", XMLRPC)
    excuse(
        "webmention", "The same form for everybody; what it answers to a POST has its own tests."
    )
    excuse("linkback-status", "One address per announced link, which only its senders have.")
    excuse("linkback-removal", "One address per link, which only who was handed it has.")


def _linkbacks(article: Model) -> Iterable[str]:
    linked = Linkback.objects.of(cast("Article", article))
    return [reverse("linkback", args=[linkback.pk]) for linkback in linked]


def _of(below: str, *, page: bool) -> Callable[[Model], Iterable[str]]:
    def addresses(row: Model) -> Iterable[str]:
        article = cast("Article", row)
        is_page = article.kind == Article.Kind.PAGE
        return [f"{own_path(article)}{below}"] if is_page == page else []

    return addresses
