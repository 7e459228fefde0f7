"""Whose turn it is: a piece was handed over to be read, checked or published."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Article, Revision


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Handovers by whom they wait for."""

    def open(self) -> Self:
        """Those whose piece is still at work and was not published since."""
        since = Revision.objects.filter(
            article=OuterRef("article"), published_at__gte=OuterRef("at")
        )
        return self.filter(
            ~Exists(since), article__binned_at=None, article__status__in=["draft", "published"]
        )

    def waiting_for(self, person: User) -> Self:
        """Handed to the person, or by somebody else to whoever may publish, if the person does.

        What was handed to somebody who left waits for whoever may publish.
        """
        to_them = Q(to=person)
        if person.has_perm("articles.publish_article"):
            to_them |= (Q(to=None) | Q(to__is_active=False)) & ~Q(by=person)
        return self.filter(to_them)

    def longest(self) -> Self:
        return self.order_by(F("at").asc(), "pk")


class Handover(models.Model):
    """An article waits for somebody, or for anybody who may publish; gone when it is decided."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="handover"
    )
    to = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="+", verbose_name=_("waits for")
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to", "at"], name="handover_longest")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.to or '*'}"
