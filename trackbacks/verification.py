"""Verifying: read the source page, find the link, and let the checks decide. Then keep watching.

The page is fetched outside any transaction. Who fetches holds a claim: ``verify_at`` stands a lease
in the future, and nobody else takes the row before. What was found is stored in one transaction,
and only while the claim still stands, so that a worker may be killed at any instruction.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from lib.rows import rows
from moderation.sittings import sitting
from trackbacks.claiming import claim, claim_due, lease
from trackbacks.concluding import Concluding
from trackbacks.looking import SECONDS, Look, answers_of, ask, look
from trackbacks.models import Linkback
from trackbacks.querysets import DUE
from trackbacks.targets import keys_of

PATIENCE = 3.0
"""Seconds that a sender waits for the answer while we read their page."""
HEARD_OUT = timedelta(seconds=2.5)
"""How long a crowd may go on announcing before the workers read what it told."""
SURELY_STORED = timedelta(seconds=1)
"""What was stored this long before the workers come is there when they do."""
AT_ONCE = 50
"""Sources that one task reads at the same time."""
OTHERS_DUE = f"{DUE} AND NOT response_id = ANY(%(new)s) LIMIT 1"
BEFORE_MAILS = 10
"""Priority of these tasks, above that of others: what is told of a link comes after the link."""


@dataclass
class LastNudge:
    """Of this process, for a crowd; it is enough for all that is stored ``until`` (monotonic)."""

    until: float = 0.0

    @property
    def is_enough(self) -> bool:
        """Whether the workers that it calls will find what is stored now."""
        return monotonic() < self.until

    def sent(self) -> None:
        """It went out just now."""
        self.until = monotonic() + (HEARD_OUT - SURELY_STORED).total_seconds()


LAST_NUDGE = LastNudge()


@task(priority=BEFORE_MAILS)
def verify_linkback(linkback_id: int) -> None:
    """Nudge: verify it, and with it whatever else is due, also where it was read or erased
    meanwhile; or come back when whoever reads it should have ended.
    """
    linkback = Linkback.objects.filter(pk=linkback_id).first()
    claimed = claim(linkback) if linkback else None
    if claimed:
        _verify_and_go_on([claimed, *claim_due(AT_ONCE - 1)])
    elif linkback and linkback.is_claimed(lease()):
        nudge(linkback)
    else:
        _verify_and_go_on(claim_due(AT_ONCE))


@task(priority=BEFORE_MAILS)
def verify_due() -> None:
    """Verify whatever is due: rows whose own nudge was lost, and those to be read again."""
    _verify_and_go_on(claim_due(AT_ONCE))


def _verify_and_go_on(claimed: list[Linkback]) -> None:
    """What is due besides waits neither for the slowest of these sources nor for the next sweep."""
    if len(claimed) == AT_ONCE:
        verify_due.enqueue()
    verify_together(claimed)
    if claimed and Linkback.objects.due().exists():
        verify_due.enqueue()


def verify(linkback: Linkback) -> bool:
    """Claim, read and conclude; whether it was due and nobody else's."""
    claimed = claim(linkback)
    if claimed is None:
        return False
    return conclude(claimed, look_at(claimed, seconds=SECONDS), patient=True) is not None


def verify_together(claimed: list[Linkback]) -> None:
    """Ask for all their pages at once, and read and conclude them as they come.

    Those of one article that have come share a transaction: one lock, one wait for the disk, one
    purge. One that fails for a reason of ours takes none of the others with it; its claim ends by
    itself.
    """
    errors: list[Exception] = []
    targets = {(row.article_id, row.target): row.article for row in claimed}
    keys = {one: keys_of(article, one[1]) for one, article in targets.items()}
    for answers in answers_of(claimed):
        looks = []
        for row, answer in answers:
            try:
                looks.append((row, look(answer.result, keys[row.article_id, row.target])))
            except Exception as error:
                errors.append(error)
        _conclude_together(looks, errors)
    if errors:
        raise ExceptionGroup("These could not be verified.", errors)


def _conclude_together(looks: list[tuple[Linkback, Look]], errors: list[Exception]) -> None:
    """Looks at sources that link to one article; where that fails for all, each by itself."""
    if not looks:
        return
    try:
        with sitting(looks[0][0].article_id) as seat:
            concluding = Concluding(seat, looks)
            for one in concluding.seen:
                concluding.conclude(one, again=nudge)
    except Exception as error:
        if len(looks) == 1:
            errors.append(error)
            return
        for one_look in looks:
            _conclude_together([one_look], errors)


def nudge(*linkbacks: Linkback) -> None:
    """Enqueue a task for the time when each row is due, in the caller's transaction."""
    for row in linkbacks:
        verify_linkback.using(run_after=row.verify_at).enqueue(row.pk)


def nudge_first(linkbacks: list[Linkback]) -> None:
    """Nudge for new rows unless another is due: whoever takes that one takes these as well, and
    looks once more at the end for what was stored meanwhile; behind them comes the sweep.

    More may follow: a crowd is heard out before the workers begin, and one nudge is enough for it.
    """
    if LAST_NUDGE.is_enough:
        return
    others = {"now": timezone.now(), "new": [row.pk for row in linkbacks]}
    if not rows(Linkback, OTHERS_DUE, **others):
        begin = timezone.now() + HEARD_OUT
        verify_linkback.using(run_after=begin).enqueue(linkbacks[0].pk)
        transaction.on_commit(LAST_NUDGE.sent)


@transaction.atomic
def postpone(linkback: Linkback) -> None:
    """Give a claim back and leave the row to the workers."""
    mine = Linkback.objects.filter(pk=linkback.pk, verify_at=linkback.verify_at)
    if mine.update(verify_at=timezone.now()):
        linkback.refresh_from_db(fields=["verify_at"])
        nudge(linkback)


def look_at(linkback: Linkback, *, seconds: float) -> Look:
    """Fetch the source and look for the link."""
    keys = keys_of(linkback.article, linkback.target)
    return look(partial(ask, linkback, seconds=seconds), keys)


def conclude(linkback: Linkback, look: Look, *, patient: bool) -> Linkback | None:
    """Store what a look showed and all that follows from it; None when the claim was lost.

    ``patient`` tries temporary failures of a new linkback again later. Locks the article's tally,
    linkback and response, in this order.
    """
    with sitting(linkback.article_id) as seat:
        concluding = Concluding(seat, [(linkback, look)])
        for one in concluding.seen:
            concluding.conclude(one, again=nudge if patient else None)
            return one.row
    return None
