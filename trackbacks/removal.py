"""Removal: the owner of a page may have its link taken down, by an address that nobody else has.

The staff hand it to them, because everybody may announce anybody's page. It acts on POST only, ends
after some days, and is void as soon as anything is decided about the link. Who can write into the
page needs nobody for that (``reading.DECLINING``).
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from lib.sealing import seal, unseal
from moderation.deciding import withdraw
from moderation.models import State
from trackbacks.models import Linkback
from trackbacks.standing import REMOVED

GOOD_FOR = timedelta(days=14)
REMOVABLE = {State.RECEIVED, State.HELD, State.SHOWN}


class Void(Exception):
    """The address was never given out, has ended, or speaks of what was decided anew since."""


def may_be_removed(linkback: Linkback) -> bool:
    """Whether there is anything to take down; links between our own articles are ours."""
    is_ours = linkback.protocol == Linkback.Protocol.OWN
    return linkback.response.state in REMOVABLE and not is_ours


def removal_address(linkback: Linkback) -> str:
    """The absolute address at which this link can be removed, for fourteen days from now."""
    word = seal("removal", linkback.pk, _version(linkback))
    return settings.SITE_URL + reverse("linkback-removal", args=[word])


def linkback_for(word: str) -> Linkback | None:
    """What a signed word speaks of; None when it is erased. Raises Void."""
    found = unseal("removal", word, GOOD_FOR)
    if not found:
        raise Void
    pk, version = found
    linkback = Linkback.objects.select_related("response", "article").filter(pk=pk).first()
    if linkback and may_be_removed(linkback) and version != _version(linkback):
        raise Void
    return linkback


def remove(linkback: Linkback) -> bool:
    """Withdraw it; whether there was anything to withdraw. The log keeps the evidence."""
    return withdraw(linkback.response, reason=REMOVED)


def _version(linkback: Linkback) -> str:
    """Another one after each decision."""
    decided_at = linkback.response.decided_at
    return decided_at.isoformat() if decided_at else ""
