"""What a JSON document says of its entries, as the parser of HTML's microformats says it. Pure.

Two forms are read: parsed microformats (https://microformats.org/wiki/microformats2-parsing), with
``items``, ``type`` and ``properties``, and JF2 (https://jf2.spec.indieweb.org/), in which an entry
is an object of its properties.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

DEEPEST = 4
"""Objects in one another: an entry, a page that it cites, its author."""
MOST_VALUES = 20
"""Of one property."""
ENTRY_TYPES = frozenset({"entry", "h-entry", "cite", "h-cite"})


def entries_of(document: object) -> Iterator[dict[str, list[Any]]]:
    """The properties of each entry, in the order of the document; its lists are entered."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            if ENTRY_TYPES & _types(value):
                yield _properties(value, DEEPEST)
            waiting += [value.get("children"), value.get("items")]


def _types(value: dict[str, Any]) -> set[str]:
    """What an object says that it is; one that does not say it may be an entry."""
    said = value.get("type", "entry")
    return {one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)}


def _properties(value: dict[str, Any], depth: int) -> dict[str, list[Any]]:
    inner = value.get("properties")
    found = inner if isinstance(inner, dict) else value
    return {name: list(_values(said, depth)) for name, said in found.items()}


def _values(said: object, depth: int) -> Iterator[Any]:
    """Texts, and objects with their properties; nothing else means anything here."""
    for one in islice(said if isinstance(said, list) else [said], MOST_VALUES):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and depth:
            texts = (one.get(name) for name in ("value", "text", "html"))
            yield {
                "properties": _properties(one, depth - 1),
                "value": next((text for text in texts if isinstance(text, str)), ""),
                "html": one["html"] if isinstance(one.get("html"), str) else None,
            }
