"""Signed words for addresses: what one may do with them, for how long, and with which row."""

from datetime import timedelta
from typing import Any

from django.core import signing


def seal(purpose: str, *words: Any) -> str:
    """What needs no quoting in an address, and is worth nothing for another purpose.

    ``words`` are anything that JSON has. Whoever opens it can read them and change none. The
    version of a row among them makes it void once the row was used or changed.
    """
    return signing.dumps(words, salt=_salt(purpose))


def unseal(purpose: str, sealed: str, lives: timedelta) -> list[Any]:
    """The words; none for what was not sealed so, or too long ago."""
    try:
        words = signing.loads(sealed, salt=_salt(purpose), max_age=lives)
    except (signing.BadSignature, ValueError):
        return []
    return words if isinstance(words, list) else []


def signature(purpose: str, *words: Any) -> str:
    """Of words that the address says by itself, or that its row does: also when it ends."""
    return signing.Signer(salt=_salt(purpose)).signature("\0".join(map(str, words)))


def _salt(purpose: str) -> str:
    return f"newsroom.{purpose}"
