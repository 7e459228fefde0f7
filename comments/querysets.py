"""Which comments may be shown, and in what order threads stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower, Trim
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Article
    from comments.models import Comment
    from lib.people import Person

HELD_PAGE_LIVES = timedelta(days=30)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by what may be shown of them and where."""

    def shown(self) -> Self:
        return self.filter(response__state="shown")

    def of(self, article: Article) -> Self:
        return self.filter(response__article=article)

    def by(self, person: Person) -> Self:
        """Everything that somebody wrote under an address, or with the account that has it."""
        typed = self.alias(typed=Lower(Trim("email")), own=Lower("user__email"))
        return typed.filter(Q(typed__in=person.forms) | Q(own__in=person.forms))

    def oldest(self) -> Self:
        return self.order_by("response__created_at", "pk")

    def newest(self) -> Self:
        return self.order_by("-response__created_at", "-pk")

    def tops(self) -> Self:
        """Top-level comments that are shown, or stand above one that is."""
        below = self.model.objects.shown().filter(thread=OuterRef("pk"))
        return self.filter(Q(response__state="shown") | Exists(below), thread=None)

    def below(self, tops: list[Comment]) -> Self:
        """What stands in the threads of these top-level comments: shown, or answered by another."""
        answers = self.model.objects.filter(parent=OuterRef("pk"))
        shown_or_answered = Q(response__state="shown") | Exists(answers)
        return self.filter(shown_or_answered, thread__in=[top.pk for top in tops])

    def with_writers(self) -> Self:
        """With all that a thread shows of a comment; not the text as it was written."""
        return self.select_related("response", "user").defer("text")

    def held_at(self, token: str) -> Self:
        """The comment that waits at this secret address, while the address lives."""
        since = timezone.now() - HELD_PAGE_LIVES
        return self.filter(held_token=token, response__created_at__gt=since)
