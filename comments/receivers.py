"""What the comments room does when moderation decides, or asks what was said."""

from django.dispatch import receiver

from comments.candidates import was_approved
from comments.following import tell_followers
from comments.letters import write
from comments.models import Comment, Letter
from moderation.models import Appeal, Response, State
from moderation.reasons import FIRST_TIMER, UNCONFIRMED
from moderation.signals import (
    appeal_decided,
    response_decided,
    response_held,
    response_shown,
)
from moderation.wording import READERS, Said


@receiver(response_decided)
def forget_the_held_address(response: Response, before: str, **_: object) -> None:
    """The secret address dies at the decision; the verdict of the checks is none yet, nor is
    another reason to wait.
    """
    waits = before == State.RECEIVED or before == response.state
    if response.kind == Response.Kind.COMMENT and not waits:
        Comment.objects.filter(pk=response.pk).update(held_token=None)


@receiver(response_decided)
def recount_the_threads(response: Response, before: str, **_: object) -> None:
    """Whoever stands above knows how much is shown below; the decision holds the tally's lock."""
    if response.kind == Response.Kind.COMMENT and State.SHOWN in {before, response.state}:
        Comment.objects.get(pk=response.pk).recount_above()


@receiver(response_held)
def ask_to_confirm(response: Response, **_: object) -> None:
    """Where a proof of the address decides, its writer is asked for one by mail."""
    comment = _comment_of(response)
    if comment and (response.reason == UNCONFIRMED or _may_be_trusted(comment, response)):
        write(comment, Letter.Kind.CONFIRM)


@receiver(response_shown)
def tell_who_wanted_to_know(response: Response, **_: object) -> None:
    """Its writer, if asked for, and everybody who follows."""
    if comment := _comment_of(response):
        tell_followers.enqueue(response.pk)
        if comment.tells_writer and not _was_never_waiting(response):
            write(comment, Letter.Kind.SHOWN)


@receiver(response_decided)
def tell_why_not(response: Response, **_: object) -> None:
    """A rejection reaches its writer when the moderator gave words for it."""
    words = _words_of(response) if response.state == State.REJECTED else ""
    if words and (comment := _comment_of(response)):
        write(comment, Letter.Kind.REJECTED, reason=words)


@receiver(appeal_decided)
def answer_the_appeal(appeal: Appeal, **_: object) -> None:
    """Its writer hears what became of it."""
    if comment := _comment_of(appeal.response):
        write(comment, Letter.Kind.APPEAL)


def _comment_of(response: Response) -> Comment | None:
    if response.kind != Response.Kind.COMMENT:
        return None
    return Comment.objects.filter(pk=response.pk).first()


def _may_be_trusted(comment: Comment, response: Response) -> bool:
    """Whether only the proof is missing that this is a guest of whom something was approved."""
    return response.reason == FIRST_TIMER and comment.user_id is None and was_approved(comment)


def _was_never_waiting(response: Response) -> bool:
    """Whether it was shown at once, in front of its writer's eyes."""
    return not response.decisions.exclude(before=State.RECEIVED).exists()


def _words_of(response: Response) -> str:
    """What the moderator wrote to the writer, if anything."""
    decision = response.decisions.first()
    return decision.note if decision else ""


def said_by(response: Response) -> Said:
    """The comment as it was written, and its writer's address."""
    text, email = Comment.objects.values_list("text", "email").get(pk=response.pk)
    return Said(text, email)


READERS[Response.Kind.COMMENT] = said_by
