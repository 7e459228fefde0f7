"""What may be shown, said once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Article, Author, Section, Tag  # noqa: F401

BIOGRAPHY = ("author__biography", "author__biography_html")
"""What lists do not tell of those who wrote."""
UNDO_WINDOW = timedelta(minutes=1)
"""How long after publication the world is not told yet."""


class ArticleQuerySet(models.QuerySet["Article"]):
    """Articles by who may see them, where they stand and what a page needs of them."""

    def published(self) -> Self:
        """What the public may read now: decided, its hour come, no embargo on it."""
        now = timezone.now()
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=now),
            status="published",
            published_at__lte=now,
        )

    def listed(self) -> Self:
        """Published articles that lists and feeds show: all but pages (About and the like)."""
        return self.published().exclude(kind="page")

    def to_announce(self) -> Self:
        """Published articles of which nobody was told, left alone since the undo window began."""
        since = timezone.now() - UNDO_WINDOW
        return (
            self.published()
            .filter(
                Q(embargo_until=None) | Q(embargo_until__lte=since),
                announced_at=None,
                published_at__lte=since,
            )
            .exclude(revisions__published_at__gt=since)
        )

    def with_changes(self) -> Self:
        """Each with ``waits``, whether its newest revision is not live, and ``change_at``, the hour
        of a scheduled change.
        """
        revisions: Any = self.model._meta.get_field("revisions").related_model
        of_article = revisions._default_manager.filter(article=OuterRef("pk"))
        unseen = ExpressionWrapper(Q(published_at=None), models.BooleanField())
        newest = of_article.order_by("-number").annotate(unseen=unseen).values("unseen")[:1]
        hour = of_article.exclude(publish_at=None).values("publish_at")[:1]
        return self.annotate(waits=Subquery(newest), change_at=Subquery(hour))

    def newest(self) -> Self:
        return self.order_by("-published_at", "-id")

    def in_section(self, section: Section) -> Self:
        """Articles of the section or of one below it, by primary section or "also in"."""
        below = (
            type(section)
            .objects.filter(Q(pk=section.pk) | Q(path__startswith=f"{section.path}/"))
            .values("pk")
        )
        second = self.model.also_in.through.objects.filter(
            article=OuterRef("pk"), section__in=below
        )
        return self.filter(Q(section__in=below) | Exists(second))

    def tagged(self, tag: Tag) -> Self:
        return self.filter(tag_items__tag=tag)

    def by_author(self, author: Author) -> Self:
        """Articles that carry the author's name, in whichever role."""
        return self.filter(Exists(author.bylines.filter(article=OuterRef("pk"))))

    def between(self, start: datetime, end: datetime) -> Self:
        """Articles published from ``start`` on and before ``end``."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def for_list(self) -> Self:
        """With all that one entry of a list shows, in a fixed number of queries."""
        return self._with_people("author", without=BIOGRAPHY).defer("body", "body_html")

    def for_feed(self) -> Self:
        """With all that one item of a feed holds, in a fixed number of queries."""
        return self.for_list().defer(None).defer("body")._with_rows_of("tag_items", "tag")

    def for_page(self) -> Self:
        """With all that the article's own page shows, in a fixed number of queries."""
        return (
            self._with_people("author__photo")
            ._with_rows_of("tag_items", "tag")
            .prefetch_related("corrections")
        )

    def _with_people(self, *joined: str, without: Sequence[str] = ()) -> Self:
        """With who made each article and what stands beside its headline."""
        rows = self._with_rows_of("bylines", *joined, without=without)
        return rows.select_related("section", "photo", "tally")

    def _with_rows_of(self, relation: str, *joined: str, without: Sequence[str] = ()) -> Self:
        """With the rows that belong to each article, joined to what they name: one query."""
        other: Any = self.model._meta.get_field(relation).related_model
        rows = other._default_manager
        ordering = other._meta.ordering or ["pk"]
        named = rows.select_related(*joined).defer(*without).order_by(*ordering)
        return self.prefetch_related(Prefetch(relation, named))
