"""News that goes up to the rooms above, inside the transaction that decided; with ``response``
where nothing else is said.
"""

from django.dispatch import Signal

response_held = Signal()
"""A response waits for a moderator."""

response_shown = Signal()
"""A response may be seen by everybody now."""

response_hidden = Signal()
"""A response that everybody saw is hidden now."""

response_decided = Signal()
"""A response went from the state ``before`` to another, whichever; sent before the other three."""

appeal_decided = Signal()
"""A person answered the ``appeal``; sent after what was decided about its response."""
