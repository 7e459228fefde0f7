"""What an article says, as JSON: from its row and back to it, to its form and back from it.

``{"schema": 1, …}`` with columns as they are and other rows as id and label, so that an old content
can be read when what it names is gone. Reading older contents: a key that is missing says nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_datetime

from articles.models import Article, Author, Byline, Section, Tag
from photos.models import Photo

type Content = dict[str, Any]

SCHEMA = 1
PLAIN = (
    "headline",
    "standfirst",
    "body",
    "kind",
    "language",
    "slug",
    "search_title",
    "search_description",
    "social_title",
    "social_description",
    "comments_open",
    "linkbacks_open",
    "likes_open",
    "who_may_reply",
    "comments_mode",
)
"""Columns that a content holds as they are."""
WORDS = (
    "headline",
    "standfirst",
    "search_title",
    "search_description",
    "social_title",
    "social_description",
)
"""Those of them that are plain text that somebody wrote."""
ONE: dict[str, type[Model]] = {"section": Section, "photo": Photo}
MANY: dict[str, type[Model]] = {"also_in": Section, "tags": Tag}
"""Sets of rows, in the order of their ids."""

ORDER = ("headline", "standfirst", "body", "bylines", *ONE, *MANY)
"""Fields that people are told of first; the database keeps no order of keys."""


def content_of(article: Article) -> Content:
    """All that the article's row says, with what belongs to it; as many queries as relations."""
    return {
        "schema": SCHEMA,
        **{name: getattr(article, name) for name in PLAIN},
        "embargo_until": _moment(article.embargo_until),
        "translation_group": str(article.translation_group),
        **{name: _named(getattr(article, name)) for name in ONE},
        **{name: _all_named(getattr(article, name).all()) for name in MANY},
        "bylines": [
            _byline(one.author, one.role, one.position)
            for one in article.bylines.select_related("author")
        ],
    }


def fill(row: Article, content: Content) -> None:
    """Write a content to the row and all that belongs to it; the caller has a transaction.

    Rows that are gone are left out. An address that was given stays: its slug is not overwritten.
    """
    for name in PLAIN:
        if name in content and not (name == "slug" and row.path):
            setattr(row, name, content[name])
    for name, model in ONE.items():
        if name in content:
            setattr(row, name, _existing(model, [content[name]]).first())
    if "embargo_until" in content:
        row.embargo_until = parse_datetime(content["embargo_until"] or "")
    if content.get("translation_group"):
        row.translation_group = uuid.UUID(content["translation_group"])
    row.save()
    for name, model in MANY.items():
        if name in content:
            getattr(row, name).set(_existing(model, content[name]))
    if "bylines" in content:
        _fill_bylines(row, content["bylines"])


def initial(content: Content) -> dict[str, Any]:
    """What a form of the article begins with; ``bylines`` belong to its formset."""
    return {
        **{name: content[name] for name in PLAIN if name in content},
        **{name: content[name] and content[name]["id"] for name in ONE if name in content},
        "also_in": [one["id"] for one in content.get("also_in", [])],
        "tags": [one["label"] for one in content.get("tags", [])],
        "embargo_until": parse_datetime(content.get("embargo_until") or ""),
    }


def initial_bylines(content: Content) -> list[dict[str, Any]]:
    """What the formset of the names over the article begins with."""
    return [{**one, "author": one["author"]["id"]} for one in content.get("bylines", [])]


def typed(cleaned: Mapping[str, Any], bylines: Iterable[Mapping[str, Any]]) -> Content:
    """What a form was sent with; a field that it did not ask for is left out.

    ``cleaned`` has rows for what is named: section, photo, tags, and the author of each byline.
    """
    content: Content = {name: cleaned[name] for name in PLAIN if name in cleaned}
    content |= {name: _named(cleaned[name]) for name in ONE if name in cleaned}
    content |= {name: _all_named(cleaned[name]) for name in MANY if name in cleaned}
    if "embargo_until" in cleaned:
        content["embargo_until"] = _moment(cleaned["embargo_until"])
    rows = [_byline(one["author"], one["role"], one["position"] or 0) for one in bylines]
    return {**content, "bylines": sorted(rows, key=lambda row: row["position"])}


def says(content: Content, part: Content) -> bool:
    """Whether a content says all that a part of one says."""
    return all(essence(content.get(name)) == essence(value) for name, value in part.items())


def named_again(bylines: list[Content], gone: int, author: Author) -> list[Content]:
    """The bylines with this author where another id or an older name of theirs stood, each role
    once.
    """
    once: dict[tuple[int, str], Content] = {}
    for one in bylines:
        named = one["author"]["id"] in {gone, author.pk}
        line = {**one, "author": _named(author)} if named else one
        once.setdefault((line["author"]["id"], line["role"]), line)
    return list(once.values())


def essence(value: Any) -> Any:
    """A content, or a part of one, without labels: equal when the same is said.

    Somebody who renames a section changes no article.
    """
    if isinstance(value, dict):
        return {key: essence(one) for key, one in value.items() if key not in {"label", "schema"}}
    return [essence(one) for one in value] if isinstance(value, list) else value


def in_order(names: Iterable[str]) -> list[str]:
    """Names of fields as people read them: the words first, then the filing, then the rest."""
    known = [*ORDER, *(name for name in PLAIN if name not in ORDER)]
    return sorted(names, key=lambda name: (known.index(name) if name in known else 99, name))


def _fill_bylines(row: Article, wanted: list[Content]) -> None:
    authors = _existing(Author, [one["author"] for one in wanted]).in_bulk()
    kept = [one for one in wanted if one["author"]["id"] in authors]
    now = [_byline(one.author, one.role, one.position) for one in _bylines(row)]
    if essence(now) != essence(kept):
        row.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=row, author_id=one["author"]["id"], role=one["role"],
                   position=one["position"])
            for one in kept
        )  # fmt: skip


def _bylines(row: Article) -> Iterable[Byline]:
    return row.bylines.select_related("author")


def _byline(author: Author, role: str, position: int) -> Content:
    return {"author": _named(author), "role": role, "position": position}


def _existing(model: type[Model], named: Iterable[Content | None]) -> Any:
    return model._default_manager.filter(pk__in=[one["id"] for one in named if one])


def _all_named(rows: Iterable[Model]) -> list[Content | None]:
    return [_named(row) for row in sorted(rows, key=lambda row: row.pk)]


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _named(row: Model | None) -> Content | None:
    return {"id": row.pk, "label": str(row)} if row else None
