"""The checks before anything is stored or fetched: each lets in, or refuses with a status.

They stand before all others, so that no sender fills the queue without limit: a reply that would
only be held is counted like any other.
"""

from urllib.parse import urlsplit

from lib.clients import Origin
from lib.suffixes import registrable_domain
from masthead.models import Speakers
from moderation.candidates import Candidate, Outcome, Verdict
from moderation.limits import wait, waits
from moderation.models import Rule


def closed(candidate: Candidate) -> Verdict | None:
    """The article takes no replies, or no links from other sites, now."""
    article, newsroom = candidate.article, candidate.newsroom
    is_open = article.replies_open if candidate.is_comment else article.links_open
    return None if is_open(newsroom) else Verdict(Outcome.REFUSE, "closed", status=403)


def banned(candidate: Candidate) -> Verdict | None:
    """An address, a domain, a network or a sender that may not speak now; staff always may."""
    rule = None if candidate.is_by_staff else candidate.rule_that(Rule.Action.REFUSE)
    return Verdict(Outcome.REFUSE, "banned", rule.pattern, status=403) if rule else None


def accounts_only(candidate: Candidate) -> Verdict | None:
    """A guest replies where only accounts may."""
    if not candidate.is_comment or candidate.user is not None:
        return None
    if candidate.policy("who_may_reply") != Speakers.ACCOUNTS:
        return None
    return Verdict(Outcome.REFUSE, "accounts-only", status=403)


def foreign_origin(candidate: Candidate) -> Verdict | None:
    """Another site's page sent the form."""
    if candidate.origin is not Origin.FOREIGN:
        return None
    return Verdict(Outcome.REFUSE, "foreign-origin", status=403)


def blocked_host(candidate: Candidate) -> Verdict | None:
    """A linking site that a moderator blocked, on whichever port."""
    if candidate.is_comment or not candidate.is_blocked:
        return None
    return Verdict(Outcome.REFUSE, "blocked-host", candidate.host, status=403)


def linkback_limits(candidate: Candidate) -> Verdict | None:
    """Too many links at once from one network or one site."""
    return None if candidate.is_comment else limits_together([candidate])[0]


def limits_together(links: list[Candidate]) -> list[Verdict | None]:
    """The same of links to one newsroom that came together, whose turns are taken with one question
    for all.

    All names below a registered domain are one site, because whoever has the domain has as many of
    them as they like. Nobody is counted by a network that is not known; one that is known is
    counted also where the site has to wait.
    """
    if not links:
        return []
    asked = [
        (place, thing, whose)
        for place, link in enumerate(links)
        for thing, whose in (("host", _site_of(link.host)), ("network", link.network_hash))
        if whose
    ]
    room = links[0].newsroom
    found = waits(
        [f"linkback:{thing}:{whose}" for __, thing, whose in asked],
        burst=room.linkbacks_burst,
        per_minute=room.linkbacks_per_minute,
    )
    verdicts: list[Verdict | None] = [None] * len(links)
    for (place, thing, __), seconds in zip(asked, found, strict=True):
        verdicts[place] = verdicts[place] or _too_fast(f"linkback:{thing}", seconds)
    return verdicts


def comment_limits(candidate: Candidate) -> Verdict | None:
    """Too many replies at once from one network or one writer; staff may be fast."""
    if not candidate.is_comment or candidate.is_by_staff:
        return None
    room = candidate.newsroom
    network, writer = candidate.network_hash, candidate.email.lower()
    return _limited(
        "comment:network", network, room.comments_burst, room.comments_per_minute
    ) or _limited("comment:writer", writer, room.writer_burst, room.writer_per_minute)


def duplicate(candidate: Candidate) -> Verdict | None:
    """The same was said here before."""
    return Verdict(Outcome.REFUSE, "duplicate", status=409) if candidate.twin else None


def _limited(thing: str, whose: str, burst: int, per_minute: float) -> Verdict | None:
    seconds = wait(f"{thing}:{whose}", burst=burst, per_minute=per_minute) if whose else 0
    return _too_fast(thing, seconds)


def _too_fast(thing: str, seconds: float) -> Verdict | None:
    if not seconds:
        return None
    return Verdict(Outcome.REFUSE, "too-fast", thing, status=429, wait=seconds)


def _site_of(host: str) -> str:
    return registrable_domain(urlsplit(f"//{host}").hostname or "") or host
