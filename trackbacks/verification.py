"""Verifying: read the source page, find the link, and let the checks decide. Then keep watching.

The page is fetched outside any transaction. Who fetches holds a claim: ``verify_at`` stands a lease
in the future, and nobody else takes the row before. What was found is stored in one transaction,
and only while the claim still stands, so that a worker may be killed at any instruction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from articles.models import Tally
from lib.cache import purge
from lib.links import parse
from likes.liking import like_from, unlike_from
from moderation.checks import Outcome, Verdict
from moderation.deciding import hold, recount, settle, withdraw
from moderation.models import Response
from trackbacks.claiming import claim, claim_due, lease
from trackbacks.excerpting import plain
from trackbacks.faces import dress
from trackbacks.judging import doubt_about, has_moved, verdict_on
from trackbacks.looking import SECONDS, Look, answers_of, ask, look
from trackbacks.models import Linkback
from trackbacks.reading import TITLE_LENGTH, Reading
from trackbacks.targets import keys_of

PATIENCE = 3.0
"""Seconds that a sender waits for the answer while we read their page."""
Kind = Response.Kind
BACK_OFF = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]
"""Between attempts to read a new source that fails for now."""
DOUBTS = 7
"""Daily failures after which a source that once was verified counts as gone."""
RHYTHM = [timedelta(days=1), timedelta(days=7), timedelta(days=30)]
QUARTER = timedelta(days=91)
KEPT = ["kind", "author_name", "author_address", "host", "summary"]
"""Columns of a response that its page fills."""
AT_ONCE = 25
"""Sources that one task reads at the same time."""
BEFORE_MAILS = 10
"""Priority of these tasks, above that of others: what is told of a link comes after the link."""


@task(priority=BEFORE_MAILS)
def verify_linkback(linkback_id: int) -> None:
    """Nudge: verify it, and with it whatever else is due; or come back when whoever reads it
    should have ended.
    """
    linkback = Linkback.objects.filter(pk=linkback_id).first()
    claimed = claim(linkback) if linkback else None
    if claimed:
        _verify_and_go_on([claimed, *claim_due(AT_ONCE - 1)])
    elif linkback and linkback.is_claimed(lease()):
        nudge(linkback)


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
    keys = {(row.article_id, row.target): keys_of(row.article, row.target) for row in claimed}
    for answers in answers_of(claimed):
        looks = []
        for row, answer in answers:
            with _kept_in(errors):
                looks.append((row, look(answer.result, keys[row.article_id, row.target])))
        with transaction.atomic():
            tally = Tally.locked(answers[0][0].article_id)
            for row, seen in looks:
                with _kept_in(errors):
                    conclude(row, seen, patient=True, tally=tally)
    if errors:
        raise ExceptionGroup("These could not be verified.", errors)


@contextmanager
def _kept_in(errors: list[Exception]) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        errors.append(error)


def nudge(linkback: Linkback) -> None:
    """Enqueue the task for the time when the row is due, in the caller's transaction."""
    verify_linkback.using(run_after=linkback.verify_at).enqueue(linkback.pk)


def nudge_first(linkback: Linkback) -> None:
    """Nudge for a new row unless another is due: whoever takes that one takes this one as well, and
    looks once more at the end for what was stored meanwhile; behind them comes the sweep.
    """
    if not Linkback.objects.due().exclude(pk=linkback.pk).exists():
        nudge(linkback)


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


@transaction.atomic
def conclude(
    linkback: Linkback, look: Look, *, patient: bool, tally: Tally | None = None
) -> Linkback | None:
    """Store what a look showed and all that follows from it; None when the claim was lost.

    ``patient`` tries temporary failures of a new linkback again later. Locks the article's tally,
    unless the caller did, linkback and response, in this order.
    """
    tally = tally or Tally.locked(linkback.article_id)
    claimed = Linkback.objects.filter(pk=linkback.pk, verify_at=linkback.verify_at)
    both = claimed.select_for_update(of=["self", "response"]).select_related("response")
    row = both.first()
    if row is None:
        return None
    row.article = row.response.article = linkback.article
    row.last_answer = look.answer[:200]
    if look.reading:
        _confirm(row, look, look.reading, tally)
    elif row.is_established:
        _doubt(row, look)
    else:
        _refuse(row, look, tally, patient)
    dress(row)
    row.save()
    return row


