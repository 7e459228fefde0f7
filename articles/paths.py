"""The parts of addresses: what a slug, a page number, a year may look like."""

from __future__ import annotations


class Words:
    """A part of an address that is read and written as it is."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Slug(Words):
    """One part in any script; which ones exist is the database's business."""

    regex = r"[^/\x00-\x1f\x7f]+"


class Path(Words):
    """Slugs one below the other."""

    regex = r"[^/\x00-\x1f\x7f]+(?:/[^/\x00-\x1f\x7f]+)*"


class Digits:
    """A number without needless zeros, of so few digits that no database refuses it."""

    regex = r"[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Page(Digits):
    """The number of a list's further page; the first is the list itself."""

    regex = "[2-9]|[1-9][0-9]{1,5}"


class Number(Digits):
    """The number of a part."""


class Year(Digits):
    """Four digits."""

    regex = "[0-9]{4}"

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Day(Digits):
    """A month or a day of a month."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"
