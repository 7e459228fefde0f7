"""What a writer says against a rejection, once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.models.bulletin import Bulletin
from moderation.models.response import Response
from moderation.querysets import AppealQuerySet


class Appeal(models.Model):
    """A writer asks that a rejected response be looked at again; open until somebody decides."""

    response = models.OneToOneField(
        Response, models.CASCADE, related_name="appeal", verbose_name=_("response")
    )
    text = models.TextField(_("in the writer’s words"), max_length=2000)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    granted = models.BooleanField(_("granted"), null=True, editable=False)
    """Empty until it is decided; then whether the response was shown."""
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, null=True, editable=False, related_name="appeals"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(decided_at=None), name="appeal_open"
            ),
            models.Index(
                fields=["created_at"], condition=models.Q(bulletin=None), name="appeal_untold"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def decide(self, *, granted: bool, by: User) -> None:
        """Somebody looked again."""
        self.granted, self.decided_at, self.decided_by = granted, timezone.now(), by
        self.save(update_fields=["granted", "decided_at", "decided_by"])
