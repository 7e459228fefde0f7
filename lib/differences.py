"""What changed between two HTML texts, word by word, as people see it.

Lines are compared first, then the words of those that resemble each other; so a long text costs
little and a paragraph that moved a word stays one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lxml import etree
from lxml.html import fragments_fromstring

SAME, ADDED, REMOVED = "same", "ins", "del"
ALIKE = 0.4
"""Part of their words that two lines share before one is read as the other, changed."""
MOST_PAIRS = 2_500
"""Pairs of lines that are compared in one place; beyond that all of it is old and all is new."""
MOST_WORDS = 2_000
"""Words and signs of one line whose words are compared; a longer one is old and new as a whole."""
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LINES = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "caption",
     "figcaption", "div")
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Words that are in both texts (``same``), only in the new (``ins``) or the old (``del``)."""

    what: str
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph, heading, point of a list, cell or picture of the two texts."""

    tag: str
    what: str
    """``same``, ``ins``, ``del`` for the whole of it, or ``changed``."""
    pieces: list[Piece] = field(default_factory=list)
    picture: str = ""
    """The id of a photo; then there are no words."""
    was: str = ""
    """The tag that it had, where that is another."""


@dataclass(frozen=True)
class _Read:
    """A line as it is read from one text."""

    tag: str
    text: str
    picture: str = ""


def differences(old: str, new: str) -> list[Line]:
    """Both texts, woven together in the order in which they are read.

    The pieces that are not ``ins`` are the old text, those that are not ``del`` the new one. The
    address of a link stands behind its words, since a reader cannot see that it became another.
    """
    before, after = lines_of(old), lines_of(new)
    found: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            found += [_whole(SAME, line) for line in before[i1:i2]]
        else:
            found += _woven(before[i1:i2], after[j1:j2])
    return found


def words(old: str, new: str) -> list[Piece]:
    """The difference of two plain texts, word by word."""
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(one), len(other)) > MOST_WORDS:
        return [Piece(REMOVED, old), Piece(ADDED, new)]
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece(SAME, "".join(one[i1:i2])))
            continue
        gone, come = "".join(one[i1:i2]), "".join(other[j1:j2])
        pieces += [Piece(REMOVED, gone)] if gone else []
        pieces += [Piece(ADDED, come)] if come else []
    return pieces


def lines_of(html: str) -> list[_Read]:
    """What a reader reads, line by line; pictures by the id of their photo."""
    found: list[_Read] = []
    pending = [""]

    def end(tag: str) -> None:
        text = " ".join(pending[0].split())
        if text:
            found.append(_Read(tag, text))
        pending[0] = ""

    def walk(element: etree._Element, tag: str) -> None:
        pending[0] += element.text or ""
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _LINES or name == "figure":
                end(tag)
                if name == "figure" and child.get("data-photo"):
                    found.append(_Read("figure", "", child.get("data-photo", "")))
                walk(child, name)
                end(name)
            elif name:
                walk(child, tag)
                pending[0] += f" ⟨{child.get('href')}⟩" if child.get("href") else ""
                pending[0] += " " if name in {"br", "tr"} else ""
            pending[0] += child.tail or ""

    root = etree.Element("div")
    for part in fragments_fromstring(html or ""):
        if isinstance(part, str):
            root.text = part
        else:
            root.append(part)
    walk(root, "p")
    end("p")
    return found


def _woven(old: list[_Read], new: list[_Read]) -> Iterator[Line]:
    """The most alike lines beside each other, what is left before and after them likewise."""
    pair = _most_alike(old, new)
    if pair is None:
        yield from (_whole(REMOVED, line) for line in old)
        yield from (_whole(ADDED, line) for line in new)
        return
    i, j = pair
    yield from _woven(old[:i], new[:j])
    yield _changed(old[i], new[j])
    yield from _woven(old[i + 1 :], new[j + 1 :])


def _most_alike(old: list[_Read], new: list[_Read]) -> tuple[int, int] | None:
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return None
    one, other = [_bag(line.text) for line in old], [_bag(line.text) for line in new]
    scores = (
        (_likeness(one[i], other[j]), -i, -j) for i in range(len(old)) for j in range(len(new))
    )
    score, i, j = max(scores)
    return (-i, -j) if score >= ALIKE else None


def _bag(text: str) -> Counter[str]:
    return Counter(text.split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0 to 1, as ``SequenceMatcher.ratio`` counts, without order."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _changed(old: _Read, new: _Read) -> Line:
    was = old.tag if old.tag != new.tag else ""
    pieces = words(old.text, new.text)
    return Line(new.tag, "changed", pieces, was=was)


def _whole(what: str, line: _Read) -> Line:
    pieces = [Piece(what, line.text)] if line.text else []
    return Line(line.tag, what, pieces, picture=line.picture)


def text_before(lines: Iterable[Line]) -> list[str]:
    """The words of the old text, line by line: the difference, taken back."""
    return _read_back(lines, ADDED)


def text_after(lines: Iterable[Line]) -> list[str]:
    """The words of the new text, line by line: the difference, applied."""
    return _read_back(lines, REMOVED)


def _read_back(lines: Iterable[Line], but: str) -> list[str]:
    texts = ("".join(one.text for one in line.pieces if one.what != but) for line in lines)
    return [text for text in texts if text]
