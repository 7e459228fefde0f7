"""Where an article of this room may appear, for the test that looks for what must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from articles import addresses
from articles.models import Article
from lib.outlets import excuse, outlet

type Of = Callable[[Article], Iterable[str]]


def register() -> None:
    """Name the addresses of every route of this room."""
    for name in ("front", "feed", "feed-atom", "feed-json", "sitemap", "sitemap-lists"):
        _outlet(name, lambda article, name=name: [reverse(name)])
    _outlet("sitemap-part", lambda article: [reverse("sitemap-part", args=[1])])
    _outlet("front-page", lambda article: [reverse("front-page", args=[2])])
    _outlet(
        "article", lambda article: [] if article.kind == Article.Kind.PAGE else [own_path(article)]
    )
    _outlet(
        "page", lambda article: [own_path(article)] if article.kind == Article.Kind.PAGE else []
    )
    _outlet("elsewhere", lambda article: [address.path for address in article.addresses.all()])
    for kind, parts in (("section", _sections), ("tag", _tags), ("author", _authors)):
        _register_list(kind, parts, feed=True)
    for kind, length in (("archive-year", 1), ("archive-month", 2), ("archive-day", 3)):
        _register_list(kind, lambda article, length=length: [_date(article)[:length]])
    excuse("robots", "The same text for every state of every article.")


def own_path(article: Article) -> str:
    """The article's address, or the one that it would have."""
    if article.path:
        return article.path
    return (
        f"/{article.slug}/"
        if article.kind == Article.Kind.PAGE
        else addresses.dated(timezone.localtime(), article.slug)
    )


def _outlet(name: str, of: Of) -> None:
    outlet(name, lambda article: of(cast(Article, article)))


def _register_list(
    kind: str, parts: Callable[[Article], Iterable[list[object]]], feed: bool = False
) -> None:
    _outlet(kind, lambda article: [reverse(kind, args=part) for part in parts(article)])
    _outlet(
        f"{kind}-page",
        lambda article: [reverse(f"{kind}-page", args=[*part, 2]) for part in parts(article)],
    )
    if feed:
        _outlet(
            f"{kind}-feed",
            lambda article: [reverse(f"{kind}-feed", args=part) for part in parts(article)],
        )


def _sections(article: Article) -> list[list[object]]:
    filed = [*([article.section] if article.section else []), *article.also_in.all()]
    return [[section.path] for section in filed]


def _tags(article: Article) -> list[list[object]]:
    return [[tag.slug] for tag in article.tags.all()]


def _authors(article: Article) -> list[list[object]]:
    return [[author.slug] for author in article.authors.all()]


def _date(article: Article) -> list[object]:
    moment = timezone.localtime(article.published_at)
    return [moment.year, moment.month, moment.day]
