"""Which notes and links count, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Byline

if TYPE_CHECKING:
    from accounts.models import User
    from desk.models import Note, PreviewLink  # noqa: F401


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes by whether somebody has to do something about them."""

    def begun(self) -> Self:
        """Notes that begin a thread: what is counted, and resolved."""
        return self.filter(answers=None)

    def unresolved(self) -> Self:
        return self.begun().filter(resolved_at=None)

    def waiting_for(self, person: User) -> Self:
        """Unresolved notes for this person: those meant for them by name, and those for nobody in
        particular on their articles that somebody else wrote. Not those in the bin.
        """
        named = Byline.objects.filter(author__user=person, article=OuterRef("article"))
        own = Q(article__created_by=person) | Exists(named)
        others = Q(written_by=None) | ~Q(written_by=person)
        waiting = Q(meant_for=person) | (Q(meant_for=None) & own & others)
        return self.unresolved().filter(waiting, article__binned_at=None)

    def count_of_article(self) -> Coalesce:
        """How many of these notes an article has: ``articles.annotate(n=…)``."""
        counted = self.filter(article=OuterRef("pk")).order_by().values("article")
        return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)

    def with_writers(self) -> Self:
        """With all that is told of each, in one query."""
        return self.select_related("written_by", "meant_for", "resolved_by", "link")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Links by whether they still open something."""

    def open(self) -> Self:
        """Those that show something now: neither over nor revoked, nor is their article gone."""
        gone = Q(article__status=Article.Status.WITHDRAWN) | ~Q(article__binned_at=None)
        return self.filter(revoked_at=None, expires_at__gt=timezone.now()).exclude(gone)

    def with_use(self) -> Self:
        """Each with ``opened_last``, when it was opened the last time."""
        openings: Any = self.model._meta.get_field("openings").related_model
        of_link = openings._default_manager.filter(link=OuterRef("pk")).order_by().values("link")
        last = of_link.annotate(at=Max("opened_at")).values("at")
        return self.annotate(opened_last=Subquery(last))
