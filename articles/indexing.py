"""Each article has a card in the box that staff search in: written with every revision of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from articles.content import Content, content_of
from articles.models import Article, IndexCard, Revision
from articles.querysets import ArticleQuerySet
from lib.html import text_of
from lib.searches import tsvector

AT_ONCE = 200
"""Articles in one transaction."""


def index(article: Article, content: Content, written_at: datetime) -> None:
    """Write the card of a content that was saved now; one query."""
    _put([card_of(article.pk, content, written_at)])


def card_of(article_id: int, content: Mapping[str, Any], written_at: datetime) -> IndexCard:
    """The card of a content; ``words`` is PostgreSQL's text of a ``tsvector``."""
    body = text_of(content.get("body") or "")
    standfirst = content.get("standfirst") or ""
    parts = [
        ("A", content.get("headline") or ""),
        ("B", standfirst),
        *(("B", label) for label in _labels(content)),
        ("C", body),
    ]
    return IndexCard(
        article_id=article_id,
        text=" ".join(f"{standfirst} {body}".replace("\0", "").split()),
        words=tsvector(parts),
        written_at=written_at,
    )


def index_again(articles: ArticleQuerySet | None = None) -> Iterator[int]:
    """Write cards anew, by default those that are missing; yields how many are done by now.

    A revision that is saved meanwhile waits for its batch, so that no older card comes after it.
    """
    chosen = without_card() if articles is None else articles
    ids = list(chosen.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _index_batch(ids[start : start + AT_ONCE])
        yield min(start + AT_ONCE, len(ids))


def without_card() -> ArticleQuerySet:
    """Articles that search cannot find: an import or a script wrote them."""
    return Article.objects.filter(index_card=None)


@transaction.atomic
def _index_batch(ids: list[int]) -> None:
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    revisions = Revision.objects.in_bulk(
        Article.objects.filter(pk__in=ids)
        .values_list(Subquery(newest.values("pk")[:1]), flat=True)
    )  # fmt: skip
    last = {revision.article_id: revision for revision in revisions.values()}
    _put(_card(row, last.get(row.pk)) for row in rows)


def _card(row: Article, last: Revision | None) -> IndexCard:
    if last:
        return card_of(row.pk, last.content, last.created_at)
    return card_of(row.pk, content_of(row), row.revised_at or row.created_at)


def _put(cards: Iterable[IndexCard]) -> None:
    IndexCard.objects.bulk_create(
        cards,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["text", "words", "written_at"],
    )


def _labels(content: Mapping[str, Any]) -> Iterator[str]:
    """Names of authors and tags, as they were called when the content was saved."""
    named = [one.get("author") for one in content.get("bylines") or ()]
    for one in (*named, *(content.get("tags") or ())):
        if one:
            yield str(one.get("label") or "")
