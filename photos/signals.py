"""News that goes up to the rooms above, with ``photo``."""

from django.dispatch import Signal

photo_changed = Signal()
"""What is said about a photo changed, or it is gone: whoever shows it writes its words anew."""
