"""What a colleague who leaves was at work on, registered by the room where it lies.

So that ending an account can say what becomes of it and hand it over, though the room of accounts
knows nothing of the rooms above it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Work(NamedTuple):
    """One kind of work; people are ids of accounts."""

    said: Callable[[int], str]
    """From how many there are to the sentence of what becomes of them."""
    count: Callable[[int], int]
    hand: Callable[[int, int], int] | None
    """From a colleague to another; gives how many. None for what stays as it is."""
    right: str
    """What the one who gets it must be allowed to do, as ``app_label.codename``."""


WORK: dict[str, Work] = {}
"""Name → what it is."""


def works(
    name: str,
    said: Callable[[int], str],
    count: Callable[[int], int],
    *,
    hand: Callable[[int, int], int] | None = None,
    right: str = "",
) -> None:
    """Register a kind of work: to be handed over with ``hand`` and ``right``, else to stay."""
    WORK[name] = Work(said, count, hand, right)
