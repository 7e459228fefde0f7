"""The list of what was found: by relevance, with the place of the text that was meant."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, IndexCard
from lib.searches import excerpt, marked, terms
from lib.staff import IN_PLACE

MOST_COUNTED = 1000
FIRST = 8
"""Rows that the box on other pages shows while somebody types; it asks for no more of them."""


class Bounded(Paginator):  # type: ignore[type-arg]
    """Counts as far as anybody turns pages; what lies behind them is searched for."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: MOST_COUNTED + 1].count())


class Findings(ChangeList):
    """Rows with ``headline_marked`` and ``excerpt`` where somebody searched; one query more."""

    @property
    def is_more(self) -> bool:
        return bool(self.result_count > MOST_COUNTED)

    @property
    def shown_count(self) -> int:
        return min(self.result_count, MOST_COUNTED)

    def get_results(self, request: HttpRequest) -> None:
        if request.headers.get(IN_PLACE) == "first":
            self.list_per_page = FIRST
        super().get_results(request)
        if wanted := terms(self.query):
            rows: list[Any] = list(self.result_list)
            cards = IndexCard.objects.filter(pk__in=[row.pk for row in rows])
            texts = dict(cards.values_list("pk", "text"))
            for row in rows:
                row.headline_marked = in_marks(marked(row.headline, wanted))
                row.excerpt = in_marks(excerpt(texts.get(row.pk, ""), wanted))
            self.result_list = rows


def found_in(article: Article) -> SafeString:
    """The headline, and where somebody searched the words that were found."""
    headline = getattr(article, "headline_marked", "") or article
    name = format_html('<bdi lang="{}">{}</bdi>', article.language, headline)
    text = getattr(article, "excerpt", "")
    if not text:
        return name
    return format_html(
        '{} <span class="excerpt" lang="{}" dir="auto">{}</span>', name, article.language, text
    )


def in_marks(pieces: list[tuple[str, bool]]) -> SafeString:
    """The pieces as HTML; those that were asked for are marked."""
    marks = ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces)
    return format_html_join("", "{}", marks)
