"""What somebody types to find something, the words of what is found, and where they stand in it.

Words are folded (``lib.fold``) on both sides, and written as PostgreSQL's ``tsvector`` and
``tsquery`` by ourselves: its own parser knows neither half-spaces nor Persian letter forms.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.fold import words

MOST_TYPED = 300
"""Letters of what is typed that count."""
MOST_TERMS = 12
LONGEST = 40
"""Letters of a word; what is longer is found by its beginning."""
MOST_LETTERS = 200_000
"""Of a text; what stands behind them is not found."""
MOST_BYTES = 600_000
"""Of all different words of a text: a ``tsvector`` holds a megabyte."""
MOST_PLACES = 255
"""Of one word in one text, as in PostgreSQL."""
SHOWN = 220
"""Letters of an excerpt."""
LEAD = 60
"""Letters of it before the first word that was found."""
MOST_HITS = 30
"""Of one term in one text."""

_TYPED = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_CHUNK = re.compile(r"\S+")
_EDGES = "".join(
    {*"!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~", *"“”„‟«»‹›‘’–—…·•،؛؟٪۔।¿¡", "\u200c", "\u200d", "\u200f"}
)


@dataclass(frozen=True)
class Term:
    """Words that stand together; the last one is a beginning unless it was quoted.

    ``weight``, "A" to "D": only where the text has it; empty for anywhere.
    """

    words: tuple[str, ...]
    is_exact: bool = False
    is_unwanted: bool = False
    weight: str = ""

    def __str__(self) -> str:
        begins = not self.is_exact and not self.is_unwanted and len(self.words[-1]) > 1
        *first, last = self.words
        marks = f"{'*' if begins else ''}{self.weight}"
        lexemes = [*(_lexeme(word, self.weight) for word in first), _lexeme(last, marks)]
        said = " <-> ".join(lexemes)
        return f"!({said})" if self.is_unwanted else f"({said})"

    def is_met_by(self, said: Iterable[str]) -> bool:
        """Whether one of these folded words is one of the term's."""
        *first, last = self.words
        return any(
            word in first or word == last or (not self.is_exact and word.startswith(last))
            for word in said
        )


def terms(typed: str) -> list[Term]:
    """What was typed, in any spelling: words, "phrases", and -what shall not be there.

    Empty when nothing says what is wanted: signs alone, or only what is not.
    """
    typed = typed[:MOST_TYPED].translate(_QUOTES)
    found = [term for match in _TYPED.finditer(typed) if (term := _term(match))][:MOST_TERMS]
    return found if any(not term.is_unwanted for term in found) else []


def exactly(text: str, *, weight: str = "") -> Term | None:
    """All words of the text beside each other, whole; None when it has none."""
    said = tuple(word[:LONGEST] for word in words(text))
    return Term(said, is_exact=True, weight=weight) if said else None


def tsquery(wanted: Sequence[Term]) -> str:
    """All of these, as PostgreSQL reads it."""
    return " & ".join(map(str, wanted))


def tsvector(parts: Iterable[tuple[str, str]]) -> str:
    """Texts with their weight, "A" to "D", as PostgreSQL reads it; no phrase goes across two."""
    places: dict[str, list[str]] = {}
    place, size = 1, 0
    for weight, text in parts:
        for whole in words(text[:MOST_LETTERS]):
            word = whole[:LONGEST]
            if word not in places:
                size += len(word.encode()) + 16
                if size > MOST_BYTES:
                    break
            at = places.setdefault(word, [])
            if len(at) < MOST_PLACES:
                at.append(f"{place}{weight}")
            place += 1
        place += 1
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def marked(text: str, wanted: Sequence[Term]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that was asked for."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end, _term in _hits(text, _positive(wanted)):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def excerpt(text: str, wanted: Sequence[Term]) -> list[tuple[str, bool]]:
    """The part of the text where most of what was asked for stands, as ``marked`` says it.

    The beginning of the text where nothing of it does.
    """
    hits = _hits(text[:MOST_LETTERS], _positive(wanted))
    start = max(0, _best(hits) - LEAD)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = len(text) if start + SHOWN >= len(text) else text.rfind(" ", start, start + SHOWN)
    if end <= start:
        end = start + SHOWN
    part = f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
    return marked(part, wanted)


def _lexeme(word: str, marks: str) -> str:
    return f"'{word}':{marks}" if marks else f"'{word}'"


def _term(match: re.Match[str]) -> Term | None:
    quoted = match["phrase"] is not None
    said = tuple(word[:LONGEST] for word in words(match["phrase"] if quoted else match["word"]))
    is_closed = quoted and match[0].endswith('"')  # while it is typed its end is a beginning
    return Term(said, is_exact=is_closed, is_unwanted=bool(match["minus"])) if said else None


def _positive(wanted: Sequence[Term]) -> list[Term]:
    return [term for term in wanted if not term.is_unwanted]


def _hits(text: str, wanted: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Where the words stand that were asked for, without the signs around them, and of which
    term each is.
    """
    hits: list[tuple[int, int, int]] = []
    left = [MOST_HITS] * len(wanted)
    for match in _CHUNK.finditer(text):
        said = _folded(match[0])
        number = next((n for n, term in enumerate(wanted) if term.is_met_by(said)), None)
        if number is not None and left[number]:
            left[number] -= 1
            bare = match[0].strip(_EDGES)
            start = match.start() + match[0].index(bare)
            hits.append((start, start + len(bare), number))
    return hits


def _best(hits: Sequence[tuple[int, int, int]]) -> int:
    """Where an excerpt has the most different terms; the first such place."""

    def different(hit: tuple[int, int, int]) -> int:
        return len({other[2] for other in hits if 0 <= other[0] - hit[0] < SHOWN - LEAD})

    return max(hits, key=different)[0] if hits else 0


@lru_cache(maxsize=20_000)
def _folded(chunk: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST] for word in words(chunk[:200]))
