"""Remarks on a draft: at a paragraph or at the whole, answered, resolved, seen by no reader."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Revision
from desk.models.preview import MOST_LETTERS, PreviewLink
from desk.querysets import NoteQuerySet

MOST_WORDS = 2000
"""Characters of a note."""
MOST_QUOTED = 300
"""Characters of the text that a note is about."""


class Note(models.Model):
    """One remark, or with ``answers`` the answer to one: threads are one level deep.

    It is about the block ``place`` (from 0) in the body of ``revision``; ``quote`` are the words
    there by which a person, or we, find the place again. Without quote it is about the whole.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="thread")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    place = models.PositiveIntegerField(null=True)
    quote = models.CharField(max_length=MOST_QUOTED, blank=True)
    text = models.TextField(_("note"), max_length=MOST_WORDS)
    written_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    meant_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("for"),
    )
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    # Of an outsider's note

    link = models.ForeignKey(PreviewLink, models.SET_NULL, null=True, related_name="notes")
    guest_name = models.CharField(_("name"), max_length=MOST_LETTERS, blank=True)
    network_hash = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)
    """When whoever made the link was told."""

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(fields=["article", "written_at", "id"], name="note_of_article"),
            models.Index(
                fields=["article"],
                condition=Q(answers=None, resolved_at=None),
                name="note_unresolved",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def writer(self) -> str:
        """Who wrote it, as people are called; empty for a colleague who is gone."""
        return self.guest_name or (str(self.written_by) if self.written_by else "")

    @property
    def is_of_guest(self) -> bool:
        return bool(self.guest_name)
