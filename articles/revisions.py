"""What an article said, as somebody saved it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model

from articles.models import Article, Revision

if TYPE_CHECKING:
    from accounts.models import User

SCHEMA = 1
PLAIN = (
    "headline",
    "standfirst",
    "body",
    "kind",
    "language",
    "slug",
    "search_title",
    "search_description",
    "comments_open",
    "linkbacks_open",
    "likes_open",
    "who_may_reply",
    "comments_mode",
)
"""Columns that a revision holds as they are."""


@transaction.atomic
def record(article: Article, *, by: User | None, based_on: int | None = None) -> Revision:
    """Keep the article as it is saved now; a save that changed nothing keeps what is there.

    ``based_on`` is the number of the revision that the writer had before them, by default the
    newest. Numbers follow each other, whoever saves at the same time.
    """
    row = Article.objects.select_for_update().get(pk=article.pk)
    content = content_of(row)
    newest = row.revisions.first()
    if newest and newest.content == content:
        return newest
    number = newest.number if newest else 0
    return Revision.objects.create(
        article=row,
        number=number + 1,
        based_on=based_on or number or None,
        content=content,
        created_by=by,
    )


def live(article: Article) -> Revision | None:
    """The revision that the public saw last; None when it never saw one."""
    return article.revisions.exclude(published_at=None).order_by("-published_at", "-number").first()


def content_of(article: Article) -> dict[str, Any]:
    """All that an article says, in JSON: columns as they are, rows of others as id and label."""
    embargo = article.embargo_until
    return {
        "schema": SCHEMA,
        **{name: getattr(article, name) for name in PLAIN},
        "embargo_until": embargo and embargo.isoformat(),
        "translation_group": str(article.translation_group),
        "section": _named(article.section),
        "also_in": [_named(section) for section in article.also_in.order_by("pk")],
        "photo": _named(article.photo),
        "tags": [_named(tag) for tag in article.tags.order_by("pk")],
        "bylines": [
            {"author": _named(byline.author), "role": byline.role, "position": byline.position}
            for byline in article.bylines.select_related("author")
        ],
    }


def _named(row: Model | None) -> dict[str, Any] | None:
    return {"id": row.pk, "label": str(row)} if row else None
