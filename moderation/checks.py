"""The ordered list of small functions through which everything said back passes.

Each looks at a candidate and says nothing (None) or gives a verdict with a reason word; the first
verdict ends it. `DOOR` stands before anything is stored or fetched, `CHECKS` decides what is
stored; the reason stays on the response, and moderators read its sentence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import User
from articles.models import Article, Author
from lib import links
from lib.clients import Origin
from lib.fold import fold
from masthead.models import Mode, Newsroom
from moderation.limits import wait
from moderation.models import Host, Response, State

COMMENT = Response.Kind.COMMENT


class Outcome(Enum):
    """What a verdict leads to."""

    REFUSE = "refuse"
    """Nothing is stored; only at the door."""
    SPAM = "spam"
    HOLD = "hold"
    SHOW = "show"


class Verdict(NamedTuple):
    """What a check decided; `status` (HTTP) and `wait` (seconds) belong to a refusal."""

    outcome: Outcome
    reason: str
    evidence: str = ""
    status: int = 0
    wait: float = 0


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something that somebody wants to say back, before it is a row.

    `host` is that of the linking page or of the writer's website, lower case, with its port where
    it is not the scheme's own. `user` only when a real token proved the session. `twin`: the same
    was said before. `trusted_browser`: something of this writer's was approved before, and more
    than a typed address proves that it is the same writer.
    """

    article: Article
    newsroom: Newsroom
    kind: Response.Kind
    text: str = ""
    author_name: str = ""
    author_address: str = ""
    email: str = ""
    host: str = ""
    network_hash: str = ""
    user: User | None = None
    links: int = 0
    honeypot: str = ""
    origin: Origin = Origin.OWN
    protocol: str = ""
    twin: bool = False
    trusted_browser: bool = False

    @property
    def is_comment(self) -> bool:
        return self.kind == COMMENT

    @property
    def is_by_staff(self) -> bool:
        return self.user is not None and self.user.is_active and self.user.is_staff


Check = Callable[[Candidate], Verdict | None]


def at_door(candidate: Candidate) -> Verdict | None:
    """The refusal of the first check that has one; None lets the candidate in."""
    return _first(DOOR, candidate)


def judge(candidate: Candidate) -> Verdict:
    """What becomes of a candidate that was let in: SPAM, HOLD or SHOW."""
    return _first(CHECKS, candidate) or by_newsroom(candidate)


def _first(checks: Iterable[Check], candidate: Candidate) -> Verdict | None:
    return next((verdict for check in checks if (verdict := check(candidate))), None)


# At the door


def closed(candidate: Candidate) -> Verdict | None:
    """The article takes no replies, or no links from other sites, now."""
    article, newsroom = candidate.article, candidate.newsroom
    is_open = article.replies_open if candidate.is_comment else article.links_open
    return None if is_open(newsroom) else Verdict(Outcome.REFUSE, "closed", status=403)


def foreign_origin(candidate: Candidate) -> Verdict | None:
    """Another site's page sent the form."""
    if candidate.origin is not Origin.FOREIGN:
        return None
    return Verdict(Outcome.REFUSE, "foreign-origin", status=403)


def blocked_host(candidate: Candidate) -> Verdict | None:
    """A linking site that a moderator blocked, on whichever port."""
    if candidate.is_comment or not _is_blocked(candidate.host):
        return None
    return Verdict(Outcome.REFUSE, "blocked-host", candidate.host, status=403)


def linkback_limits(candidate: Candidate) -> Verdict | None:
    """Too many links at once from one network or one site."""
    if candidate.is_comment:
        return None
    burst = candidate.newsroom.linkbacks_burst
    pace = candidate.newsroom.linkbacks_per_minute
    return _limited("linkback:host", candidate.host, burst, pace) or _limited(
        "linkback:network", candidate.network_hash, burst, pace
    )


def comment_limits(candidate: Candidate) -> Verdict | None:
    """Too many replies at once from one network or one writer; staff may be fast."""
    if not candidate.is_comment or candidate.is_by_staff:
        return None
    return _limited("comment:network", candidate.network_hash, 10, 6) or _limited(
        "comment:writer", candidate.email.lower(), 5, 3
    )


def duplicate(candidate: Candidate) -> Verdict | None:
    """The same was said here before."""
    return Verdict(Outcome.REFUSE, "duplicate", status=409) if candidate.twin else None


def _limited(thing: str, whose: str, burst: int, per_minute: float) -> Verdict | None:
    seconds = wait(f"{thing}:{whose}", burst=burst, per_minute=per_minute) if whose else 0
    if not seconds:
        return None
    return Verdict(Outcome.REFUSE, "too-fast", thing, status=429, wait=seconds)


