"""What outsiders may see before the public does: links, who opened them, what was approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Revision
from desk.querysets import PreviewLinkQuerySet
from lib.tokens import random_token

MOST_LETTERS = 100
"""Of a label and of an outsider's name."""


class PreviewLink(models.Model):
    """An address at which somebody outside reads one revision, or always the newest.

    The address is signed over ``key``, so that it can be shown again and the row alone opens
    nothing. It ends at ``expires_at``, when it is revoked, or with the article.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(
        Revision, models.CASCADE, null=True, related_name="+", verbose_name=_("revision")
    )
    """Empty for always the newest."""
    key = models.CharField(max_length=32, default=random_token, editable=False)
    label = models.CharField(_("for whom"), max_length=MOST_LETTERS)
    may_comment = models.BooleanField(_("may leave notes and approve"), default=True)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveBigIntegerField(_("opened"), default=0, editable=False)
    """How often; of the openings themselves only the last are kept."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for outsiders")
        verbose_name_plural = _("links for outsiders")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["article", "-created_at", "-id"], name="preview_newest")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether ``PreviewLink.objects.open()`` holds this row now, its article aside."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class Opening(models.Model):
    """One of the last times that a link was opened; the network is forgotten after the newsroom's
    days.
    """

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(auto_now_add=True)
    network_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["link", "-opened_at"], name="opening_newest")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.opened_at:%Y-%m-%d %H:%M}"


class Approval(models.Model):
    """Somebody outside approved one very revision; a newer one was approved by nobody."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="approvals")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="approvals")
    name = models.CharField(_("name"), max_length=MOST_LETTERS)
    approved_at = models.DateTimeField(auto_now_add=True)
    network_hash = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)
    """When whoever made the link was told."""

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-approved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["link", "revision", "name"], name="approved_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.revision}"
