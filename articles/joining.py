"""Two contents that grew from one become one, as far as no person has to choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from articles.content import MANY, WORDS, Content, essence
from lib.merging import Clash, blocks, merge_blocks, merge_fields, merge_sets

TEXTS = frozenset({*WORDS, "body"})
"""Fields in which both can stand, one behind the other."""


def joined(
    base: Content, theirs: Content, mine: Content, choices: Mapping[str, str]
) -> tuple[Content, dict[str, list[Clash]]]:
    """The content that has both changes, and by field the clashes that no choice settles.

    ``choices``: key of a clash → ``mine``, ``theirs`` or ``both``.
    """
    content: Content = {}
    clashes: dict[str, list[Clash]] = {}
    for name, value in merge_fields(base, theirs, mine, essence=essence).items():
        parts = [value]
        if isinstance(value, Clash) and name in MANY:
            sides = (side or [] for side in (value.base, value.theirs, value.mine))
            parts = [merge_sets(*sides, key=lambda one: one["id"])]
        elif isinstance(value, Clash) and name == "body":
            parts = merge_blocks(*map(blocks, (value.base or "", value.theirs, value.mine)))
        chosen = [_chosen(name, part, choices) for part in parts]
        if left := [part for part in chosen if isinstance(part, Clash)]:
            clashes[name] = left
        content[name] = "".join(map(_text, chosen)) if name == "body" else chosen[0]
    return content, clashes


def in_place(base: str, theirs: str, mine: str) -> list[str | Clash]:
    """Both bodies as one, in the order of the text, with the places where they clash."""
    return merge_blocks(blocks(base), blocks(theirs), blocks(mine))


def _chosen(name: str, part: Any, choices: Mapping[str, str]) -> Any:
    if not isinstance(part, Clash):
        return part
    match choices.get(part.key):
        case "mine":
            return part.mine
        case "theirs":
            return part.theirs
        case "both" if name == "body":
            return [*part.theirs, *part.mine]
        case "both" if name in TEXTS:
            return " ".join(filter(None, (part.theirs, part.mine)))
    return part


def _text(part: Any) -> str:
    return "".join(part) if isinstance(part, list) else "" if isinstance(part, Clash) else part
