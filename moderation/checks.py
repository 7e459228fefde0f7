"""The ordered list of small functions through which everything said back passes.

Each looks at a candidate and says nothing (None) or gives a verdict with a reason word; the first
verdict ends it. `DOOR` stands before anything is stored or fetched (`moderation.door`), `CHECKS`
decides what is stored; the reason stays on the response, with the word or rule that fired, and
moderators read its sentence.
"""

from collections.abc import Callable, Iterable

from django.conf import settings

from accounts.models import User
from articles.models import Author
from lib import links
from lib.clients import Origin
from lib.fold import fold
from masthead.models import Mode, Newsroom, Speakers
from moderation.akismet import is_on
from moderation.candidates import Candidate, Outcome, Verdict
from moderation.door import (
    accounts_only,
    banned,
    blocked_host,
    closed,
    comment_limits,
    duplicate,
    foreign_origin,
    limits_together,
    linkback_limits,
)
from moderation.models import Response, Rule
from moderation.reasons import AWAITING

__all__ = [
    "CHECKS", "DOOR", "Candidate", "Outcome", "Verdict", "at_door", "at_door_together",
    "blocked_host", "judge",
]  # fmt: skip

COMMENT = Response.Kind.COMMENT
UNASKED = {"own-site", "staff"}
"""Reasons to show something that no service outside is asked about."""
Check = Callable[[Candidate], Verdict | None]


def at_door(candidate: Candidate) -> Verdict | None:
    """The refusal of the first check that has one; None lets the candidate in."""
    return _first(DOOR, candidate)


def at_door_together(links: list[Candidate]) -> list[Verdict | None]:
    """The same of links that came together: who passes what stands before the limits takes a turn,
    all of them at once.
    """
    before = DOOR[: DOOR.index(linkback_limits)]
    verdicts = [_first(before, one) for one in links]
    passed = [one for one, verdict in zip(links, verdicts, strict=True) if verdict is None]
    limited = iter(limits_together(passed))
    return [verdict or next(limited) for verdict in verdicts]


def judge(candidate: Candidate) -> Verdict:
    """What becomes of a candidate that was let in: SPAM, HOLD or SHOW.

    Where a service outside is asked (`moderation.classifying`), what would be shown waits for it.
    """
    verdict = _first(CHECKS, candidate) or by_newsroom(candidate)
    if is_on() and verdict.outcome is Outcome.SHOW and verdict.reason not in UNASKED:
        return Verdict(Outcome.HOLD, AWAITING, verdict.reason)
    return verdict


def _first(checks: Iterable[Check], candidate: Candidate) -> Verdict | None:
    return next((verdict for check in checks if (verdict := check(candidate))), None)


def own_site(candidate: Candidate) -> Verdict | None:
    """One of our articles links to another."""
    own = links.parse(settings.SITE_URL).netloc
    if candidate.is_comment or candidate.host != own:
        return None
    return Verdict(Outcome.SHOW, "own-site", candidate.host)


def honeypot(candidate: Candidate) -> Verdict | None:
    """A field that nobody sees was filled in."""
    if not candidate.honeypot:
        return None
    return Verdict(Outcome.SPAM, "honeypot", candidate.honeypot[:300])


def no_token(candidate: Candidate) -> Verdict | None:
    """The form's script fetched no token: scripts are off, or no browser sent it."""
    if candidate.has_token or not candidate.is_comment or candidate.user is not None:
        return None
    return Verdict(Outcome.HOLD, "no-token")


def unknown_origin(candidate: Candidate) -> Verdict | None:
    """The browser did not say from where the form was sent."""
    if candidate.origin is not Origin.UNKNOWN:
        return None
    return Verdict(Outcome.HOLD, "unknown-origin")


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


def raid(candidate: Candidate) -> Verdict | None:
    """A moderator pulled the switch: a person looks at everything first."""
    return Verdict(Outcome.HOLD, "raid") if candidate.newsroom.is_raided else None


