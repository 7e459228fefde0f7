"""One line of text that somebody typed, such as a name, with nothing in it that cannot be seen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

JOINERS = "\u200c\u200d"
"""They belong to the spelling of names, in Persian as in Hindi."""
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Printable by their category, yet nothing to see: fillers, and the empty pattern of Braille."""
NUL = "null_characters_not_allowed"
"""Code of Django's refusal."""


def line(text: str) -> str:
    """White space is one space; what is invisible or turns the direction of others is not there.

    Nothing at all where only joiners are left. NUL stays, for whoever refuses it.
    """
    seen = "".join(filter(_is_kept, " ".join(text.split())))
    return " ".join(seen.split()) if seen.strip(f"{JOINERS} ") else ""


class Line(forms.CharField):
    """One `line`; a form is told when nothing is left of it."""

    default_error_messages = {NUL: _("This holds a NUL character; remove it.")}

    def to_python(self, value: Any) -> str:
        return line(str(super().to_python(value) or ""))


def _is_kept(character: str) -> bool:
    return character not in BLANK and (character.isprintable() or character in f"{JOINERS}\0")
