"""Each article has a card in the box that staff search in: written with every revision of it, and
again when somebody or something that it names is renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.tasks import task

from articles.content import Content, content_of
from articles.models import Article, Author, IndexCard, Revision, Tag
from articles.querysets import ArticleQuerySet
from articles.searching import naming
from lib.html import text_of
from lib.searches import tsvector

AT_ONCE = 200
"""Articles in one transaction."""
AFTER_ALL_ELSE = -10
"""Priority of what may wait until nothing else does."""

type Names = dict[str, dict[int, str]]
"""What authors (``bylines``) and ``tags`` are called now, by id."""


def index(article: Article, content: Content, written_at: datetime) -> None:
    """Write the card of a content that was saved now; three queries."""
    _put([card_of(article.pk, content, written_at, _names([content]))])


def card_of(
    article_id: int, content: Mapping[str, Any], written_at: datetime, names: Names
) -> IndexCard:
    """The card of a content; ``words`` is PostgreSQL's text of a ``tsvector``."""
    body = text_of(content.get("body") or "")
    standfirst = content.get("standfirst") or ""
    parts = [
        ("A", content.get("headline") or ""),
        ("B", standfirst),
        *(("B", label) for label in _labels(content, names)),
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


def index_renamed(name: str) -> None:
    """Have the cards written anew on which a name stands that nobody has any more; the caller has
    the transaction of the change. Tasks know articles only, and no name that was given up.
    """
    ids = list(naming(name).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        index_some.enqueue(ids[start : start + AT_ONCE])


@task(priority=AFTER_ALL_ELSE)
def index_some(ids: list[int]) -> None:
    """Write the cards of these articles anew."""
    _index_batch(ids)


def without_card() -> ArticleQuerySet:
    """Articles that search cannot find: an import or a script wrote them."""
    return Article.objects.filter(index_card=None)


@transaction.atomic
def _index_batch(ids: list[int]) -> None:
    rows = list(Article.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    revisions = Revision.objects.in_bulk(
        Article.objects.filter(pk__in=ids)
        .values_list(Subquery(newest.values("pk")[:1]), flat=True)
    )  # fmt: skip
    last = {revision.article_id: revision for revision in revisions.values()}
    said = [(row.pk, *_said(row, last.get(row.pk))) for row in rows]
    names = _names(content for _pk, content, _written_at in said)
    _put(card_of(*one, names) for one in said)


def _said(row: Article, last: Revision | None) -> tuple[Content, datetime]:
    """What an article says now, and since when."""
    if last:
        return last.content, last.created_at
    return content_of(row), row.revised_at or row.created_at


def _put(cards: Iterable[IndexCard]) -> None:
    IndexCard.objects.bulk_create(
        cards,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["text", "words", "written_at"],
    )


def _names(contents: Iterable[Content]) -> Names:
    """Those of all that the contents name, in two queries at most."""
    ids: dict[str, set[int]] = {"bylines": set(), "tags": set()}
    for content in contents:
        for part, one in _named(content):
            ids[part].add(one["id"])
    rows: dict[str, Any] = {"bylines": Author.objects, "tags": Tag.objects}
    return {
        part: dict(rows[part].filter(pk__in=ids[part]).values_list("pk", "name")) for part in rows
    }


def _labels(content: Mapping[str, Any], names: Names) -> Iterator[str]:
    """Names of authors and tags; who is gone is called what the content says."""
    for part, one in _named(content):
        yield names[part].get(one["id"], str(one.get("label") or ""))


def _named(content: Mapping[str, Any]) -> Iterator[tuple[str, Content]]:
    """Authors, then tags, as id and label, each with the part of the content that names it."""
    for line in content.get("bylines") or ():
        yield "bylines", line["author"]
    for one in content.get("tags") or ():
        yield "tags", one
