"""What only the desk keeps: never shown to readers."""

from desk.models.notes import Note
from desk.models.preview import Approval, Opening, PreviewLink

__all__ = ["Approval", "Note", "Opening", "PreviewLink"]
