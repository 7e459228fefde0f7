"""Two revisions beside each other: which fields changed, and the words of the body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.content import WORDS, Content, essence, in_order
from articles.models import Article, Byline, Revision
from lib.differences import Line, Piece, differences, words
from lib.staff import is_row_number
from photos.models import Photo

PASSED_OVER = frozenset({"schema", "body", "translation_group"})


@dataclass(frozen=True)
class FieldChange:
    """One field that changed: its name for people, and its words with what came and went."""

    name: str
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Comparison:
    """What became of ``old`` in ``new``; a line's picture is its name."""

    old: Revision
    new: Revision
    fields: list[FieldChange]
    lines: list[Line]

    @property
    def is_empty(self) -> bool:
        return not self.fields and all(line.what == "same" for line in self.lines)


def compared(old: Revision, new: Revision) -> Comparison:
    """The difference of two revisions, in at most one query."""
    lines = differences(old.content.get("body") or "", new.content.get("body") or "")
    asked = {int(line.picture) for line in lines if is_row_number(line.picture)}
    photos = Photo.objects.in_bulk(asked) if asked else {}
    names = {str(pk): str(photo) for pk, photo in photos.items()}
    named = [replace(line, picture=names.get(line.picture, line.picture)) for line in lines]
    return Comparison(old, new, _changed_fields(old.content, new.content), named)


def label_of(name: str) -> str:
    """What people call a field."""
    if name == "bylines":
        return str(Byline._meta.verbose_name_plural)
    return str(getattr(Article._meta.get_field(name), "verbose_name", name))


def said(name: str, value: Any) -> str:
    """The value of a field in words."""
    match value:
        case None | "" | []:
            return ""
        case True | False:
            return _("yes") if value else _("no")
        case {"author": author, "role": role}:
            return f"{Byline.Role(role).label} {said(name, author)}"
        case {"label": label}:
            return str(label)
        case list():
            return ", ".join(said(name, one) for one in value)
    if name == "embargo_until" and (moment := parse_datetime(value)):
        return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
    choices = dict(getattr(Article._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


def _changed_fields(old: Content, new: Content) -> list[FieldChange]:
    names = in_order({*new, *old} - PASSED_OVER)
    return [
        FieldChange(name, label_of(name), _pieces(name, old.get(name), new.get(name)))
        for name in names
        if essence(old.get(name)) != essence(new.get(name))
    ]


def _pieces(name: str, old: Any, new: Any) -> list[Piece]:
    one, other = said(name, old), said(name, new)
    if name in WORDS:
        return words(one, other)
    pieces = (Piece("del", one), Piece("ins", other))
    return [piece for piece in pieces if piece.text]
