"""What a browser sends of an article's form before it is saved: read, bounded, not judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from desk.models import Typed

MOST_BYTES = 800_000
"""Of one text with all its fields. In any script it is less than a form may send, so that what is
kept can be saved."""
MOST_FIELDS = 2_000
OWN = "unsaved-"
"""Beginning of the names of our own fields in the article's form."""
PASSED_OVER = frozenset({"csrfmiddlewaretoken"})
LARGEST = 2**53 - 1
"""Number that JavaScript can count to."""


class Unreadable(ValueError):
    """Nothing that the form's scripts send."""


class TooMuch(Unreadable):
    """More than is kept of one article."""


@dataclass(frozen=True)
class Sent:
    """One report of a tab: what stands in its form now, or only that it is open.

    ``sequence`` grows with each report of one person. ``after`` is that of the slot as the tab saw
    it last, ``adopts`` that of the text with which the form began, 0 for none.
    """

    person: int
    tab: UUID
    sequence: int
    after: int = 0
    adopts: int = 0
    based_on: int = 0
    typed: Typed | None = None
    is_recovered: bool = False
    is_leaving: bool = False


def read_report(body: bytes) -> Sent:
    """The report in a JSON body. Raises `TooMuch`, and `Unreadable` for anything else odd."""
    if len(body) > MOST_BYTES:
        raise TooMuch
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(sent, dict):
        raise Unreadable
    fields = sent.get("fields")
    typed = None if fields is None else _typed(fields)
    return Sent(
        person=_number(sent.get("person")),
        tab=_uuid(sent.get("tab")),
        sequence=_number(sent.get("sequence")),
        after=_number(sent.get("after", 0)),
        adopts=_number(sent.get("adopts", 0)),
        based_on=based_on(typed) if typed else _number(sent.get("based_on", 0)),
        typed=typed,
        is_recovered=sent.get("recovered") is True,
        is_leaving=sent.get("leaving") is True,
    )


def read_form(fields: Typed) -> Typed:
    """What is kept of a form that was sent by one of its buttons. Raises `TooMuch`."""
    typed = _typed({name: values for name, values in fields.items() if not name.startswith("_")})
    if len(json.dumps(typed, ensure_ascii=False).encode()) > MOST_BYTES:
        raise TooMuch
    return typed


def number(word: str) -> int:
    """The number that a browser was given and sends back; 0 for what is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 16 else 0


def own(fields: Mapping[str, Any], name: str) -> int:
    """A number among our own fields of the form; 0 for what is none."""
    return number(str(fields.get(f"{OWN}{name}", "")))


def own_uuid(fields: Mapping[str, Any], name: str) -> UUID | None:
    """A tab or a token among our own fields of the form."""
    try:
        return _uuid(fields.get(f"{OWN}{name}", ""))
    except Unreadable:
        return None


def based_on(typed: Typed) -> int:
    """The number of the revision that the form began from."""
    return min(number(next(iter(typed.get("based_on", [])), "")), 2**31 - 1)


def _typed(fields: Any) -> Typed:
    if not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
        raise Unreadable
    return {
        _text(name): [_text(value) for value in _list(values)]
        for name, values in fields.items()
        if not name.startswith(OWN) and name not in PASSED_OVER
    }


def _list(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise Unreadable
    return values


def _text(value: Any) -> str:
    """A string that the database can hold: it knows no NUL and no half of a letter."""
    if not isinstance(value, str):
        raise Unreadable
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise Unreadable
    return value


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError) as error:
        raise Unreadable from error
