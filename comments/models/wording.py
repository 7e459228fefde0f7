"""What a comment said before it was edited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Wording(models.Model):
    """One earlier text of a comment, until when it stood, and who replaced it.

    For moderators only. ``replaced_by`` is empty when the writer did it by a signed link.
    """

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="wordings", verbose_name=_("comment")
    )
    text = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced"), auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return self.text[:60]
