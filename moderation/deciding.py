"""Deciding about a response: its state, the log, the counts, the pages and the news, all at once.

Every decision locks the article's tally, then the response: whoever comes second sees what the
first one decided.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from articles.models import Tally
from lib.cache import purge
from moderation.checks import Outcome, Verdict
from moderation.mails import tell_moderators
from moderation.models import Decision, Response, State
from moderation.signals import response_decided, response_held, response_hidden, response_shown

STATES = {
    Outcome.REFUSE: State.REJECTED,
    Outcome.SPAM: State.SPAM,
    Outcome.HOLD: State.HELD,
    Outcome.SHOW: State.SHOWN,
}
MODERATOR = "moderator"
TOLD_WHEN_SHOWN = {"trusted-host", "policy-show"}
"""Reasons for which a linkback is shown without anybody having looked at it."""


def settle(
    response: Response, verdict: Verdict, *, by: User | None = None, tally: Tally | None = None
) -> bool:
    """Store what the checks decided; a person's decision stands, unless it was withdrawn since.

    Who gives the ``tally`` has locked it, and then the response, which is as it stands there now.
    """
    return _decide(
        response,
        STATES[verdict.outcome],
        verdict.reason,
        verdict.evidence,
        by=by,
        unless=_is_decided,
        tally=tally,
    )


def approve(response: Response, *, by: User | None) -> bool:
    """Show it to everybody. Like all of these: whether anything changed; again changes nothing."""
    return _decide(response, State.SHOWN, MODERATOR, by=by)


def reject(response: Response, *, by: User | None, reason: str = MODERATOR) -> bool:
    """Keep it from the public, without calling it spam."""
    return _decide(response, State.REJECTED, reason, by=by)


def mark_spam(response: Response, *, by: User | None) -> bool:
    """Keep it from the public as spam."""
    return _decide(response, State.SPAM, MODERATOR, by=by)


def hold(response: Response, *, reason: str, evidence: str = "", by: User | None = None) -> bool:
    """Let a person look at it again, also when it was shown; only a person reopens a rejection."""
    return _decide(response, State.HELD, reason, evidence, by=by, unless=_stays_away(by))


def withdraw(
    response: Response, *, reason: str, evidence: str = "", by: User | None = None
) -> bool:
    """Its writer took it back, or it is gone from its source; what was rejected stays that."""
    return _decide(response, State.WITHDRAWN, reason, evidence, by=by, unless=_stays_away(by))


def recount(tally: Tally) -> None:
    """Count what is shown into a tally that the caller locked (`Tally.locked`)."""
    shown = Response.objects.shown().filter(article_id=tally.article_id)
    counts = shown.aggregate(
        comments=Count("pk", filter=Q(kind=Response.Kind.COMMENT)),
        linkbacks=Count("pk", filter=Q(kind=Response.Kind.LINKBACK)),
    )
    tally.comments, tally.linkbacks = counts["comments"], counts["linkbacks"]
    tally.save(update_fields=["comments", "linkbacks"])


@transaction.atomic
def _decide(
    response: Response,
    after: State,
    reason: str,
    evidence: str = "",
    *,
    by: User | None,
    unless: Callable[[Response], bool] = lambda _: False,
    tally: Tally | None = None,
) -> bool:
    row = response
    if tally is None:
        tally = Tally.locked(response.article_id)
        row = Response.objects.select_for_update().get(pk=response.pk)
    before = State(row.state)
    changes = before != after and not unless(row)
    if changes:
        row.state, row.reason, row.evidence = after, reason, evidence[:300]
        row.decided_at = timezone.now()
        row.save(update_fields=["state", "reason", "evidence", "decided_at"])
        _log(row, before, by)
        recount(tally)
        _tell(row, before, by)
    for name in ("state", "reason", "evidence", "decided_at"):
        setattr(response, name, getattr(row, name))
    return changes


def _is_decided(row: Response) -> bool:
    """Whether a person's decision stands."""
    if row.state in {State.RECEIVED, State.WITHDRAWN}:
        return False
    last = row.decisions.first()
    return last is not None and (last.decided_by_id is not None or last.reason == MODERATOR)


def _stays_away(by: User | None) -> Callable[[Response], bool]:
    """Nothing but a person moves what was rejected or is spam."""
    return lambda row: by is None and row.state in {State.REJECTED, State.SPAM}


def _log(row: Response, before: State, by: User | None) -> None:
    Decision.objects.create(
        response=row,
        before=before,
        after=row.state,
        reason=row.reason,
        evidence=row.evidence,
        decided_by=by,
    )


def _tell(row: Response, before: State, by: User | None) -> None:
    """The pages, the rooms above, and the moderators."""
    response_decided.send(Response, response=row, before=before)
    if State.SHOWN in {before, row.state}:
        purge(f"article-{row.article_id}", "articles")
    if row.state == State.SHOWN:
        response_shown.send(Response, response=row)
    elif before == State.SHOWN:
        response_hidden.send(Response, response=row)
    if row.state == State.HELD:
        response_held.send(Response, response=row)
    if by is None and _wants_mail(row):
        tell_moderators.enqueue(row.pk)


def _wants_mail(row: Response) -> bool:
    """Held, or a link of another site that is shown though nobody looked at it."""
    if row.told_at is not None:
        return False
    unseen = row.kind != Response.Kind.COMMENT and row.reason in TOLD_WHEN_SHOWN
    return row.state == State.HELD or (row.state == State.SHOWN and unseen)
