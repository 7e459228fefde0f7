"""One mail to the moderators, and with it what it tells of."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from moderation.querysets import BulletinQuerySet


class Bulletin(models.Model):
    """A mail to the moderators: what points here is told by it, and by no other."""

    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    """When a worker last began to send it; another may try when that is long ago."""
    sent_at = models.DateTimeField(null=True)
    """When the mail server took it, or when there was nobody to send it to."""

    objects = BulletinQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="bulletin_newest"),
            models.Index(
                fields=["claimed_at"], condition=models.Q(sent_at=None), name="bulletin_unsent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"

    def is_free(self, since: datetime) -> bool:
        """Whether nobody has begun to send it after ``since``."""
        return self.claimed_at is None or self.claimed_at < since
