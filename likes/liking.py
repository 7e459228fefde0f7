"""Liking and unliking; each verb is idempotent and counts anew in its own transaction.

The row knows the truth at once. Pages hear of it at once too, but at most every `PAUSE`: what
comes sooner is told together when the pause ends.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from articles.models import Article, Tally
from lib.cache import purge
from likes.models import Like

PAUSE = timedelta(seconds=5)
"""Between two purges of one article's pages for its likes."""


@transaction.atomic
def like(article: Article, visitor: str) -> bool:
    """One like of a visitor, known by a keyed hash; whether it is new."""
    tally = Tally.locked(article.pk)
    made = Like.objects.get_or_create(article=article, visitor=visitor)[1]
    return _counted(tally, made)


@transaction.atomic
def unlike(article: Article, visitor: str) -> bool:
    """Take a visitor's like back; whether there was one."""
    tally = Tally.locked(article.pk)
    return _counted(tally, bool(article.likes.filter(visitor=visitor).delete()[0]))


@transaction.atomic
def like_from(article: Article, *, source: str, name: str, address: str) -> bool:
    """One like that another site's page declares, by its newest name; whether anything changed."""
    tally = Tally.locked(article.pk)
    declared = {"name": name[:245], "address": address}
    row, made = Like.objects.get_or_create(article=article, source=source, defaults=declared)
    if not made and (row.name, row.address) != (declared["name"], address):
        made = bool(Like.objects.filter(pk=row.pk).update(**declared))
    return _counted(tally, made)


@transaction.atomic
def picture_like(article: Article, *, source: str, picture: str) -> bool:
    """Show what a page of another site declared with this face, or with none; whether it changed.

    ``picture`` is a path below the uploads. A like that is gone meanwhile stays gone.
    """
    tally = Tally.locked(article.pk)
    likes = article.likes.filter(source=source).exclude(picture=picture)
    return _counted(tally, bool(likes.update(picture=picture)))


@transaction.atomic
def unlike_from(article: Article, *, source: str) -> bool:
    """Remove what a page of another site declared; whether there was anything."""
    tally = Tally.locked(article.pk)
    return _counted(tally, bool(article.likes.filter(source=source).delete()[0]))


@task
def tell_later(article_id: int) -> None:
    """The end of an article's pause; who comes too early or too late finds nothing to do."""
    tell_if_due(article_id)


@task
def tell_due() -> None:
    """Runs by the clock, for nudges that were lost."""
    due = Tally.objects.filter(likes_due_at__lte=timezone.now())
    for article_id in due.values_list("pk", flat=True):
        tell_if_due(article_id)


@transaction.atomic
def tell_if_due(article_id: int) -> bool:
    """Drop the pages of an article whose pause has ended; whether that was so."""
    due = Tally.objects.filter(pk=article_id, likes_due_at__lte=timezone.now())
    tally = due.select_for_update().first()
    if tally:
        _tell(tally)
        tally.save(update_fields=["likes_told_at", "likes_due_at"])
    return tally is not None


def _counted(tally: Tally, changed: bool) -> bool:
    """Write the count that is true now, and see to it that pages show it."""
    if changed:
        tally.likes = Like.objects.filter(article_id=tally.pk).count()
        _tell_soon(tally)
        tally.save(update_fields=["likes", "likes_told_at", "likes_due_at"])
    return changed


def _tell_soon(tally: Tally) -> None:
    """Tell now if the last time is long enough ago or the nudge is overdue, else at the end of the
    pause; the first one in a pause says so, and the lock of the tally lets nobody else be first.
    """
    now = timezone.now()
    free_at = tally.likes_due_at or (tally.likes_told_at and tally.likes_told_at + PAUSE)
    if free_at is None or free_at <= now:
        _tell(tally)
    elif tally.likes_due_at is None:
        tally.likes_due_at = free_at
        tell_later.using(run_after=free_at).enqueue(tally.pk)


def _tell(tally: Tally) -> None:
    purge(f"article-{tally.pk}")
    tally.likes_told_at, tally.likes_due_at = timezone.now(), None
