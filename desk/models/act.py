"""What was done to several articles by one press of a button, so that it can be undone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from articles.models import Article


class Act(models.Model):
    """One press of a button of the list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"


class Step(models.Model):
    """One article of an act: how it stood before and after."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="steps")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    before = models.JSONField()
    after = models.JSONField()

    def __str__(self) -> str:
        return f"{self.act_id}: {self.article_id}"
