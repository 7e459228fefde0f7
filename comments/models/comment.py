"""What a reader said: the part of a response that only comments have."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.querysets import CommentQuerySet
from moderation.models import Response, State

DEEPEST = 5
"""Replies nest this deep, then go on at this level naming whom they answer."""
EDITABLE_FOR = timedelta(minutes=15)
"""How long a writer may edit or delete what was sent."""


class Comment(models.Model):
    """A reader's words and where they stand; state, name and times are the response's."""

    response = models.OneToOneField(
        Response, models.CASCADE, primary_key=True, related_name="comment"
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("answers"),
    )
    thread = models.ForeignKey(
        "self", models.RESTRICT, null=True, editable=False, related_name="thread_replies"
    )
    """The top-level comment of its thread; empty for a top-level comment itself.

    A comment that others stand below is hidden, not deleted: their responses would stay behind.
    """
    under = models.ForeignKey(
        "self", models.RESTRICT, null=True, editable=False, related_name="stands_above"
    )
    """Below which it stands on the page: the one it answers, or where that one stands itself once
    nesting has ended. A tree of at most `DEEPEST` levels, however long a quarrel is.
    """
    below = models.PositiveIntegerField(default=0, editable=False)
    """Shown comments that stand below it, at all levels: counted anew with every decision."""
    depth = models.PositiveSmallIntegerField(default=1, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="comments",
    )
    email = models.EmailField(_("e-mail"), max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    """When its writer proved, by a link that was mailed there, to read mails at the address."""
    tells_writer = models.BooleanField(default=False, editable=False)
    """Whether its writer asked for a mail when it is shown."""
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    beginning = models.TextField(editable=False, blank=True, default="")
    """What a page with many others shows of a long one; empty where it shows all of it."""
    picture = models.CharField(max_length=100, blank=True, editable=False, default="")
    """Where its writer's face lies below the uploads; empty while there is none."""
    renderer = models.PositiveSmallIntegerField(default=0, editable=False)
    held_token = models.CharField(max_length=64, unique=True, null=True, editable=False)
    """Who has it may see the comment while it waits; gone with the decision."""
    browser_key = models.CharField(max_length=64, blank=True, editable=False)
    """What we know the writer's browser by (`lib.token_cookies`); empty when nobody let us."""
    twin_key = models.CharField(max_length=64, null=True, editable=False)
    """Hash of article, parent, writer and folded text: equal for a comment sent twice."""

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(depth__range=(1, DEEPEST)), name="comment_depth"
            ),
            models.UniqueConstraint(fields=["twin_key"], name="comment_once"),
        ]
        indexes = [
            models.Index(fields=["thread", "response"], name="comment_thread"),
            models.Index(fields=["under", "response"], name="comment_under"),
            models.Index(Upper("email"), name="comment_email"),
            models.Index(
                fields=["browser_key"], condition=~models.Q(browser_key=""), name="comment_browser"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    def stand_below(self, parent: Comment) -> None:
        """Take its place in the thread of the one that it answers; the caller saves."""
        self.parent_id = parent.pk
        self.thread_id = parent.thread_id or parent.pk
        self.under_id = parent.pk if parent.depth < DEEPEST else parent.under_id
        self.depth = min(parent.depth + 1, DEEPEST)

    def recount_above(self) -> None:
        """Count anew what is shown below each comment that this one stands below.

        The caller holds the article's tally, so that no two count at once.
        """
        above = self.under_id
        while above is not None:
            row = Comment.objects.get(pk=above)
            row.below = row.stands_above.shown_in_all()
            row.save(update_fields=["below"])
            above = row.under_id

    @property
    def editable_until(self) -> datetime:
        """When its writer can change it no more, whatever its state."""
        return self.response.created_at + EDITABLE_FOR

    @property
    def is_editable(self) -> bool:
        """Whether its writer may still edit or delete it; spam is not told that it is spam."""
        stands = self.response.state in {State.HELD, State.SHOWN, State.SPAM}
        return stands and timezone.now() < self.editable_until

    @property
    def picture_url(self) -> str:
        """The address of the face, or empty."""
        return default_storage.url(self.picture) if self.picture else ""

    @property
    def is_proven(self) -> bool:
        """Whether its writer has shown to read mails at its address: by an account, by a mailed
        link, or by one in this browser before.
        """
        if not self.email or self.user_id or self.confirmed_at:
            return bool(self.email)
        same = Comment.objects.filter(email__iexact=self.email, browser_key=self.browser_key)
        return bool(self.browser_key) and same.filter(confirmed_at__isnull=False).exists()

    @property
    def writer(self) -> str:
        """The name to show."""
        return self.response.author_name or gettext("Anonymous")
