"""Which likes have a name, said once."""

from __future__ import annotations

from typing import Self

from django.db import models


class LikeQuerySet(models.QuerySet["Like"]):
    def of_blogs(self) -> Self:
        """Likes that a page of another site declared; the rest are nameless visitors'."""
        return self.filter(source__isnull=False)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")
