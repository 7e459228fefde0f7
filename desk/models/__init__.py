"""What only the desk keeps: never shown to readers."""

from desk.models.act import Act, Step
from desk.models.handover import Handover, HandoverQuerySet
from desk.models.keeping import Presence, Typed, Unsaved
from desk.models.notes import Note
from desk.models.preview import Approval, Opening, PreviewLink

__all__ = [
    "Act", "Approval", "Handover", "HandoverQuerySet", "Note", "Opening", "Presence", "PreviewLink",
    "Step", "Typed", "Unsaved",
]  # fmt: skip
