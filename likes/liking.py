"""Liking and unliking; each verb is idempotent, counts anew and purges, in one transaction."""

from __future__ import annotations

from django.db import transaction

from articles.models import Article, Tally
from lib.cache import purge
from likes.models import Like


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


def _counted(tally: Tally, changed: bool) -> bool:
    """Write the count that is true now and drop the pages that show it."""
    if changed:
        tally.likes = Like.objects.filter(article_id=tally.pk).count()
        tally.save(update_fields=["likes"])
        purge(f"article-{tally.pk}", "articles")
    return changed
