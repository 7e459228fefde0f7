"""What only the desk keeps: never shown to readers."""

from desk.models.act import Act, Step
from desk.models.handover import Handover, HandoverQuerySet

__all__ = ["Act", "Handover", "HandoverQuerySet", "Step"]
