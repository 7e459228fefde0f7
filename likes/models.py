"""Who likes an article: a visitor, known by a signed cookie, or a blog that said so on a page."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from likes.querysets import LikeQuerySet


class Like(models.Model):
    """One like; a blog's likes are made, changed and removed by ``trackbacks`` only."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="likes", verbose_name=_("article")
    )
    visitor = models.CharField(max_length=64, null=True, editable=False)
    """Keyed hash of the visitor's random token."""
    source = models.CharField(_("source"), max_length=2048, null=True, blank=True)
    name = models.CharField(_("name"), max_length=245, blank=True)
    address = models.URLField(_("address"), max_length=2048, blank=True)
    picture = models.CharField(max_length=100, blank=True, editable=False)
    """Where the blog's face lies below the uploads; empty while there is none."""
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = LikeQuerySet.as_manager()

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [
            models.UniqueConstraint(fields=["article", "visitor"], name="like_once_per_visitor"),
            models.UniqueConstraint("article", MD5("source"), name="like_once_per_source"),
            models.CheckConstraint(
                condition=Q(visitor=None, source__isnull=False)
                | Q(visitor__isnull=False, source=None),
                name="like_of_visitor_or_source",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "-id"],
                condition=Q(source__isnull=False),
                name="like_newest_of_blogs",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("a reader"))

    @property
    def picture_url(self) -> str:
        """The address of the face, or empty."""
        return default_storage.url(self.picture) if self.picture else ""
