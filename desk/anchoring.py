"""Where in the text that is there now a note belongs that was written on an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from desk.models import Note
from lib.html import excerpt, text_of
from lib.merging import blocks, places

LONGEST_BEGINNING = 80
"""Characters by which a person knows a paragraph in a list."""


@dataclass(frozen=True)
class Paragraph:
    """One block of a body: its place from 0, its words on one line, their beginning."""

    place: int
    text: str

    @property
    def beginning(self) -> str:
        return excerpt(self.text, LONGEST_BEGINNING)


def paragraphs(body: str) -> list[Paragraph]:
    """The blocks of a body that hold words, in order; places count the others too."""
    found = (Paragraph(place, text_of(block)) for place, block in enumerate(blocks(body)))
    return [one for one in found if one.text]


def found_again(
    notes: Sequence[Note], bodies: dict[int, str], body: str
) -> dict[int, Paragraph | None]:
    """Id of each note that is about a paragraph → that paragraph in ``body``; None when it is gone.

    ``bodies`` are those of the revisions that the notes name, by id. First the blocks of both are
    aligned; where that finds nothing (the paragraph was moved, or never saved when the note was
    written), the quoted words are looked for.
    """
    now, pieces = {one.place: one for one in paragraphs(body)}, blocks(body)

    @cache
    def aligned(revision: int) -> list[int | None]:
        return places(blocks(bodies.get(revision, "")), pieces)

    def find(note: Note) -> Paragraph | None:
        places_now = aligned(note.revision_id) if note.revision_id else []
        if note.place is not None and note.place < len(places_now):
            place = places_now[note.place]
            if place is not None and place in now:
                return now[place]
        return _with_words(note, list(now.values()))

    return {note.pk: find(note) for note in notes if note.quote}


def _with_words(note: Note, now: list[Paragraph]) -> Paragraph | None:
    """The paragraph that holds the quoted words; of several the one nearest to the old place."""
    words = " ".join(note.quote.split())
    near = note.place or 0
    return min(
        (one for one in now if words in one.text),
        key=lambda one: abs(one.place - near),
        default=None,
    )
