"""One page of a list of articles, at any depth, without counting the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from articles.models import Article
from articles.querysets import ArticleQuerySet


@dataclass(frozen=True)
class ListPage:
    """The entries of one page, newest first; ``newer`` and ``older`` are addresses or empty."""

    entries: list[Article]
    number: int
    path: str
    newer: str
    older: str


def list_page(
    articles: ArticleQuerySet, number: int, length: int, name: str, *parts: object
) -> ListPage:
    """Page ``number`` of a list whose routes are ``name`` and ``name-page``; 404 past its end."""
    start = (number - 1) * length
    found = list(articles.newest().for_list()[start : start + length + 1])
    if number > 1 and not found:
        raise Http404
    return ListPage(
        entries=found[:length],
        number=number,
        path=page_path(name, number, *parts),
        newer=page_path(name, number - 1, *parts) if number > 1 else "",
        older=page_path(name, number + 1, *parts) if len(found) > length else "",
    )


def page_path(name: str, number: int, *parts: object) -> str:
    """The address of one page of a list; the first is the list itself."""
    return (
        reverse(name, args=parts) if number == 1 else reverse(f"{name}-page", args=[*parts, number])
    )
