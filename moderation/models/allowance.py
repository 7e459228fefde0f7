"""How much somebody may still do."""

from __future__ import annotations

from django.db import models


class Allowance(models.Model):
    """How much somebody may still do: one row per limited thing, held across processes."""

    key = models.CharField(max_length=100, primary_key=True)
    free_at = models.DateTimeField()
    """The theoretical arrival time of the generic cell rate algorithm (ITU-T I.371)."""
    wait = models.FloatField(default=0)
    """Seconds that the last who asked has to wait; 0 when it was let through."""

    class Meta:
        indexes = [models.Index(fields=["free_at"], name="allowance_free_at")]

    def __str__(self) -> str:
        return self.key
