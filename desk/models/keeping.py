"""What was typed and not saved, and who is at an article: of use for a while only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

if TYPE_CHECKING:
    from accounts.models import User

type Typed = dict[str, list[str]]
"""Names and values of the form's fields as they stand in it, whatever they are."""

WRITES = timedelta(seconds=20)
"""After the last key somebody is still said to be writing."""
AWAY = timedelta(seconds=30)
"""Without a word for so long, somebody is not there any more."""
MOST_ASIDE = 5
"""Earlier texts that a slot remembers."""


class UnsavedQuerySet(models.QuerySet["Unsaved"]):
    """Questions about what was typed and not saved."""

    def waiting(self, person: User) -> UnsavedQuerySet:
        """Everything that this person typed and did not save, latest first; without the texts, with
        ``headline``.
        """
        rows = self.filter(person=person).exclude(typed={}).select_related("article")
        rows = rows.annotate(headline=KT("typed__headline__0")).defer("typed", "aside")
        return rows.order_by("-typed_at", "-id")

    def begun(self, person: User) -> UnsavedQuerySet:
        """Those of articles that were never saved."""
        return self.waiting(person).filter(article=None)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Questions about who has an article open."""

    def now(self) -> PresenceQuerySet:
        """Those who said so within the last half minute, in the order in which they came."""
        rows = self.filter(seen_at__gte=timezone.now() - AWAY).select_related("person")
        return rows.order_by("id")


class Unsaved(models.Model):
    """One slot per person and article for what stands in the form and was not saved.

    An article that was never saved has no row; ``token``, made by the writer's browser, stands for
    it, and stays when there is one. ``typed`` is empty when nothing waits; the row remains, so that
    a request which was on its way for too long (its ``sequence`` is lower) brings nothing back.

    ``aside`` has earlier texts, latest first: thrown away (``thrown``), or displaced by another
    tab's. Each is as `put_aside` writes it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved")
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="unsaved")
    token = models.UUIDField(null=True)
    typed = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField(default=0)
    tab = models.UUIDField(null=True)
    sequence = models.BigIntegerField(default=0)
    typed_at = models.DateTimeField(default=timezone.now)
    aside = models.JSONField(default=list)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(fields=["person", "article"], name="one_slot_an_article"),
            models.UniqueConstraint(fields=["person", "token"], name="one_slot_a_token"),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | Q(token__isnull=False),
                name="slot_of_something",
            ),
        ]
        indexes = [models.Index(fields=["typed_at"], name="unsaved_typed_at")]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.article_id or self.token}"

    def put_aside(self, *, thrown: bool) -> None:
        """Make room in the slot, and remember what stood there."""
        text = {
            "typed": self.typed,
            "based_on": self.based_on,
            "sequence": self.sequence,
            "typed_at": self.typed_at.isoformat(),
            "thrown": thrown,
        }
        self.aside = [text, *self.aside][:MOST_ASIDE]
        self.typed = {}

    def text_aside(self, sequence: int) -> dict[str, Any] | None:
        """The text that was put aside with this sequence."""
        return next((one for one in self.aside if one["sequence"] == sequence), None)


class Presence(models.Model):
    """Somebody has an article open in a tab: until he leaves, or says nothing for half a minute."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.UUIDField()
    seen_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "tab"], name="one_presence_a_tab")
        ]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen_at")]

    def __str__(self) -> str:
        return f"{self.person_id}/{self.article_id}"

    @property
    def is_writing(self) -> bool:
        """Whether something was typed a moment ago."""
        return self.wrote_at is not None and self.wrote_at >= timezone.now() - WRITES
