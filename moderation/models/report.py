"""What readers say against a response that everybody can see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.bulletin import Bulletin
from moderation.models.response import Response
from moderation.querysets import ReportQuerySet


class Report(models.Model):
    """A reader asks a moderator to look at a response; open until somebody decides about it."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is spam or advertising")
        ABUSE = "abuse", _("It insults or threatens somebody")
        HATE = "hate", _("It spreads hatred against a group of people")
        PRIVATE = "private", _("It tells something private about somebody")
        FALSE = "false", _("It is false or misleading")
        OTHER = "other", _("Something else")

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="reports", verbose_name=_("response")
    )
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    text = models.CharField(_("in the reader’s words"), max_length=1000, blank=True)
    network_hash = models.CharField(max_length=64, blank=True, editable=False)
    """Of who reported it; erased like those of responses."""
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, null=True, editable=False, related_name="reports"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "network_hash"],
                condition=~models.Q(network_hash=""),
                name="report_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["response"], condition=models.Q(resolved_at=None), name="report_open"
            ),
            models.Index(
                fields=["created_at"], condition=models.Q(bulletin=None), name="report_untold"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_reason_display())
