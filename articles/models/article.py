"""The article and its bylines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.models.elsewhere import ToldElsewhere
from articles.models.filing import Author, InLanguage, Section, SlugField, Tag
from articles.querysets import ArticleQuerySet
from masthead.models import Mode, Newsroom, Speakers
from photos.models import Photo


class Article(InLanguage, ToldElsewhere):  # type: ignore[django-manager-missing]
    """One piece of what we publish. Its columns hold what is live; revisions hold the rest.

    Everything may be empty until it is published; then it has a headline and an address.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        TEMPLATE = "template", _("template")
        """What others begin with: never published, in no list but its own."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        OPINION = "opinion", _("opinion")
        ANALYSIS = "analysis", _("analysis")
        EXPLAINER = "explainer", _("explainer")
        SPONSORED = "sponsored", _("sponsored")
        PAGE = "page", _("page")

    headline = models.CharField(_("headline"), max_length=300, blank=True)
    standfirst = models.TextField(_("standfirst"), max_length=1000, blank=True)
    body = models.TextField(_("body"), blank=True)
    body_html = models.TextField(blank=True, editable=False)
    renderer = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NEWS)
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
    )
    also_in = models.ManyToManyField(
        Section, blank=True, related_name="+", verbose_name=_("also in")
    )
    photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("photo"),
    )
    tags = TaggableManager(through="ArticleTag", blank=True, verbose_name=_("tags"))
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors")
    )

    slug = SlugField(
        _("slug"),
        blank=True,
        help_text=_("Last part of the address; empty to make it from the headline."),
    )
    path = models.CharField(_("address"), max_length=300, blank=True, editable=False)

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    announced_at = models.DateTimeField(null=True, editable=False)
    revised_at = models.DateTimeField(_("updated"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    binned_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )

    comments_open = models.BooleanField(_("readers may reply"), null=True, blank=True)
    linkbacks_open = models.BooleanField(_("other sites may link back"), null=True, blank=True)
    likes_open = models.BooleanField(_("readers may like"), null=True, blank=True)
    who_may_reply = models.CharField(
        _("who may reply"), max_length=10, choices=Speakers, null=True, blank=True
    )
    comments_mode = models.CharField(
        _("a reply that nothing speaks against"), max_length=8, choices=Mode, null=True, blank=True
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", _("Can publish, revise and withdraw articles"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published")
                | (~Q(headline="") & ~Q(path="") & Q(published_at__isnull=False)),
                name="published_has_headline_and_address",
            ),
            models.CheckConstraint(
                condition=Q(binned_at=None) | Q(status="draft"), name="binned_is_draft"
            ),
            models.UniqueConstraint(
                fields=["path"], condition=~Q(path=""), name="article_path_unique"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(status="published"),
                name="article_newest",
            ),
            models.Index(
                fields=["section", "-published_at", "-id"], name="article_newest_in_section"
            ),
            models.Index(fields=["-created_at", "-id"], name="article_begun"),
            models.Index(
                fields=["published_at"],
                condition=Q(status="published", announced_at=None),
                name="article_to_announce",
            ),
            models.Index(
                fields=["status", "-created_at", "-id"],
                condition=Q(binned_at=None),
                name="article_in_state",
            ),
            models.Index(
                fields=["-binned_at", "-id"],
                condition=Q(binned_at__isnull=False),
                name="article_binned",
            ),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="article_embargo",
            ),
            models.Index(
                fields=["created_by", "-created_at", "-id"],
                condition=Q(created_by__isnull=False),
                name="article_begun_by",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("(no headline yet)"))

    def clean(self) -> None:
        if self.status == self.Status.PUBLISHED and not self.headline.strip():
            raise ValidationError({"headline": _("A published article needs a headline.")})

    def get_absolute_url(self) -> str:
        """The current address, percent-encoded; empty for a draft, which has none."""
        return iri_to_uri(self.path) or ""

    @property
    def is_public(self) -> bool:
        """Whether ``Article.objects.published()`` holds this row now."""
        now = timezone.now()
        return bool(
            self.status == self.Status.PUBLISHED
            and self.published_at
            and self.published_at <= now
            and (self.embargo_until is None or self.embargo_until <= now)
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it is decided and its hour, or the end of its embargo, is still to come."""
        return self.status == self.Status.PUBLISHED and not self.is_public

    @property
    def absolute_url(self) -> str:
        """The current address with scheme and host, percent-encoded."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    def policy(self, name: str, newsroom: Newsroom) -> Any:
        """One line of discussion policy: the article's own, else its section's, else the
        newsroom's.
        """
        nearest = filter(None, (self, self.section, newsroom))
        return next(said for one in nearest if (said := getattr(one, name)) is not None)

    def replies_open(self, newsroom: Newsroom) -> bool:
        """Whether a reader may reply now."""
        days = newsroom.comments_close_after
        late = (
            days is not None
            and self.published_at
            and timezone.now() > self.published_at + timedelta(days=days)
        )
        somebody = self.policy("who_may_reply", newsroom) != Speakers.NOBODY
        is_open = somebody and self.policy("comments_open", newsroom)
        return bool(self.is_public and not late and is_open)

    def links_open(self, newsroom: Newsroom) -> bool:
        """Whether another site may link back to this article now."""
        return self.is_public and bool(self.policy("linkbacks_open", newsroom))

    def liking_open(self, newsroom: Newsroom) -> bool:
        """Whether a reader may like this article now."""
        return self.is_public and bool(self.policy("likes_open", newsroom))


class ArticleTag(ItemBase):
    """One tag on one article."""

    content_object = models.ForeignKey(Article, models.CASCADE, related_name="tag_items")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="article_tag_once")
        ]


class Byline(models.Model):
    """One name over an article, in its order and its role."""

    class Role(models.TextChoices):
        WRITER = "writer", _("by")
        REPORTING = "reporting", _("additional reporting by")
        PHOTOGRAPHS = "photographs", _("photographs by")
        ILLUSTRATION = "illustration", _("illustrations by")
        GRAPHICS = "graphics", _("graphics by")
        VIDEO = "video", _("video by")
        AUDIO = "audio", _("audio by")
        TRANSLATION = "translation", _("translated by")
        EDITING = "editing", _("edited by")
        RESEARCH = "research", _("research by")

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.WRITER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author", "role"], name="byline_once")
        ]
        indexes = [models.Index(fields=["author", "-article"], name="byline_newest")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"
