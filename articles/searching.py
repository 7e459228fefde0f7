"""Full-text search for staff: over the newest revision of every article, drafts too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BigIntegerField, F, Func, IntegerField, QuerySet, Value

from articles.models import IndexCard
from articles.querysets import ArticleQuerySet
from lib.searches import Term, exactly, tsquery

MOST = 500
"""Articles that are put in the order of relevance; of more, these are the newest."""


@dataclass(frozen=True)
class Found:
    """Ids, the most relevant first, and whether there were more than anybody reads."""

    ids: list[int]
    is_more: bool = False


class Asked(SearchQuery):
    """A ``tsquery`` of our own words, which PostgreSQL's parser does not touch."""

    def __init__(self, wanted: Sequence[Term]) -> None:
        super().__init__("")
        self.written = tsquery(wanted)

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        return "%s::tsquery", (self.written,)


def found(articles: ArticleQuerySet, wanted: Sequence[Term]) -> Found:
    """Those of the articles whose newest revision says what is wanted, in one query.

    By relevance, then the last written first. Nothing wanted is nothing found.
    """
    if not wanted:
        return Found([])
    asked = Asked(wanted)
    saying = IndexCard.objects.filter(words=asked)
    within = articles.order_by().values("pk")
    if articles.query.where:
        saying = saying.filter(article__in=within)
    newest = saying.order_by("-written_at", "-pk").values("pk")[: MOST + 1]
    cards = IndexCard.objects.filter(pk__in=newest)
    ranked: Any = cards.annotate(rank=SearchRank(F("words"), asked))
    ids = list(ranked.order_by("-rank", "-written_at", "-pk").values_list("pk", flat=True))
    return Found(ids[:MOST], len(ids) > MOST)


def naming(name: str) -> QuerySet[IndexCard]:
    """Cards on which this name stands: over an article, among its tags, or in its standfirst."""
    wanted = exactly(name, weight="B")
    return IndexCard.objects.filter(words=Asked([wanted])) if wanted else IndexCard.objects.none()


def in_order(articles: ArticleQuerySet, ids: Sequence[int]) -> ArticleQuerySet:
    """The articles of these ids, in their order."""
    among = Value(list(ids), output_field=ArrayField(BigIntegerField()))
    place = Func(among, F("pk"), function="array_position", output_field=IntegerField())
    return articles.filter(pk__in=ids).order_by(place)
