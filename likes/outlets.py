"""Where an article may appear through its likes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.db.models import Model

from articles.models import Article
from articles.outlets import own_path
from lib.outlets import outlet


def register() -> None:
    """Name the addresses of every route of this room."""
    outlet("likes", lambda article: _below(article, page=False))
    outlet("page-likes", lambda article: _below(article, page=True))


def _below(article: Model, *, page: bool) -> Iterable[str]:
    article = cast("Article", article)
    return [f"{own_path(article)}likes/"] if page == (article.kind == Article.Kind.PAGE) else []
