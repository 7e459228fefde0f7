"""Signed words for addresses: what one may do with them, for how long, and with which row."""

from datetime import timedelta

from django.core import signing


def seal(purpose: str, row: int, version: str) -> str:
    """A word that needs no quoting in an address; worth nothing for another purpose.

    Whoever opens it compares the version with the row's own: used or changed, it is void.
    """
    return signing.dumps([row, version], salt=f"newsroom.{purpose}")


def unseal(purpose: str, word: str, lives: timedelta) -> tuple[int, str] | None:
    """The row and the version; None for what was not sealed so, or too long ago."""
    try:
        row, version = signing.loads(word, salt=f"newsroom.{purpose}", max_age=lives)
    except (signing.BadSignature, ValueError):
        return None
    return int(row), str(version)
