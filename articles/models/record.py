"""What is kept about an article besides what is live: revisions, addresses, corrections, counts."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.filing import Author, Section, Tag

LATE = timedelta(minutes=2)
"""After its hour a scheduled change is said to be late: the task comes every minute."""


class Revision(models.Model):
    """The content of an article as somebody saved it: ``{"schema": 1, …}`` with ids and labels.

    ``published_at`` is when the public last began to see it. ``publish_at`` is when it shall: a
    change to an article that is public already, claimed by emptying it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    name = models.CharField(_("name"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(publish_at__isnull=False),
                name="one_scheduled_revision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="revision_scheduled",
            ),
            models.Index(
                fields=["article", "-published_at"],
                condition=Q(published_at__isnull=False),
                name="revision_live",
            ),
            models.Index(
                fields=["created_by", "-created_at", "-id"],
                condition=Q(created_by__isnull=False),
                name="revision_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"

    @property
    def is_late(self) -> bool:
        """Whether its hour is over and it still is not live: the worker does not run, or fails."""
        return self.publish_at is not None and self.publish_at < timezone.now() - LATE


class Reading(models.Model):
    """Up to which revision somebody has read an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class Address(models.Model):
    """A path that something has or once had; old ones answer 301 to the current one."""

    path = models.CharField(_("path"), max_length=600, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="addresses")
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="addresses")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="addresses")
    author = models.ForeignKey(Author, models.CASCADE, null=True, related_name="addresses")
    current = models.BooleanField(_("current"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        *map(F, ("article", "section", "tag", "author")),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="address_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=[owner],
                    condition=Q(current=True),
                    name=f"one_current_address_of_{owner}",
                )
                for owner in ("article", "section", "tag", "author")
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def owner(self) -> Article | Section | Tag | Author:
        """What answers at this address."""
        return self.article or self.section or self.tag or self.author  # type: ignore[return-value]


class Correction(models.Model):
    """What was wrong in a published article, said to everybody."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    text = models.TextField(_("text"), help_text=_("What was wrong and what is right."))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return self.text[:60]


class Tally(models.Model):
    """How much was said back. Lock it, recount, write: in that order, never by increments."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="tally")
    comments = models.PositiveIntegerField(_("comments"), default=0)
    linkbacks = models.PositiveIntegerField(_("linkbacks"), default=0)
    likes = models.PositiveIntegerField(_("likes"), default=0)
    likes_told_at = models.DateTimeField(null=True, editable=False)
    """When the pages that show the likes were last dropped."""
    likes_due_at = models.DateTimeField(null=True, editable=False)
    """When they will be dropped for likes that came since; empty when they show the truth."""

    class Meta:
        verbose_name_plural = _("tallies")
        indexes = [
            models.Index(
                fields=["likes_due_at"], condition=Q(likes_due_at__isnull=False), name="tally_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comments} / {self.linkbacks} / {self.likes}"

    @classmethod
    def locked(cls, article_id: int) -> Tally:
        """The article's tally, made when missing, locked until the transaction ends."""
        rows = Tally.objects.select_for_update().filter(pk=article_id)
        tally = rows.first()
        if tally is None:
            Tally.objects.bulk_create([Tally(article_id=article_id)], ignore_conflicts=True)
            tally = rows.get()
        return tally
