"""Links between sites: theirs to us (linkbacks) and ours to them (pings)."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models import Comment
from moderation.models import Response, State
from trackbacks.querysets import FaceQuerySet, LinkbackQuerySet, PingQuerySet


class Face(models.Model):
    """A picture of somebody on another site, fetched once however many linkbacks are theirs."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        KEPT = "kept", _("kept")
        REFUSED = "refused", _("refused")

    key = models.CharField(max_length=64, unique=True, editable=False)
    """Keyed hash of the address."""
    address = models.CharField(_("address"), max_length=2048)
    file = models.CharField(max_length=100, blank=True, editable=False)
    """Where our small copy lies below the uploads; empty while there is none."""
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    attempt_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    tried_at = models.DateTimeField(_("last attempt"), null=True, editable=False)

    objects = FaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("face")
        verbose_name_plural = _("faces")
        indexes = [
            models.Index(
                fields=["attempt_at"], condition=Q(attempt_at__isnull=False), name="face_due"
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def url(self) -> str:
        """The address of our copy, or empty."""
        return default_storage.url(self.file) if self.file else ""

    @property
    def is_worn(self) -> bool:
        """Whether anybody who is shown has it."""
        return self.linkbacks.exists() or self.portraits.exists()


class Portrait(models.Model):
    """A shown comment that wears a face: its writer's, where the newsroom wants portraits."""

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="portrait"
    )
    face = models.ForeignKey(Face, models.RESTRICT, related_name="portraits")

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")

    def __str__(self) -> str:
        return f"{self.comment_id}"


class PortraitRound(models.Model):
    """How far the comments that were shown before are given portraits: one row, while the newsroom
    wants any.
    """

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    below = models.BigIntegerField()
    """Comments with a smaller id are still to be looked at, the newest first; 0 when none are."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_portrait_round")]

    def __str__(self) -> str:
        return f"{self.below}"


class Linkback(models.Model):
    """Another page's link to an article: one row, by whichever protocols it was announced."""

    class Protocol(models.TextChoices):
        PINGBACK = "pingback", _("pingback")
        TRACKBACK = "trackback", _("trackback")
        WEBMENTION = "webmention", _("webmention")
        OWN = "own", _("own article")

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        REPLY = "reply", _("reply")
        LIKE = "like", _("like")
        REPOST = "repost", _("repost")
        BOOKMARK = "bookmark", _("bookmark")
        RSVP = "rsvp", _("answer to an invitation")

    class Rsvp(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        MAYBE = "maybe", _("maybe")
        INTERESTED = "interested", _("interested")

    response = models.OneToOneField(
        Response, models.CASCADE, primary_key=True, related_name="linkback"
    )
    article = models.ForeignKey(  # the index of linkback_once begins with it
        Article,
        models.CASCADE,
        related_name="linkbacks",
        verbose_name=_("article"),
        db_index=False,
    )
    protocol = models.CharField(_("protocol"), max_length=10, choices=Protocol)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LINK)
    rsvp = models.CharField(_("answer"), max_length=10, choices=Rsvp, blank=True)
    """What an answer to an invitation says; empty where it says nothing that is known."""
    source = models.CharField(_("source"), max_length=2048)
    source_key = models.CharField(max_length=64, editable=False)
    """SHA-256 of the normalised source: the same for every spelling of one address."""
    target = models.CharField(_("target"), max_length=2048)
    title = models.CharField(_("title"), max_length=300, blank=True)
    excerpt = models.TextField(_("excerpt"), blank=True)
    picture = models.CharField(_("picture"), max_length=2048, blank=True)
    """Address of the picture that the page gives of its author, or of the site."""
    face = models.ForeignKey(
        Face,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="linkbacks",
        verbose_name=_("face"),
    )
    """Of who is shown: nobody else's picture is fetched or kept."""
    claims = models.JSONField(default=dict, blank=True)
    """What the sender said of itself, before anything was read: title, excerpt, blog_name."""
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    verify_at = models.DateTimeField(
        _("verify next"), null=True, editable=False, default=timezone.now
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_answer = models.CharField(_("last answer"), max_length=200, blank=True, editable=False)

    objects = LinkbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("linkback")
        verbose_name_plural = _("linkbacks")
        permissions = [("erase_linkback", _("Can export and erase all of one site"))]
        constraints = [
            models.UniqueConstraint(fields=["article", "source_key"], name="linkback_once")
        ]
        indexes = [
            models.Index(
                fields=["verify_at"], condition=Q(verify_at__isnull=False), name="linkback_due"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.source

    @property
    def is_established(self) -> bool:
        """Verified at least once and not refused: it is watched from time to time."""
        return self.response.state in {State.SHOWN, State.HELD}

    @property
    def is_watched(self) -> bool:
        """Whether its page is another site's and had the link when it was read last."""
        return self.verified_at is not None and self.protocol != self.Protocol.OWN

    @property
    def is_brief(self) -> bool:
        """Whether that it was done is all that there is to say."""
        return self.kind in {self.Kind.REPOST, self.Kind.BOOKMARK}

    def is_claimed(self, lease: timedelta) -> bool:
        """Whether somebody reads the source just now, as far as the row tells."""
        now = timezone.now()
        return self.verify_at is not None and now < self.verify_at <= now + lease


class Ping(models.Model):
    """One link of one of our articles, to be announced to the page it points at."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        NONE = "none", _("nobody to tell")
        FAILED = "failed", _("failed")

    class Protocol(models.TextChoices):
        WEBMENTION = "webmention", _("webmention")
        PINGBACK = "pingback", _("pingback")
        TRACKBACK = "trackback", _("trackback")
        WEBLOG = "weblog", _("update service")
        """``weblogUpdates.ping``, to a service that the newsroom names: that is the target."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="pings", verbose_name=_("article")
    )
    target = models.CharField(_("target"), max_length=2048)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    protocol = models.CharField(_("protocol"), max_length=10, choices=Protocol, blank=True)
    endpoint = models.CharField(_("endpoint"), max_length=2048, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    attempt_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    last_answer = models.CharField(_("last answer"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)

    objects = PingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ping")
        verbose_name_plural = _("pings")
        constraints = [models.UniqueConstraint("article", MD5("target"), name="ping_once")]
        indexes = [
            models.Index(fields=["attempt_at"], condition=Q(state="waiting"), name="ping_due"),
            models.Index(fields=["-created_at", "-id"], name="ping_newest"),
        ]

    def __str__(self) -> str:
        return self.target
