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
ENTRY_TYPES = frozenset({"entry", "h-entry"})


def entries_of(document: object) -> Iterator[dict[str, list[Any]]]:
    """The properties of each entry, in the order of the document. What is no entry is searched for
    some; what stands in one is its own, such as others' answers to it.
    """
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            if _is_entry(value):
                yield _properties(value, DEEPEST)
            else:
                waiting += [value.get("children"), value.get("items")]


def _is_entry(value: dict[str, Any]) -> bool:
    """Whether an object says so; one that does not say what it is holds entries or is one."""
    if "type" not in value:
        return not value.keys() & {"items", "children"}
    said = value["type"]
    return any(
        one in ENTRY_TYPES
        for one in (said if isinstance(said, list) else [said])
        if isinstance(one, str)
    )


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
