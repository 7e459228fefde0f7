"""Everything said back to an article, as moderation sees it, and what was decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from moderation.querysets import ResponseQuerySet


class State(models.TextChoices):
    """Where a response stands between arriving and being decided."""

    RECEIVED = "received", _("received")
    """Not judged yet: a linkback whose source was not read."""
    HELD = "held", _("held")
    SHOWN = "shown", _("shown")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    WITHDRAWN = "withdrawn", _("withdrawn")
    """Taken back by its writer, or gone from its source."""


class Response(models.Model):
    """A comment or a linkback. ``comments.Comment`` and ``trackbacks.Linkback`` share its id."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        LINKBACK = "linkback", _("linkback")
        LIKE = "like", _("like from a blog")

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="responses", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    """The word, address or number that made the check speak."""
    author_name = models.CharField(_("name"), max_length=245, blank=True)
    author_address = models.URLField(_("website"), max_length=2048, blank=True)
    host = models.CharField(_("host"), max_length=255, blank=True)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    network_hash = models.CharField(max_length=64, blank=True, editable=False)
    network = models.CharField(_("network"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    featured_at = models.DateTimeField(_("editors’ pick since"), null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    """When the moderators were told of it by mail."""

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        permissions = [("decide_response", _("Can approve and reject responses"))]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="response_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="response_queue"),
            models.Index(
                fields=["article", "kind", "state", "created_at", "id"], name="response_of_article"
            ),
            models.Index(
                fields=["article", "-featured_at"],
                condition=models.Q(featured_at__isnull=False),
                name="response_featured",
            ),
            models.Index(fields=["host", "kind"], name="response_host"),
            models.Index(fields=["network_hash", "created_at"], name="response_network"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name or self.host}: {self.summary[:60]}"

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN


class Decision(models.Model):
    """One line of the log: a response went from one state to another, by whom and why."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=10, choices=State)
    after = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-id"]
        indexes = [models.Index(fields=["-decided_at", "-id"], name="decision_newest")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
