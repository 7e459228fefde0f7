"""What the writer of a comment is told by mail."""

from __future__ import annotations

from django.db import models

from comments.models.comment import Comment


class Letter(models.Model):
    """One mail to the writer of a comment: of each kind one at most, so none comes twice."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm"
        """Asks to confirm the address; has the link to edit the comment."""
        SHOWN = "shown"
        REJECTED = "rejected"
        """With the moderator's reason and the link to appeal."""
        APPEAL = "appeal"
        """What became of the appeal."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=1000, blank=True)
    """The moderator's words."""
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    """When a worker last began to send it; another may try when that is long ago."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "kind"], name="letter_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.comment_id}"
