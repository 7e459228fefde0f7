"""What this room adds to the desk: linkbacks by the protocol that announced them."""

from django.db.models import Q

from moderation.queues import Choice, kind
from trackbacks.models import Linkback


def register() -> None:
    """Make the protocols known as finer kinds of response."""
    for protocol in Linkback.Protocol:
        by_it = Q(linkback__protocol=protocol)
        kind(Choice(protocol.value, protocol.label, by_it, walks=True))
