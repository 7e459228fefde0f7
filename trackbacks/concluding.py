"""Concluding: what a look at a source showed becomes the row, and all that follows from it.

Looks at the sources of one article are concluded together, in one sitting of moderation: one lock,
one count, one purge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lib.links import parse
from lib.rows import change
from likes.liking import like_from, unlike_from
from moderation.candidates import Candidate
from moderation.checks import Outcome, Verdict
from moderation.deciding import hold, settle, withdraw
from moderation.models import Response
from moderation.sittings import Sitting
from trackbacks.excerpting import plain
from trackbacks.faces import dress
from trackbacks.judging import candidates_of, doubt_about, has_moved, verdict_on
from trackbacks.looking import DECLINED, Look
from trackbacks.models import Linkback
from trackbacks.reading import TITLE_LENGTH, Reading

Kind = Response.Kind
BACK_OFF = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]
"""Between attempts to read a new source that fails for now."""
DOUBTS = 7
"""Daily failures after which a source that once was verified counts as gone."""
RHYTHM = [timedelta(days=1), timedelta(days=7), timedelta(days=30)]
QUARTER = timedelta(days=91)
KEPT = ("kind", "author_name", "author_address", "host", "summary")
"""Columns of a response that its page fills."""
READ = (
    "kind", "rsvp", "title", "excerpt", "picture", "verified_at", "verify_at", "attempts",
    "last_answer",
)  # fmt: skip
"""Columns of a linkback that a look fills."""


@dataclass
class Seen:
    """One look, the locked row that it is about, and what that was before."""

    row: Linkback
    look: Look
    kind: str
    told: tuple[str, str, str]
    was_established: bool


class Concluding:
    """Looks at sources that link to one article, in a sitting about it.

    Locks linkbacks and responses. Only rows whose claim still stands are ``seen``; the first pass
    writes on them what their pages say, so that the checks see it.
    """

    def __init__(self, seat: Sitting, looks: Iterable[tuple[Linkback, Look]]) -> None:
        self.seat = seat
        self.seen = _still_claimed(list(looks))
        for one in self.seen:
            if one.look.reading:
                _keep(one.row, one.look.reading)
        read = [one.row for one in self.seen if one.look.reading]
        self.candidates: dict[int, Candidate] = candidates_of(read) if read else {}

    def conclude(self, one: Seen, *, again: Callable[[Linkback], None] | None) -> None:
        """Decide about a row and store it; a new one that fails for now is left to ``again``."""
        row = one.row
        row.last_answer = one.look.answer[:200]
        if one.look.reading:
            self._confirm(one)
        elif row.is_established:
            _doubt(row, one.look)
        else:
            self._refuse(one, again)
        dress(row)
        change(row, READ)

    def _confirm(self, one: Seen) -> None:
        """The link is there: judge what its page says, unless it said that before."""
        row, candidate = one.row, self.candidates[one.row.pk]
        row.verified_at, row.attempts = timezone.now(), 0
        is_old = one.was_established
        if is_old or not settle(row.response, verdict_on(row, one.look, candidate), seat=self.seat):
            change(row.response, KEPT)
        if is_old and row.response.is_shown:
            self._show_anew(one)
            if _told(row) != one.told:
                _ask_about_change(row, candidate)
        if is_old and has_moved(row, one.look):
            _ask_about_move(row.response, one.look)
        row.verify_at = next_look(row.response) if row.is_established else None

    def _show_anew(self, one: Seen) -> None:
        """What is shown already as it is now: in its right place, under its newest name."""
        row, response = one.row, one.row.response
        if response.kind != one.kind:
            self.seat.counts()
        if response.kind == Kind.LIKE:
            like_from(
                row.article,
                source=row.source,
                name=response.author_name,
                address=response.author_address,
            )
        elif one.kind == Kind.LIKE:
            unlike_from(row.article, source=row.source)
        self.seat.shows(f"article-{row.article_id}")

    def _refuse(self, one: Seen, again: Callable[[Linkback], None] | None) -> None:
        """It was never verified: try again later, or keep the reason and leave it."""
        row, look = one.row, one.look
        if again and look.is_temporary and row.attempts <= len(BACK_OFF):
            row.verify_at = timezone.now() + BACK_OFF[row.attempts - 1]
            again(row)
        else:
            verdict = Verdict(Outcome.REFUSE, look.reason, look.answer)
            settle(row.response, verdict, seat=self.seat)
            row.verify_at = None


def _still_claimed(looks: list[tuple[Linkback, Look]]) -> list[Seen]:
    """The rows as they are now, locked; without those that somebody else took meanwhile."""
    rows = Linkback.objects.filter(pk__in=[linkback.pk for linkback, __ in looks]).order_by("pk")
    both = rows.select_for_update(of=["self", "response"]).select_related("response", "face")
    found = both.in_bulk()
    seen = []
    for linkback, look in looks:
        row = found.get(linkback.pk)
        if row and row.verify_at == linkback.verify_at:
            row.article = row.response.article = linkback.article
            seen.append(Seen(row, look, row.response.kind, _told(row), row.is_established))
    return seen


def _keep(row: Linkback, reading: Reading) -> None:
    """What the page says wins over what its sender claims; the caller saves it."""
    claimed = {name: plain(str(text), TITLE_LENGTH) for name, text in row.claims.items()}
    reaction = reading.reaction
    row.kind, row.rsvp = reaction.kind, reaction.rsvp
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


def _told(row: Linkback) -> tuple[str, str, str]:
    """The words that readers see."""
    return row.title, row.excerpt, row.response.author_name


def _ask_about_change(row: Linkback, candidate: Candidate) -> None:
    """A page may say something else once its link is shown: what speaks against it now hides it."""
    verdict = doubt_about(candidate)
    if verdict:
        hold(row.response, reason=verdict.reason, evidence=verdict.evidence)


def _ask_about_move(response: Response, look: Look) -> None:
    """Blogs move, domains are sold: a person looks at it, once for each new place."""
    if not response.decisions.filter(reason="moved", evidence=look.url[:300]).exists():
        hold(response, reason="moved", evidence=look.url)


def _doubt(row: Linkback, look: Look) -> None:
    """It was verified once: withdraw what is gone; what fails otherwise has a week."""
    if look.is_gone or row.attempts >= DOUBTS:
        withdraw(row.response, reason=_reason_to_part(look), evidence=look.answer)
        row.verify_at = None
    else:
        row.verify_at = timezone.now() + timedelta(days=1)


def _reason_to_part(look: Look) -> str:
    """Why a link goes that was established."""
    if look.reason == DECLINED:
        return DECLINED
    return "link-gone" if look.reason == "no-link" else "source-gone"


def next_look(response: Response) -> datetime:
    """When to read the source again: a day, a week and a month after it came, then quarterly."""
    now = timezone.now()
    for step in RHYTHM:
        if response.created_at + step > now:
            return response.created_at + step
    return now + QUARTER
