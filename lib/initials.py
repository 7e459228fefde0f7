"""The face of somebody without a picture: the letter that a name begins with, and a colour."""

import re
import unicodedata
from zlib import crc32

from lib.fold import fold

NONE = "·"
HUES = 6
"""As many as the style sheet knows."""


def initial(name: str) -> str:
    """The first letter or digit of a name in its own script, with the marks on it; ``·`` where a
    name has neither.
    """
    found = re.search(r"[^\W_]", name := unicodedata.normalize("NFC", name))
    if found is None:
        return NONE
    letter, end = found[0].upper(), found.end()
    while (
        unicodedata.category(name[end : end + 1] or " ") in {"Mn", "Mc"} and end < found.end() + 3
    ):
        end += 1
    return (letter if len(letter) == 1 else found[0]) + name[found.end() : end]


def hue(name: str) -> int:
    """The same number from 1 to `HUES` for every spelling of a name, today and tomorrow."""
    return crc32(fold(name).encode()) % HUES + 1
