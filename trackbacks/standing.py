"""What a sender may know of a linkback: one of a few words, at an address that nobody can guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.sealing import seal, unseal
from lib.tokens import random_token
from moderation.models import State
from trackbacks.cases import SENTENCES, Case
from trackbacks.models import Linkback

KEPT = timedelta(days=30)
REMOVED = "removed"
"""Why its owner had it withdrawn; a link with this in its log is shown again by a person only."""
SOURCE_REASONS = frozenset(
    [
        "status",
        "unreadable",
        "type",
        "too-large",
        "encoding",
        "redirects",
        "unreachable",
        "unresolvable",
        "timeout",
        "tls",
        "protocol",
        "address",
        "port",
        "own",
        "invalid",
        "scheme",
        "userinfo",
        "source-gone",
    ]
)
"""Reason words of a source that could not be had: one sentence for all, so that nothing is told
of networks that only we can reach."""
LINK_REASONS = frozenset({"no-link", "link-gone"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A word for programs, and the same for people."""

    word: str
    sentence: str


def standing_of(linkback: Linkback) -> Standing:
    """Received, waiting, shown or refused."""
    match linkback.response.state:
        case State.RECEIVED:
            return Standing("received", _("Thank you: the link is queued for verification."))
        case State.HELD:
            return Standing("waiting", _("Thank you: the link waits for a moderator."))
        case State.SHOWN:
            return Standing("shown", _("Thank you: the link is shown."))
    if linkback.response.reason == REMOVED:
        return Standing("refused", _("The link was removed, as its page’s owner asked."))
    return Standing("refused", str(SENTENCES[_case_of(linkback.response.reason)]))


def status_address(linkback: Linkback) -> str:
    """The absolute address of its status page, which is good for thirty days from now.

    Who began the linkback may remove it there. Everybody may announce anybody's page again, so
    who only did that is given an address at which one may look and nothing else.
    """
    return own_address(linkback) if linkback.is_new else watch_address(linkback)


def new_status() -> tuple[str, datetime]:
    """The token of a status page, and when that ends."""
    return random_token(), timezone.now() + KEPT


def own_address(linkback: Linkback) -> str:
    """The address for who began it."""
    until = linkback.status_until
    if not linkback.status_token or not until or until <= timezone.now():
        linkback.status_token, linkback.status_until = new_status()
        linkback.save(update_fields=["status_token", "status_until"])
    return settings.SITE_URL + reverse("linkback-status", args=[linkback.status_token])


def watch_address(linkback: Linkback) -> str:
    """The address for everybody else who announced it."""
    word = seal("watch", linkback.pk)
    return settings.SITE_URL + reverse("linkback-watch", args=[word])


def watched(word: str) -> Linkback | None:
    """The linkback of such an address, while it is good."""
    found = unseal("watch", word, KEPT)
    return Linkback.objects.select_related("response", "article").filter(pk__in=found).first()


def _case_of(reason: str) -> Case:
    if reason in LINK_REASONS:
        return Case.NO_LINK
    return Case.NO_SOURCE if reason in SOURCE_REASONS else Case.DENIED