# What becomes of it


def honeypot(candidate: Candidate) -> Verdict | None:
    """A field that nobody sees was filled in."""
    if not candidate.honeypot:
        return None
    return Verdict(Outcome.SPAM, "honeypot", candidate.honeypot[:300])


def blocked_website(candidate: Candidate) -> Verdict | None:
    """The writer names a blocked site as their own; linking sites were refused at the door."""
    if not candidate.is_comment or not _is_blocked(candidate.host):
        return None
    return Verdict(Outcome.SPAM, "blocked-host", candidate.host)


def own_site(candidate: Candidate) -> Verdict | None:
    """One of our articles links to another."""
    own = links.parse(settings.SITE_URL).netloc
    if candidate.is_comment or candidate.host != own:
        return None
    return Verdict(Outcome.SHOW, "own-site", candidate.host)


def staff(candidate: Candidate) -> Verdict | None:
    """The writer works here, or wrote the article."""
    user = candidate.user
    if user is None or not user.is_active:
        return None
    if user.is_staff or candidate.article.bylines.filter(author__user=user).exists():
        return Verdict(Outcome.SHOW, "staff", str(user)[:300])
    return None


def borrowed_name(candidate: Candidate) -> Verdict | None:
    """A guest uses the name or the e-mail address of somebody who works here."""
    if not candidate.is_comment or candidate.user is not None:
        return None
    works_here = User.objects.filter(is_active=True, is_staff=True)
    if candidate.email and works_here.filter(email=candidate.email).exists():
        return Verdict(Outcome.HOLD, "staff-address", candidate.email)
    name = fold(candidate.author_name)
    if name and name in _names_of_ours(candidate.newsroom):
        return Verdict(Outcome.HOLD, "staff-name", candidate.author_name)
    return None


def unknown_origin(candidate: Candidate) -> Verdict | None:
    """The browser did not say from where the form was sent."""
    if candidate.origin is not Origin.UNKNOWN:
        return None
    return Verdict(Outcome.HOLD, "unknown-origin")


def many_links(candidate: Candidate) -> Verdict | None:
    """More links, counted after rendering, than the newsroom lets pass."""
    if candidate.links <= candidate.newsroom.most_links:
        return None
    return Verdict(Outcome.HOLD, "many-links", str(candidate.links))


def trusted_host(candidate: Candidate) -> Verdict | None:
    """A linking site that a moderator trusts, or of which one approved a link that is shown still;
    a reader's website proves nothing.
    """
    if candidate.is_comment or not candidate.host:
        return None
    if Host.objects.trusted().covering(candidate.host).exists() or _was_approved(candidate.host):
        return Verdict(Outcome.SHOW, "trusted-host", candidate.host)
    return None


def first_timer(candidate: Candidate) -> Verdict | None:
    """A writer of whom nothing was approved before, as far as can be proven."""
    if not candidate.is_comment or candidate.trusted_browser:
        return None
    return Verdict(Outcome.HOLD, "first-timer")


def by_newsroom(candidate: Candidate) -> Verdict:
    """What nothing spoke against follows the newsroom's policy."""
    newsroom = candidate.newsroom
    mode = newsroom.comments_mode if candidate.is_comment else newsroom.linkbacks_mode
    if mode == Mode.SHOW:
        return Verdict(Outcome.SHOW, "policy-show")
    return Verdict(Outcome.HOLD, "policy-hold")


def _is_blocked(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return bool(host) and Host.objects.blocked().covering(name).exists()


def _was_approved(host: str) -> bool:
    """Of exactly this host, port and all: one blog on a blog farm does not vouch for another."""
    shown = Response.objects.shown().exclude(kind=COMMENT).filter(host=host)
    return shown.filter(decisions__decided_by__isnull=False, decisions__after=State.SHOWN).exists()


def _names_of_ours(newsroom: Newsroom) -> set[str]:
    """Folded; a newsroom has hundreds of names, not millions."""
    people = User.objects.filter(is_active=True, is_staff=True).values_list("name", flat=True)
    authors = Author.objects.values_list("name", flat=True)
    return {fold(name) for name in (newsroom.name, *people, *authors)} - {""}


DOOR: list[Check] = [
    closed,
    foreign_origin,
    blocked_host,
    linkback_limits,
    comment_limits,
    duplicate,
]
CHECKS: list[Check] = [
    honeypot,
    blocked_website,
    own_site,
    staff,
    borrowed_name,
    unknown_origin,
    many_links,
    trusted_host,
    first_timer,
    by_newsroom,
]
