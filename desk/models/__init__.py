"""What the desk itself keeps: what was typed and not saved, who is at an article."""

from desk.models.keeping import Presence, Typed, Unsaved

__all__ = ["Presence", "Typed", "Unsaved"]
