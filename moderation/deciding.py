"""Deciding about a response: its state, the log, the counts, the pages and the news, all at once.

Every decision locks the article's tally (`moderation.sittings`), then the response: whoever comes
second sees what the first one decided.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from lib.rows import add, change
from moderation.checks import Outcome, Verdict
from moderation.models import Decision, Response, State
from moderation.pleas import answer, ask_again
from moderation.reasons import AWAITING, UNCONFIRMED
from moderation.signals import (
    response_decided,
    response_held,
    response_hidden,
    response_shown,
)
from moderation.sittings import Sitting, sitting

STATES = {
    Outcome.REFUSE: State.REJECTED,
    Outcome.SPAM: State.SPAM,
    Outcome.HOLD: State.HELD,
    Outcome.SHOW: State.SHOWN,
}
MODERATOR = "moderator"
LEFT = "left"
"""The log's word for a report or an appeal that changed nothing."""
DECIDED = ("state", "reason", "evidence", "decided_at", "news_at")
"""Columns of a response that a decision writes."""
TOLD_WHEN_SHOWN = {"trusted-host", "policy-show"}
"""Reasons for which a linkback is shown without anybody having looked at it."""


@dataclass(frozen=True)
class Press:
    """One press of a button; all that it decides is undone together.

    `version` is what the moderator saw (`Response.version`); empty decides whatever stands there.
    """

    version: str = ""
    note: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Step:
    """One decision as somebody wants it."""

    after: State
    reason: str
    evidence: str = ""
    by: User | None = None
    unless: Callable[[Response], bool] = lambda _: False
    press: Press | None = None
    undoes: Decision | None = None
    reason_counts: bool = False

    def changes(self, row: Response) -> bool:
        """Whether it is another state, or another reason where that counts."""
        return row.state != self.after or (self.reason_counts and row.reason != self.reason)


class Meanwhile(Exception):
    """Nothing was changed: `response` is not what the moderator saw, but as it stands there now.

    `decision` says who changed it; None when the writer edited it.
    """

    def __init__(self, response: Response) -> None:
        super().__init__(response.pk)
        self.response = response
        self.decision = response.decisions.select_related("decided_by").first()


def settle(
    response: Response, verdict: Verdict, *, by: User | None = None, seat: Sitting | None = None
) -> bool:
    """Store what the checks decided; a person's decision stands, unless it was withdrawn since.

    Who gives a ``seat`` has locked the response in that sitting; it is saved with all that its
    holder changed.
    """
    return _decide(
        response,
        STATES[verdict.outcome],
        verdict.reason,
        verdict.evidence,
        by=by,
        unless=_is_decided,
        seat=seat,
    )


def settle_anew(response: Response, verdict: Verdict) -> bool:
    """Like `settle`, of what was judged before: another reason is news too, such as for what
    waited for its writer and waits for a moderator now.
    """
    return _decide(
        response,
        STATES[verdict.outcome],
        verdict.reason,
        verdict.evidence,
        by=None,
        unless=_is_decided,
        reason_counts=True,
    )


def approve(response: Response, *, by: User | None, press: Press | None = None) -> bool:
    """Show it to everybody. Like all of these: whether anything changed; again changes nothing,
    but answers the reports and the appeal that are open.

    Raises `Meanwhile` when it is not what the press of the button saw.
    """
    return _decide(response, State.SHOWN, MODERATOR, by=by, press=press)


def reject(
    response: Response,
    *,
    by: User | None,
    reason: str = MODERATOR,
    press: Press | None = None,
) -> bool:
    """Keep it from the public, without calling it spam; the press may hold a note to its writer."""
    return _decide(response, State.REJECTED, reason, by=by, press=press)


def mark_spam(response: Response, *, by: User | None, press: Press | None = None) -> bool:
    """Keep it from the public as spam."""
    return _decide(response, State.SPAM, MODERATOR, by=by, press=press)


def undo(decision: Decision, *, by: User, press: Press | None = None) -> bool:
    """Bring back what stood there before a decision, with its reason; logged like any other.

    Raises `Meanwhile` when somebody decided since. An undo can be undone.
    """

    def since(row: Response) -> bool:
        if row.decisions.first() != decision:
            raise Meanwhile(row)
        return False

    return _decide(
        decision.response,
        State(decision.before),
        decision.before_reason,
        decision.before_evidence,
        by=by,
        unless=since,
        press=press,
        undoes=decision,
    )


def undo_press(press: UUID, *, by: User, again: Press) -> tuple[list[Decision], list[Meanwhile]]:
    """Undo all that one press of a button decided: what was undone, what was decided since.

    What this press, `again`, undoes is undone together too.
    """
    undone, kept = [], []
    for decision in Decision.objects.of_press(press).select_related("response"):
        try:
            if undo(decision, by=by, press=again):
                undone.append(decision)
        except Meanwhile as meanwhile:
            kept.append(meanwhile)
    return undone, kept


