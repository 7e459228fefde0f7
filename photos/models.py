"""The picture library: what a picture shows, whose it is, and which sizes of it are served."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """One picture; its files are ``photos/<key>/<width>.webp``, its original is kept unserved."""

    key = models.CharField(_("key"), max_length=64, unique=True, editable=False)
    original_name = models.CharField(_("original name"), max_length=255, editable=False)
    original_extension = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    widths = ArrayField(models.PositiveIntegerField(), verbose_name=_("widths"), editable=False)
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, in one sentence."),
    )
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it."))
    rights = models.CharField(
        _("rights"), max_length=200, blank=True, help_text=_("Licence or agreement.")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="photos",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="photo_newest")]

    def __str__(self) -> str:
        return self.alt or self.original_name

    def path(self, width: int) -> str:
        """The file of one rendition, below the uploads."""
        return f"photos/{self.key}/{width}.webp"

    def url(self, width: int) -> str:
        """The address of one rendition."""
        return default_storage.url(self.path(width))

    def height_at(self, width: int) -> int:
        """The height in pixels of the rendition of this width."""
        return max(1, round(self.height * width / self.width))

    @property
    def srcset(self) -> str:
        """Every rendition with its width, as ``img[srcset]`` wants it."""
        return ", ".join(f"{self.url(width)} {width}w" for width in self.widths)
