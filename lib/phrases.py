"""Words and phrases found in text as whole words, however they are spelled, in every script."""

import re
import unicodedata

from lib.fold import words

HALF_SPACE = "\u200c"

# Scripts that write no space between words: there each letter stands for itself. In this order:
# Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han with its extensions.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Letters of Cyrillic and Greek that look like Latin ones; they stand for them in mixed words only.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝкмтвнαορνικτυεχ",
    "aeopcyxijsdhlqwkmtbhaopviktuex",
)  # fmt: skip
_LATIN = re.compile("[a-z]")
_OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f]")


def spellings(text: str) -> frozenset[str]:
    """The folded words of a text with one space between; two such lines where half-spaces stand,
    which people write as nothing or as a space.
    """
    return frozenset(" ".join(_words(form)) for form in {text, text.replace(HALF_SPACE, " ")}) - {
        ""
    }


def words_in(lines: frozenset[str]) -> set[str]:
    """Every word of some spellings."""
    return {word for line in lines for word in line.split()}


def key_words(lines: frozenset[str]) -> set[str]:
    """One word of each spelling of a phrase, the longest: a text without any of them holds no such
    phrase.
    """
    return {max(line.split(), key=len) for line in lines}


def holds(text: frozenset[str], phrase: frozenset[str]) -> bool:
    """Whether one spelling of the text holds one of the phrase, from word to word."""
    return any(f" {part} " in f" {line} " for line in text for part in phrase)


def _words(text: str) -> list[str]:
    found = []
    for word in words(text):
        if word.isascii():
            found.append(word)
        elif _UNSPACED.search(word):
            found += _letters(word)
        elif _LATIN.search(word) and _OTHER.search(word):
            found.append(word.translate(_LOOKALIKES))
        else:
            found.append(word)
    return found


def _letters(word: str) -> list[str]:
    """Each letter of an unspaced script with its marks; runs of other letters stay together."""
    parts: list[str] = []
    for ch in word:
        alone = _UNSPACED.match(ch) and not unicodedata.category(ch).startswith("M")
        if parts and not alone and (_is_mark(ch) or not _UNSPACED.match(parts[-1])):
            parts[-1] += ch
        else:
            parts.append(ch)
    return parts


def _is_mark(ch: str) -> bool:
    return unicodedata.category(ch).startswith("M")
