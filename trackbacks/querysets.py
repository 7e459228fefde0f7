"""Which linkbacks may be shown, and what must be verified, sent or fetched, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Article
    from trackbacks.models import Face, Linkback, Ping  # noqa: F401

DUE = "verify_at <= %(now)s AND protocol <> 'own'"
"""``due`` in SQL, for ``lib.rows``."""


class LinkbackQuerySet(models.QuerySet["Linkback"]):
    """Linkbacks by what may be shown and what must be read."""

    def shown(self) -> Self:
        return self.filter(response__state="shown")

    def of(self, article: Article) -> Self:
        return self.filter(response__article=article)

    def due(self) -> Self:
        """Linkbacks whose source must be read now; our own articles are never fetched."""
        return self.filter(verify_at__lte=timezone.now()).exclude(protocol="own")

    def oldest(self) -> Self:
        return self.order_by("response__created_at", "pk")


class PingQuerySet(models.QuerySet["Ping"]):
    """Pings by what must be sent."""

    def due(self) -> Self:
        """Pings whose next attempt must be made now."""
        return self.filter(state="waiting", attempt_at__lte=timezone.now())


class FaceQuerySet(models.QuerySet["Face"]):
    """Faces by what must be done."""

    def due(self) -> Self:
        """Faces to be fetched, or thrown away, now."""
        return self.filter(attempt_at__lte=timezone.now())