def _confirm(row: Linkback, look: Look, reading: Reading, tally: Tally) -> None:
    """The link is there: keep what the page says, and judge it unless it said that before."""
    was_established = row.is_established
    before, told = row.response.kind, _told(row)
    _keep(row, reading)
    row.verified_at, row.attempts = timezone.now(), 0
    if was_established or not settle(row.response, verdict_on(row, look), tally=tally):
        row.response.save(update_fields=KEPT)
    if was_established and row.response.is_shown:
        _show_anew(row, before, tally)
        if _told(row) != told:
            _ask_about_change(row)
    if was_established and has_moved(row, look):
        _ask_about_move(row.response, look)
    row.verify_at = next_look(row.response) if row.is_established else None


def _keep(row: Linkback, reading: Reading) -> None:
    """What the page says wins over what its sender claims; the caller saves it."""
    claimed = {name: plain(str(text), TITLE_LENGTH) for name, text in row.claims.items()}
    reaction = reading.reaction
    row.kind = reaction.kind
    row.title = reading.title or claimed.get("title", "")
    row.excerpt = reading.excerpt or claimed.get("excerpt", "")
    row.picture = reaction.author_picture or reading.icon
    response = row.response
    response.kind = Kind.LIKE if row.kind == Linkback.Kind.LIKE else Kind.LINKBACK
    names = [
        reaction.author_name, reading.site_name, reading.author_name,
        claimed.get("blog_name", ""), response.host,
    ]  # fmt: skip
    response.author_name = next(filter(None, names), "")[:245]
    response.author_address = reaction.author_address or row.source
    response.host = parse(row.source).netloc[:255]
    response.summary = (row.excerpt or row.title)[:500]


def _show_anew(row: Linkback, before: str, tally: Tally) -> None:
    """What is shown already as it is now: in its right place, under its newest name."""
    response = row.response
    if response.kind != before:
        recount(tally)
    if response.kind == Kind.LIKE:
        like_from(
            row.article,
            source=row.source,
            name=response.author_name,
            address=response.author_address,
        )
    elif before == Kind.LIKE:
        unlike_from(row.article, source=row.source)
    purge(f"article-{row.article_id}")


def _told(row: Linkback) -> tuple[str, str, str]:
    """The words that readers see."""
    return row.title, row.excerpt, row.response.author_name


def _ask_about_change(row: Linkback) -> None:
    """A page may say something else once its link is shown: what speaks against it now hides it."""
    verdict = doubt_about(row)
    if verdict:
        hold(row.response, reason=verdict.reason, evidence=verdict.evidence)


def _ask_about_move(response: Response, look: Look) -> None:
    """Blogs move, domains are sold: a person looks at it, once for each new place."""
    if not response.decisions.filter(reason="moved", evidence=look.url[:300]).exists():
        hold(response, reason="moved", evidence=look.url)


def _doubt(row: Linkback, look: Look) -> None:
    """It was verified once: withdraw what is gone; what fails otherwise has a week."""
    if look.is_gone or row.attempts >= DOUBTS:
        reason = "link-gone" if look.reason == "no-link" else "source-gone"
        withdraw(row.response, reason=reason, evidence=look.answer)
        row.verify_at = None
    else:
        row.verify_at = timezone.now() + timedelta(days=1)


def _refuse(row: Linkback, look: Look, tally: Tally, patient: bool) -> None:
    """It was never verified: try again later, or keep the reason and leave it."""
    if patient and look.is_temporary and row.attempts <= len(BACK_OFF):
        row.verify_at = timezone.now() + BACK_OFF[row.attempts - 1]
        nudge(row)
    else:
        settle(row.response, Verdict(Outcome.REFUSE, look.reason, look.answer), tally=tally)
        row.verify_at = None


def next_look(response: Response) -> datetime:
    """When to read the source again: a day, a week and a month after it came, then quarterly."""
    now = timezone.now()
    for step in RHYTHM:
        if response.created_at + step > now:
            return response.created_at + step
    return now + QUARTER
