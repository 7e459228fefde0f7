"""Who hears of new comments by mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import FoldedEmailField
from articles.models import Article
from comments.models.comment import Comment
from comments.querysets import FollowerQuerySet
from lib.tokens import random_token


class Follower(models.Model):
    """An address that follows the comments of an article, or the replies to one comment.

    Nothing is mailed but the question itself until who reads there has confirmed it. An author
    follows by writing the article: then there is a ``user``, and nothing to confirm.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="followers")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="followers")
    """Whose replies are followed; empty for the whole discussion."""
    email = FoldedEmailField(_("e-mail"), max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="follows"
    )
    token = models.CharField(max_length=64, unique=True, default=random_token)
    """Who has it may confirm and end; it stands in mails to this address only."""
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    asked_by_mail_at = models.DateTimeField(null=True)
    """When the mail that asks to confirm was claimed for sending."""
    due_at = models.DateTimeField(null=True)
    """From when on a mail is owed; empty when nothing is new."""
    told_at = models.DateTimeField(null=True)
    """When the last mail was claimed for sending."""
    told_up_to = models.BigIntegerField(default=0)
    """The id of the newest decision that it knows; what was first shown later is new."""

    failures = models.PositiveSmallIntegerField(default=0)
    """Mails in a row that no server took."""

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "article", "comment"],
                nulls_distinct=False,
                name="follower_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="follower_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.comment_id or ''}"
