"""How long a text is: its words, and the minutes that reading it takes.

Counted alike here and in the browser (`static/js/counting.js`), by rules that need no dictionary: a
word is what stands between spaces and dashes and has a letter or a digit, as word processors count
it, so the half-space of Persian divides none; of Chinese and Japanese every sign is one.
"""

import re

WORDS_A_MINUTE = 184
SIGNS_A_MINUTE = 300
"""Mean over 17 languages, and between Chinese (255) and Japanese (357): Trauzettel-Klosinski and
Dietz, "Standardized Assessment of Reading Performance: The New International Reading Speed Texts
IReST", IOVS 53 (2012)."""
_SIGN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = re.compile(f"[{_SIGN}]")
_TOKENS = re.compile(f"[^\\s\u2013\u2014\u2026{_SIGN}]+")


def words(text: str) -> int:
    """How many words a plain text has."""
    return len(_SIGNS.findall(text)) + _spaced(text)


def minutes(text: str) -> int:
    """Minutes to read a plain text, rounded; 0 only for no words."""
    signs, spaced = len(_SIGNS.findall(text)), _spaced(text)
    exact = signs / SIGNS_A_MINUTE + spaced / WORDS_A_MINUTE
    return max(1, int(exact + 0.5)) if signs or spaced else 0


def _spaced(text: str) -> int:
    return sum(any(map(str.isalnum, token)) for token in _TOKENS.findall(text))
