"""What a service outside is to be asked about a response, and what it said."""

from __future__ import annotations

from django.db import models

from moderation.models.response import Response
from moderation.querysets import ClassificationQuerySet


class Classification(models.Model):
    """One errand to the classifier at a time: the row is the truth, the task only a nudge."""

    class Errand(models.TextChoices):
        NONE = ""
        CHECK = "check"
        TEACH_HAM = "ham"
        TEACH_SPAM = "spam"

    response = models.OneToOneField(
        Response, models.CASCADE, primary_key=True, related_name="classification"
    )
    errand = models.CharField(max_length=5, choices=Errand, blank=True)
    due_at = models.DateTimeField(null=True)
    """When to go; a claim stands a lease in the future. Empty when there is nothing to do."""
    attempts = models.PositiveSmallIntegerField(default=0)
    opinion = models.CharField(max_length=4, blank=True)
    """What the service holds it for, "ham" or "spam", as far as it knows."""
    answer = models.CharField(max_length=200, blank=True)
    """The service's last word, or why there was none."""

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(errand="", due_at=None)
                | (~models.Q(errand="") & models.Q(due_at__isnull=False)),
                name="errand_is_due",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="classification_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.errand or self.opinion}"