def hold(response: Response, *, reason: str, evidence: str = "", by: User | None = None) -> bool:
    """Let a person look at it again, also when it was shown; only a person reopens a rejection."""
    return _decide(response, State.HELD, reason, evidence, by=by, unless=_stays_away(by))


def withdraw(
    response: Response, *, reason: str, evidence: str = "", by: User | None = None
) -> bool:
    """Its writer took it back, or it is gone from its source; what was rejected stays that."""
    return _decide(response, State.WITHDRAWN, reason, evidence, by=by, unless=_stays_away(by))


def erase(response: Response) -> bool:
    """Its writer wants to be forgotten: gone for good from wherever it stood."""
    return _decide(response, State.WITHDRAWN, "erased", by=None)


def _decide(
    response: Response,
    after: State,
    reason: str,
    evidence: str = "",
    *,
    seat: Sitting | None = None,
    **how: Any,
) -> bool:
    """Decide in the sitting at hand, or in one of its own."""
    if seat:
        return _decide_on(response, response, seat, Step(after, reason, evidence, **how))
    with sitting(response.article_id) as seat:
        row = Response.objects.select_for_update().get(pk=response.pk)
        return _decide_on(response, row, seat, Step(after, reason, evidence, **how))


def _decide_on(response: Response, row: Response, seat: Sitting, step: Step) -> bool:
    """Change the locked ``row``, and the ``response`` that the caller holds with it."""
    by, press = step.by, step.press
    if press and press.version and press.version != row.version:
        raise Meanwhile(row)
    before = State(row.state)
    may = not step.unless(row)
    changes = may and step.changes(row)
    if changes:
        line = Decision(
            before=before, before_reason=row.reason, before_evidence=row.evidence,
            undoes=step.undoes,
        )  # fmt: skip
        row.state, row.reason, row.evidence = step.after, step.reason, step.evidence[:300]
        row.decided_at = timezone.now()
        if by is None and _is_news(row):
            row.news_at = row.decided_at
            seat.has_news(row)
        change(row, () if row is response else DECIDED)
        _log(line, row, by, press)
        _tell(row, before, seat)
    if may and by is not None and not changes and (step.undoes or row.plea):
        left = Decision(before=before, before_reason=row.reason, undoes=step.undoes)
        _log(left, row, by, press, LEFT)
    answers = may and by is not None and (
        ask_again(row, step.undoes) if step.undoes else answer(row, by)
    )  # fmt: skip
    for name in ("state", "reason", "evidence", "decided_at"):
        setattr(response, name, getattr(row, name))
    return changes or answers


def _is_decided(row: Response) -> bool:
    """Whether a person's decision stands."""
    if row.state in {State.RECEIVED, State.WITHDRAWN}:
        return False
    last = _standing(row)
    return last is not None and (last.decided_by_id is not None or last.reason == MODERATOR)


def _standing(row: Response) -> Decision | None:
    """The last decision that was not undone: undoing one leaves what stood before it."""
    last = row.decisions.select_related("undoes").first()
    while last and last.undoes:
        last = row.decisions.select_related("undoes").filter(pk__lt=last.undoes.pk).first()
    return last


def _stays_away(by: User | None) -> Callable[[Response], bool]:
    """Nothing but a person moves what was rejected or is spam."""
    return lambda row: by is None and row.state in {State.REJECTED, State.SPAM}


def _log(
    line: Decision, row: Response, by: User | None, press: Press | None, reason: str = ""
) -> None:
    line.response, line.decided_by = row, by
    line.after, line.reason, line.evidence = row.state, reason or row.reason, row.evidence
    if press:
        line.press, line.note = press.id, press.note
    add([line])


def _tell(row: Response, before: State, seat: Sitting) -> None:
    """The pages and the rooms above."""
    response_decided.send(Response, response=row, before=before)
    if State.SHOWN in {before, row.state}:
        seat.counts()
        seat.shows(f"article-{row.article_id}", "articles")
    if row.state == State.SHOWN:
        response_shown.send(Response, response=row)
    elif before == State.SHOWN:
        response_hidden.send(Response, response=row)
    if row.state == State.HELD:
        response_held.send(Response, response=row)


def _is_news(row: Response) -> bool:
    """Held for a moderator, or a link of another site that is shown though nobody looked at it;
    told of once.
    """
    if row.news_at is not None or row.reason in {UNCONFIRMED, AWAITING}:
        return False
    unseen = row.kind != Response.Kind.COMMENT and row.reason in TOLD_WHEN_SHOWN
    return row.state == State.HELD or (row.state == State.SHOWN and unseen)
