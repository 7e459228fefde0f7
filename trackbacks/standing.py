"""What a sender may know of a linkback: one of a few words, at an address that nobody can guess."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.sealing import seal, unseal
from moderation.models import State
from trackbacks.cases import SENTENCES, Case
from trackbacks.looking import DECLINED
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
    if linkback.response.reason == DECLINED:
        return Standing("refused", _("The link is not shown: the page asks not to be."))
    return Standing("refused", str(SENTENCES[_case_of(linkback.response.reason)]))


def status_address(linkback: Linkback) -> str:
    """The absolute address of its status page, which is good for thirty days from now.

    One may look there and change nothing, because everybody may announce anybody's page.
    """
    return settings.SITE_URL + reverse("linkback-status", args=[seal("standing", linkback.pk)])


def linkback_at(word: str) -> Linkback | None:
    """The linkback of such an address, while it is good."""
    found = unseal("standing", word, KEPT)
    return Linkback.objects.select_related("response", "article").filter(pk__in=found).first()


def _case_of(reason: str) -> Case:
    if reason in LINK_REASONS:
        return Case.NO_LINK
    return Case.NO_SOURCE if reason in SOURCE_REASONS else Case.DENIED
