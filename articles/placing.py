"""Where an article is read: the address that it gets when it is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from django.conf import settings
from django.urls import resolve

from articles import addresses
from articles.models import Address, Article
from lib.fold import is_reserved, slug
from masthead.models import Newsroom

PROMISED = frozenset({"/search/", "/corrections/", "/preview/", "/follow/", "/oembed/"})
"""Addresses that no page may take, because other things will answer there."""


def place(row: Article, moment: datetime) -> None:
    """Give the article the first free address of its day; it keeps one that it has."""
    day = moment.astimezone(Newsroom.objects.current().zone)
    if row.path and row.status == Article.Status.PUBLISHED:
        free(row)  # a schedule that nobody saw: its address follows the date
    if row.path:
        return
    for word in _slugs(row):
        path = f"/{word}/" if row.kind == Article.Kind.PAGE else addresses.dated(day, word)
        try:
            row.slug = word
            addresses.give(row, path)
            return
        except addresses.Taken:
            continue


def free(row: Article) -> None:
    """Give back the current address of an article that was never public."""
    Address.objects.filter(article=row, current=True).delete()
    row.path = ""


def _slugs(row: Article) -> Iterator[str]:
    """The article's slug, then with -2, -3, … behind it; without those that mean something else."""
    first = row.slug or slug(row.headline, row.language) or str(row.pk)
    for number in count(1):
        word = first if number == 1 else f"{first[: 100 - len(str(number)) - 1]}-{number}"
        page = row.kind == Article.Kind.PAGE
        if not is_reserved(word) and not (page and _is_taken(f"/{word}/")):
            yield word


def _is_taken(path: str) -> bool:
    """Whether something else than a page answers there: another route, or files."""
    files = {settings.MEDIA_URL, settings.STATIC_URL}
    return path in files | PROMISED or resolve(path).url_name != "page"
