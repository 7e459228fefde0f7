"""What changed between two HTML texts, word by word, as people see it.

Lines are compared first, then the words of those that resemble each other; so a long text costs
little and a paragraph that moved a word stays one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

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
_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "sub": "sub",
          "sup": "sup", "code": "code"}  # fmt: skip
_LINES = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "caption",
     "figcaption", "div")
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Words that are in both texts (``same``), only in the new (``ins``) or the old (``del``)."""

    what: str
    text: str
    marks: str = ""
    """How they are set: ``em``, ``strong``, ``s``, ``sub``, ``sup``, ``code``, in that order."""


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


type _Word = tuple[str, str]
"""A word, a sign or a blank, and how it is set."""


@dataclass(frozen=True)
class _Read:
    """A line as it is read from one text."""

    tag: str
    words: tuple[_Word, ...]
    picture: str = ""

    @property
    def text(self) -> str:
        return "".join(word for word, _marks in self.words)


def differences(old: str, new: str) -> list[Line]:
    """Both texts, woven together in the order in which they are read.

    The pieces that are not ``ins`` are the old text, those that are not ``del`` the new one. The
    address of a link stands behind its words, since a reader cannot see that it became another;
    the address of an embed is a line. A word that became bold went and came.
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
    return _compared(_words(old), _words(new))


def _words(text: str, marks: str = "") -> list[_Word]:
    """The words of a text that is set in one way; blanks at its ends are set in none."""
    found = _WORDS.findall(text)
    last = len(found) - 1
    return [
        (word, "" if at in {0, last} and word.isspace() else marks) for at, word in enumerate(found)
    ]


def _compared(one: Sequence[_Word], other: Sequence[_Word]) -> list[Piece]:
    if max(len(one), len(other)) > MOST_WORDS:
        return [*_pieces(REMOVED, one), *_pieces(ADDED, other)]
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            pieces += _pieces(SAME, one[i1:i2])
        else:
            pieces += [*_pieces(REMOVED, one[i1:i2]), *_pieces(ADDED, other[j1:j2])]
    return pieces


def _pieces(what: str, found: Sequence[_Word]) -> list[Piece]:
    return [
        Piece(what, "".join(word for word, _marks in group), marks)
        for marks, group in groupby(found, key=itemgetter(1))
    ]


def lines_of(html: str) -> list[_Read]:
    """What a reader reads, line by line; pictures by the id of their photo."""
    found: list[_Read] = []
    pending: list[_Word] = []

    def end(tag: str) -> None:
        if line := _joined(pending):
            found.append(_Read(tag, line))
        pending.clear()

    def walk(element: etree._Element, tag: str, marks: frozenset[str]) -> None:
        said = " ".join(sorted(marks))
        pending.extend(_words(element.text or "", said))
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _LINES or name == "figure":
                end(tag)
                found.extend(_standing(child))
                walk(child, name, frozenset())
                end(name)
            elif name:
                walk(child, tag, marks | {_MARKS[name]} if name in _MARKS else marks)
                href = f" ⟨{child.get('href')}⟩" if child.get("href") else ""
                pending.extend(_words(href + (" " if name in {"br", "tr"} else "")))
            pending.extend(_words(child.tail or "", said))

    root = etree.Element("div")
    for part in fragments_fromstring(html or ""):
        if isinstance(part, str):
            root.text = part
        else:
            root.append(part)
    walk(root, "p", frozenset())
    end("p")
    return found


def _standing(figure: etree._Element) -> Iterator[_Read]:
    """What stands in a figure without words: a picture, or what another site has."""
    if figure.get("data-photo"):
        yield _Read("figure", (), figure.get("data-photo", ""))
    if figure.get("data-embed"):
        yield _Read("figure", tuple(_words(f"⟨{figure.get('data-embed')}⟩")))


def _joined(found: Iterable[_Word]) -> tuple[_Word, ...]:
    """Words with one blank between them, none at the ends."""
    line: list[_Word] = []
    for word, marks in found:
        if not word.isspace():
            line.append((word, marks))
        elif line and not line[-1][0].isspace():
            line.append((" ", marks))
    return tuple(line[:-1] if line and line[-1][0].isspace() else line)


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
    pieces = _compared(old.words, new.words)
    return Line(new.tag, "changed", pieces, was=was)


def _whole(what: str, line: _Read) -> Line:
    return Line(line.tag, what, _pieces(what, line.words), picture=line.picture)


def text_before(lines: Iterable[Line]) -> list[str]:
    """The words of the old text, line by line: the difference, taken back."""
    return _read_back(lines, ADDED)


def text_after(lines: Iterable[Line]) -> list[str]:
    """The words of the new text, line by line: the difference, applied."""
    return _read_back(lines, REMOVED)


def _read_back(lines: Iterable[Line], but: str) -> list[str]:
    texts = ("".join(one.text for one in line.pieces if one.what != but) for line in lines)
    return [text for text in texts if text]
