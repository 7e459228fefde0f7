"""An article as readers will see it, made of a content that is not live; nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.addresses import dated
from articles.content import MANY, ONE, PLAIN, Content, essence
from articles.models import Article, Author, Byline, Tag
from articles.models.article import ArticleTag
from articles.rendering import render
from articles.revisions import live
from lib.fold import slug
from masthead.models import Newsroom

NOBODYS = 0
"""Id of an article that is no row yet: its managers want one."""


def as_read(article: Article | None, content: Content, *, at: datetime | None = None) -> Article:
    """The article's page as publishing the content at ``at`` would make it, in a fixed number of
    queries. The row is for looking at: nothing of it is saved, and nothing in it is to be.

    What the content names and is gone is left out, as publishing leaves it out.
    """
    rows = Article.objects.for_page()
    row = (rows.filter(pk=article.pk).first() if article else None) or Article(pk=NOBODYS)
    for name in PLAIN:
        if name in content and content[name] is not None:
            setattr(row, name, content[name])
    for name, model in ONE.items():
        if name in content:
            setattr(row, name, _existing(model, [content[name]]).first())
    _times(row, content, at)
    row.path = row.path or _path(row)
    _belonging(row, content)
    render(row)
    return row


def address_shown(article: Article) -> list[str]:
    """The address as search engines write it: the host, then each part of the path, decoded."""
    host = settings.SITE_URL.partition("://")[2]
    return [host, *(part for part in article.path.split("/") if part)]


def _times(row: Article, content: Content, at: datetime | None) -> None:
    """The hours that publishing would write: a public article keeps its own and was updated."""
    if not row.is_public:
        row.published_at = at or row.published_at or timezone.now()
    elif (shown := live(row)) and essence(content) != essence(shown.content):
        row.revised_at = at or timezone.now()


def _path(row: Article) -> str:
    """The address that the article would get; what others took is not asked."""
    word = row.slug or slug(row.headline, row.language) or str(row.pk)
    if row.kind == Article.Kind.PAGE:
        return f"/{word}/"
    zone = Newsroom.objects.current().zone
    return dated(timezone.localtime(row.published_at, zone), word)


def _belonging(row: Article, content: Content) -> None:
    """Lay the content's names and tags, and the row's corrections, where its managers find them:
    as rows that are prefetched, which is what the page is made of.
    """
    laid: dict[str, Any] = dict(getattr(row, "_prefetched_objects_cache", {}))
    if "bylines" in content or row.pk == NOBODYS:
        laid["bylines"] = _bylines(row, content.get("bylines", []))
    if "tags" in content or row.pk == NOBODYS:
        tags = _tags(row, content.get("tags", []))
        laid["tag_items"] = [ArticleTag(content_object=row, tag=tag) for tag in tags]
    laid.setdefault("corrections", [])
    row._prefetched_objects_cache = laid  # type: ignore[attr-defined]


def _bylines(row: Article, wanted: list[Content]) -> list[Byline]:
    named = _existing(Author, [one["author"] for one in wanted])
    authors = named.select_related("photo").in_bulk()
    return [
        Byline(
            article=row,
            author=authors[one["author"]["id"]],
            role=one["role"],
            position=one["position"],
        )
        for one in wanted
        if one["author"]["id"] in authors
    ]


def _tags(row: Article, wanted: list[Content]) -> list[Tag]:
    """Rows of the tags; those with a name and no id yet are made when the article is saved."""
    known = _existing(MANY["tags"], wanted).in_bulk()
    made = [_new_tag(one["label"], row.language) for one in wanted if one["id"] is None]
    return [*known.values(), *made]


def _new_tag(name: str, language: str) -> Tag:
    return Tag(name=name, slug=slug(name, language) or "tag", language=language)


def _existing(model: Any, named: Iterable[Content | None]) -> Any:
    ids = [one["id"] for one in named if one and one["id"] is not None]
    return model._default_manager.filter(pk__in=ids)
