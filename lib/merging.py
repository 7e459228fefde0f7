"""Two people change one text: what each of them did, together; and where only a person can decide.

Three-way merging after Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (2007), with two
differences: changes that touch each other without overlapping do not clash, and what both insert at
one place is kept from both.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_BLOCK = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre", "hr", "figure",
     "table", "div", "section", "address")
)  # fmt: skip

ALIKE = 0.5
"""Share of words in common above which a block is another wording of one."""
NEAR = 30
"""Blocks among which another wording is looked for: the cost stays in bounds."""


@dataclass(frozen=True)
class Clash:
    """One place that both changed; ``key`` is the same as long as the three texts are."""

    base: Any
    theirs: Any
    mine: Any

    @property
    def key(self) -> str:
        words = repr((self.base, self.theirs, self.mine)).encode()
        return hashlib.sha256(words).hexdigest()[:16]


def merge_fields(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    essence: Callable[[Any], Any] = lambda value: value,
) -> dict[str, Any | Clash]:
    """Each field as the one has it who changed it; a ``Clash`` where both did, differently.

    Values are compared by their ``essence``. A field that one does not know is as it was.
    """
    merged: dict[str, Any | Clash] = {}
    for name in {**base, **theirs, **mine}:
        was = base.get(name)
        one, other = theirs.get(name, was), mine.get(name, was)
        if essence(other) in (essence(was), essence(one)):
            merged[name] = one
        elif essence(one) == essence(was):
            merged[name] = other
        else:
            merged[name] = Clash(was, one, other)
    return merged


def merge_sets(
    base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any], *, key: Callable[[Any], Any]
) -> list[Any]:
    """What either added and neither took away, in the order of ``key``: sets never clash."""
    was, one, other = ({key(item): item for item in side} for side in (base, theirs, mine))
    both = {**was, **other, **one}
    gone = {name for name in was if name not in one or name not in other}
    return [both[name] for name in sorted(both) if name not in gone]


def merge_blocks(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]
) -> list[str | Clash]:
    """The blocks that both agree on or one changed; a ``Clash`` of lists where both did.

    White space at the ends of a block, and how much there is of it inside, is no change. Where
    blocks repeat, it may be uncertain which of them was kept: then the whole is one clash.
    """
    merged = _merged(base, theirs, mine)
    kept = _counted(base) & _counted(theirs) & _counted(mine)
    if kept <= _counted(_either(merged)):
        return merged
    return [Clash(list(base), list(theirs), list(mine))]


def blocks(html: str) -> list[str]:
    """HTML cut between its top-level elements; joined, the pieces are the input again.

    White space belongs to the element before it; loose text and inline elements stand together.
    """
    cuts, depth, is_loose = [], 0, False
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if tag[1]:
            depth = max(depth - 1, 0)
            continue
        if depth == 0 and (name in _BLOCK or not is_loose):
            is_loose = name not in _BLOCK
            cuts.append(tag.start())
        depth += name not in _VOID
    pieces = [html[one:two] for one, two in zip([0, *cuts], [*cuts, len(html)], strict=True)]
    return [piece for piece in pieces if piece]


def places(base: Sequence[str], side: Sequence[str]) -> list[int | None]:
    """For each block of ``base`` where it stands in ``side``, changed or not; None when it is gone.

    Where as many came as went, each took the place of one; else the most alike, if it is more alike
    than not, and in the same order.
    """
    found: list[int | None] = [None] * len(base)
    matcher = SequenceMatcher(None, [*map(_key, base)], [*map(_key, side)], autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal" or (what == "replace" and i2 - i1 == j2 - j1):
            found[i1:i2] = range(j1, j2)
        elif what == "replace":
            found[i1:i2] = _in_order(base[i1:i2], side, j1, j2)
    return found


def _in_order(gone: Sequence[str], side: Sequence[str], start: int, end: int) -> list[int | None]:
    found: list[int | None] = []
    for block in gone:
        place = _most_alike(block, side[: min(end, start + NEAR)], start)
        start = start if place is None else place + 1
        found.append(place)
    return found


def _most_alike(block: str, side: Sequence[str], start: int) -> int | None:
    matcher = SequenceMatcher(None, b=_key(block).split(), autojunk=False)
    best, place = ALIKE, None
    for j in range(start, len(side)):
        matcher.set_seq1(_key(side[j]).split())
        if matcher.real_quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, place = ratio, j
    return place


@dataclass(frozen=True)
class _Change:
    """``base[start:end]`` became ``blocks``."""

    start: int
    end: int
    blocks: tuple[str, ...]


def _merged(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str | Clash]:
    ours, other = _changes(base, mine), _changes(base, theirs)
    merged: list[str | Clash] = []
    done = 0
    for group in _grouped([*((0, one) for one in other), *((1, one) for one in ours)]):
        start = min(one.start for _side, one in group)
        end = max(one.end for _side, one in group)
        merged += base[done:start]
        sides = [[one for whose, one in group if whose == side] for side in (0, 1)]
        merged += _settled(base, start, end, *sides)
        done = end
    return [*merged, *base[done:]]


def _either(merged: Iterable[str | Clash]) -> Iterable[str]:
    """Every block that is in a merge or may be chosen into it."""
    for part in merged:
        yield from [*part.theirs, *part.mine] if isinstance(part, Clash) else [part]


def _counted(parts: Iterable[str]) -> Counter[str]:
    return Counter(map(_key, parts))


def _changes(base: Sequence[str], side: Sequence[str]) -> list[_Change]:
    """What a side did, as small as it can be said: one by one where as many came as went."""
    found: list[_Change] = []
    matcher = SequenceMatcher(None, [*map(_key, base)], [*map(_key, side)], autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "replace" and i2 - i1 == j2 - j1:
            found += [_Change(i, i + 1, (side[i - i1 + j1],)) for i in range(i1, i2)]
        elif what == "delete":
            found += [_Change(i, i + 1, ()) for i in range(i1, i2)]
        elif what != "equal":
            found.append(_Change(i1, i2, tuple(side[j1:j2])))
    return found


def _grouped(changes: list[tuple[int, _Change]]) -> Iterable[list[tuple[int, _Change]]]:
    """Changes that overlap, together, in the order of the text."""
    changes.sort(key=lambda one: (one[1].start, one[1].end, one[0]))
    group: list[tuple[int, _Change]] = []
    for side, change in changes:
        if group and not _overlap(group, change):
            yield group
            group = []
        group.append((side, change))
    if group:
        yield group


def _overlap(group: list[tuple[int, _Change]], change: _Change) -> bool:
    end = max(one.end for _side, one in group)
    insertions = change.start == change.end and all(one.start == one.end for _, one in group)
    return change.start < end or (insertions and change.start == end)


def _settled(
    base: Sequence[str], start: int, end: int, theirs: list[_Change], mine: list[_Change]
) -> list[str | Clash]:
    """What stands in the place of ``base[start:end]``."""
    one, other = _applied(base, start, end, theirs), _applied(base, start, end, mine)
    if not mine or [*map(_key, one)] == [*map(_key, other)]:
        return list(one)
    if not theirs:
        return list(other)
    if start == end:
        return list(_both(one, other))
    return [Clash(list(base[start:end]), one, other)]


def _applied(base: Sequence[str], start: int, end: int, changes: list[_Change]) -> list[str]:
    result: list[str] = []
    for change in changes:
        result += [*base[start : change.start], *change.blocks]
        start = change.end
    return [*result, *base[start:end]]


def _both(one: Sequence[str], other: Sequence[str]) -> Iterable[str]:
    """All of ``one`` and all of ``other``; what they have in common once."""
    matcher = SequenceMatcher(None, [*map(_key, one)], [*map(_key, other)], autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        yield from one[i1:i2]
        if what != "equal":
            yield from other[j1:j2]


def _key(block: str) -> str:
    return " ".join(block.split())
