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

type Parts = Callable[[Article], Iterable[list[object]]]
"""From an article to the parts of the addresses where it could appear."""


def register() -> None:
    """Name the addresses of every route of this room."""
    for name in ("front", "feed", "feed-atom", "feed-json", "sitemap", "sitemap-lists"):
        _register(name, lambda article: [[]])
    _register("sitemap-part", lambda article: [[1]])
    _register("front-page", lambda article: [[2]])
    outlet("article", lambda article: _own(article, page=False))
    outlet("page", lambda article: _own(article, page=True))
    outlet("elsewhere", _old)
    for kind, parts in (("section", _sections), ("tag", _tags), ("author", _authors)):
        _register_list(kind, parts)
        _register(f"{kind}-feed", parts)
    _register_list("archive-year", lambda article: [_date(article)[:1]])
    _register_list("archive-month", lambda article: [_date(article)[:2]])
    _register_list("archive-day", lambda article: [_date(article)])
    excuse("robots", "The same text for every state of every article.")


def own_path(article: Article) -> str:
    """The article's address, or the one that it would have."""
    if article.path:
        return article.path
    if article.kind == Article.Kind.PAGE:
        return f"/{article.slug}/"
    return addresses.dated(timezone.localtime(), article.slug)


def _register(name: str, parts: Parts) -> None:
    outlet(name, lambda row: [reverse(name, args=part) for part in parts(cast("Article", row))])


def _register_list(name: str, parts: Parts) -> None:
    _register(name, parts)
    _register(f"{name}-page", lambda article: [[*part, 2] for part in parts(article)])


def _own(row: Model, *, page: bool) -> list[str]:
    article = cast("Article", row)
    return [own_path(article)] if page == (article.kind == Article.Kind.PAGE) else []


def _old(row: Model) -> list[str]:
    return list(cast("Article", row).addresses.values_list("path", flat=True))


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