def staff(candidate: Candidate) -> Verdict | None:
    """The writer works here, or wrote the article."""
    user = candidate.user
    if user is None or not user.is_active:
        return None
    if user.is_staff or candidate.article.bylines.filter(author__user=user).exists():
        return Verdict(Outcome.SHOW, "staff", str(user)[:300])
    return None


def blocked_site(candidate: Candidate) -> Verdict | None:
    """The writer names a blocked site as their own, or the linking site was blocked meanwhile."""
    if not candidate.is_blocked:
        return None
    return Verdict(Outcome.SPAM, "blocked-host", candidate.host)


def blocked(candidate: Candidate) -> Verdict | None:
    """A word, an address, a domain or a network that the newsroom takes for spam."""
    rule = candidate.rule_that(Rule.Action.SPAM)
    return Verdict(Outcome.SPAM, f"blocked-{rule.kind}", rule.pattern) if rule else None


def many_links(candidate: Candidate) -> Verdict | None:
    """More links, counted after rendering, than the newsroom lets pass."""
    if candidate.links <= candidate.newsroom.most_links:
        return None
    return Verdict(Outcome.HOLD, "many-links", str(candidate.links))


def held(candidate: Candidate) -> Verdict | None:
    """A word, an address, a domain or a network at which the newsroom wants to look first."""
    rule = candidate.rule_that(Rule.Action.HOLD)
    return Verdict(Outcome.HOLD, f"held-{rule.kind}", rule.pattern) if rule else None


def unconfirmed(candidate: Candidate) -> Verdict | None:
    """A guest who has not proven the e-mail address, where only such may reply."""
    if not candidate.is_comment or candidate.user is not None or candidate.confirmed:
        return None
    if candidate.policy("who_may_reply") != Speakers.CONFIRMED:
        return None
    return Verdict(Outcome.HOLD, "unconfirmed")


def trusted_host(candidate: Candidate) -> Verdict | None:
    """A linking site that a moderator trusts, or of which one approved a link that is shown still;
    a reader's website proves nothing.
    """
    if candidate.is_comment or not candidate.host:
        return None
    if candidate.is_trusted:
        return Verdict(Outcome.SHOW, "trusted-host", candidate.host)
    return None


def first_timer(candidate: Candidate) -> Verdict | None:
    """A writer of whom nothing was approved before, as far as can be proven."""
    proven = candidate.trusted_browser or (candidate.approved_before and candidate.confirmed)
    if not candidate.is_comment or proven:
        return None
    return Verdict(Outcome.HOLD, "first-timer")


def by_newsroom(candidate: Candidate) -> Verdict:
    """What nothing spoke against follows the policy of the article, its section or the newsroom."""
    comments, linkbacks = candidate.policy("comments_mode"), candidate.newsroom.linkbacks_mode
    mode = comments if candidate.is_comment else linkbacks
    if mode == Mode.SHOW:
        return Verdict(Outcome.SHOW, "policy-show")
    return Verdict(Outcome.HOLD, "policy-hold")


def _names_of_ours(newsroom: Newsroom) -> set[str]:
    """Folded; a newsroom has hundreds of names, not millions."""
    people = User.objects.filter(is_active=True, is_staff=True).values_list("name", flat=True)
    authors = Author.objects.values_list("name", flat=True)
    return {fold(name) for name in (newsroom.name, *people, *authors)} - {""}


DOOR: list[Check] = [
    closed,
    accounts_only,
    banned,
    foreign_origin,
    blocked_host,
    linkback_limits,
    comment_limits,
    duplicate,
]
CHECKS: list[Check] = [
    own_site,
    honeypot,
    no_token,
    unknown_origin,
    borrowed_name,
    raid,
    staff,
    blocked_site,
    blocked,
    many_links,
    held,
    unconfirmed,
    trusted_host,
    first_timer,
    by_newsroom,
]
