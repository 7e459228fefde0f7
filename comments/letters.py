"""What the writer of a comment is told by mail: to confirm, that it is shown, why it is not.

A letter is claimed before it is sent, and marked when the server took it: at least once, because
who waits for one cannot know that it was lost. Twice it comes only when a worker dies between the
server's answer and the mark; then it has the same Message-ID, and mailboxes drop it.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.tasks import task
from django.utils import timezone, translation

from comments.editing import edit_link
from comments.following import too_many_questions
from comments.models import Comment, Follower, Letter
from comments.sealed import confirm_address, is_confirmable
from lib.mail import send
from masthead.models import Newsroom
from moderation.forms import LONGEST_NOTE
from moderation.models import State
from moderation.sealed import appeal_address

MOST_ATTEMPTS = 20
"""With the worker's back-off about three hours of a mail server that does not answer."""
LEASE = timedelta(minutes=5)
"""After this another worker sends what one has begun: longer than any mail server may take."""
Kind = Letter.Kind
DECIDED = {Kind.SHOWN, Kind.REJECTED, Kind.APPEAL}
UNDO_WINDOW = timedelta(minutes=1)
"""A moderator may undo a decision; a mail cannot be taken back."""


def write(comment: Comment, kind: Letter.Kind, *, reason: str = "") -> None:
    """Owe the writer a letter, in the transaction that has the reason for it; once of each kind.

    A comment without an address gets none. To confirm, no more often than is bearable for
    somebody whose address others type.
    """
    if not comment.email or (kind == Kind.CONFIRM and too_many_questions(comment.email)):
        return
    letter, is_new = Letter.objects.get_or_create(
        comment=comment, kind=kind, defaults={"reason": reason[:LONGEST_NOTE]}
    )
    if not is_new and letter.claimed_at is None:
        letter.reason = reason[:LONGEST_NOTE]
        letter.save(update_fields=["reason"])
    if is_new:
        pause = UNDO_WINDOW if kind in DECIDED else timedelta()
        post.using(run_after=timezone.now() + pause).enqueue(letter.pk)


@task(max_attempts=MOST_ATTEMPTS)  # type: ignore[call-overload]
def post(letter_id: int) -> None:
    """Send one letter, unless it was sent or another worker has it."""
    if letter := claim(letter_id):
        deliver(letter)


@task
def post_due() -> None:
    """By the clock: what a worker had begun to send when it died."""
    late = Letter.objects.filter(sent_at=None, claimed_at__lt=timezone.now() - LEASE)
    for letter_id in late.values_list("pk", flat=True)[:100]:
        post.enqueue(letter_id)


def claim(letter_id: int) -> Letter | None:
    """The letter, for whoever's UPDATE came first."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
    mine = Letter.objects.filter(free, pk=letter_id, sent_at=None).update(claimed_at=now)
    rows = Letter.objects.select_related("comment__response__article")
    return rows.filter(pk=letter_id).first() if mine else None


def deliver(letter: Letter) -> None:
    """Mail a claimed letter; one that tells nothing true any more is thrown away, so that it may
    be written again. A server that fails raises, and whoever comes next may try.
    """
    if not STANDS[Kind(letter.kind)](letter.comment):
        letter.delete()
        return
    article = letter.comment.response.article
    newsroom = Newsroom.objects.current()
    try:
        with translation.override(article.language), timezone.override(newsroom.zone):
            send(
                f"comments/{letter.kind}",
                [letter.comment.email],
                context_of(letter, newsroom),
                key=f"letter-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S}",
                thread=f"article-{article.pk}",
            )
    except BaseException:
        Letter.objects.filter(pk=letter.pk).update(claimed_at=None)
        raise
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())


def context_of(letter: Letter, newsroom: Newsroom) -> dict[str, object]:
    """What the letters' templates name."""
    comment = letter.comment
    response = comment.response
    kind = Kind(letter.kind)
    appeal = getattr(response, "appeal", None)
    return {
        "newsroom": newsroom,
        "comment": comment,
        "response": response,
        "article": response.article,
        "reason": letter.reason,
        "address": settings.SITE_URL + comment.get_absolute_url()
        if kind in {Kind.SHOWN, Kind.APPEAL}
        else "",
        "edit": edit_link(comment) if kind == Kind.CONFIRM else "",
        "confirm": confirm_address(comment) if kind == Kind.CONFIRM else "",
        "follows": Follower.objects.pending().filter(comment=comment).exists(),
        "appeal": appeal_address(response) if kind == Kind.REJECTED and not appeal else "",
        "granted": bool(appeal and appeal.granted),
    }


def _waits(comment: Comment) -> bool:
    return is_confirmable(comment) and comment.response.state == State.HELD


def _is_shown(comment: Comment) -> bool:
    return comment.response.is_shown and comment.response.article.is_public


def _is_news(comment: Comment) -> bool:
    """Whether its writer is to hear that it is shown; who appealed has an answer that says so."""
    return _is_shown(comment) and not hasattr(comment.response, "appeal")


def _is_rejected(comment: Comment) -> bool:
    return comment.response.state == State.REJECTED


def _is_answered(comment: Comment) -> bool:
    appeal = getattr(comment.response, "appeal", None)
    return appeal is not None and appeal.granted is comment.response.is_shown


STANDS: dict[Letter.Kind, Callable[[Comment], bool]] = {
    Kind.CONFIRM: _waits,
    Kind.SHOWN: _is_news,
    Kind.REJECTED: _is_rejected,
    Kind.APPEAL: _is_answered,
}
"""Kind → whether what it says is still so."""
