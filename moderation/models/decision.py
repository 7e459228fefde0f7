"""The log of what was decided about responses, one line for each change of state."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.response import Response, State
from moderation.querysets import DecisionQuerySet


class Decision(models.Model):
    """One line of the log: a response went from one state to another, by whom and why."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=10, choices=State)
    before_reason = models.CharField(max_length=40, blank=True)
    before_evidence = models.CharField(max_length=300, blank=True)
    """What an undo brings back with the state."""
    after = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    note = models.TextField(_("reason for the writer"), blank=True)
    """What the moderator says to the writer of a rejected response; empty to say nothing."""
    press = models.UUIDField(null=True, db_index=True)
    """The press of a button that decided this, perhaps together with others."""
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-id"]
        indexes = [
            models.Index(fields=["-decided_at", "-id"], name="decision_newest"),
            models.Index(
                fields=["decided_by", "-decided_at", "-id"],
                condition=models.Q(decided_by__isnull=False),
                name="decision_of_person",
            ),
            models.Index(fields=["response", "-decided_at", "-id"], name="decision_of_response"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
