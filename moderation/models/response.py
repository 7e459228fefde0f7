"""Everything said back to an article, as moderation sees it, and what was decided about it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from moderation.models.bulletin import Bulletin
from moderation.querysets import ResponseQuerySet, backwards_host

SEARCHED = ["author_name", "host", "summary"]
"""Where the desk looks for words."""


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

    class Plea(models.TextChoices):
        """Somebody outside asks a moderator to look again."""

        NONE = "", _("nothing")
        REPORTED = "reported", _("reported by a reader")
        APPEALED = "appealed", _("appealed by its writer")

    article = models.ForeignKey(  # whose index several below begin with
        Article,
        models.CASCADE,
        related_name="responses",
        verbose_name=_("article"),
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    """The word, address or number that made the check speak."""
    plea = models.CharField(
        max_length=8, choices=Plea, default=Plea.NONE, blank=True, editable=False
    )
    """Whether a reader's report on it, or its writer's appeal, is open."""
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
    news_at = models.DateTimeField(null=True, editable=False)
    """Since when the moderators should hear of it by mail; empty when they need not."""
    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, null=True, editable=False, related_name="responses"
    )
    """The mail that tells them of it."""

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        permissions = [("decide_response", _("Can approve and reject responses"))]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="response_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="response_queue"),
            models.Index(
                fields=["plea", "-created_at", "-id"],
                condition=~models.Q(plea=""),
                name="response_plea",
            ),
            models.Index(fields=["kind", "-created_at", "-id"], name="response_kind"),
            models.Index(
                fields=["state", "kind", "-created_at", "-id"], name="response_kind_queue"
            ),
            models.Index(fields=["article", "-created_at", "-id"], name="response_on_article"),
            models.Index(
                fields=["article", "kind", "state", "created_at", "id"], name="response_of_article"
            ),
            models.Index(
                fields=["article", "-featured_at"],
                condition=models.Q(featured_at__isnull=False),
                name="response_featured",
            ),
            models.Index(fields=["host", "kind"], name="response_host"),
            models.Index(
                fields=["host", "-created_at", "-id"],
                condition=~models.Q(host=""),
                name="response_host_newest",
            ),
            models.Index(OpClass(backwards_host(), "text_pattern_ops"), name="response_domain"),
            models.Index(fields=["network_hash", "created_at"], name="response_network"),
            models.Index(
                fields=["news_at"],
                condition=models.Q(news_at__isnull=False, bulletin=None),
                name="response_untold",
            ),
            GinIndex(
                *(OpClass(Upper(name), "gin_trgm_ops") for name in SEARCHED), name="response_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name or self.host}: {Truncator(self.summary).chars(60)}"

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN

    @property
    def version(self) -> str:
        """State and last edit: what somebody who decides has seen, as a form carries it back."""
        edited = int(self.edited_at.timestamp() * 1_000_000) if self.edited_at else 0
        return f"{self.state}-{edited}"
