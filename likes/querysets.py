"""Which likes have a name, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from likes.models import Like  # noqa: F401


class LikeQuerySet(models.QuerySet["Like"]):
    """Likes by whether a name stands behind them."""

    def of_blogs(self) -> Self:
        """Likes that a page of another site declared; the rest are nameless visitors'."""
        return self.filter(source__isnull=False)

    def newest(self) -> Self:
        return self.order_by("-id")
