"""What a response says in full and who says it, read by the room that owns its other half."""

from collections.abc import Callable
from typing import NamedTuple

from moderation.models import Response


class Said(NamedTuple):
    """All the words, as they were written, and the e-mail address or nothing."""

    text: str
    email: str = ""


READERS: dict[str, Callable[[Response], Said]] = {}
"""Kind of response → how the room that owns its other half reads it."""


def said_in(response: Response) -> Said:
    """The words in full; of a kind that no room registered, its summary."""
    reader = READERS.get(response.kind)
    return reader(response) if reader else Said(response.summary)
