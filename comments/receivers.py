"""What the comments room does when moderation decides."""

from django.dispatch import receiver

from comments.models import Comment
from moderation.models import Response, State
from moderation.signals import response_decided


@receiver(response_decided)
def forget_the_held_address(response: Response, before: str, **_: object) -> None:
    """The secret address dies at the decision; the verdict of the checks is none yet."""
    if response.kind == Response.Kind.COMMENT and before != State.RECEIVED:
        Comment.objects.filter(pk=response.pk).update(held_token=None)


@receiver(response_decided)
def recount_the_threads(response: Response, before: str, **_: object) -> None:
    """Whoever stands above knows how much is shown below; the decision holds the tally's lock."""
    if response.kind == Response.Kind.COMMENT and State.SHOWN in {before, response.state}:
        Comment.objects.get(pk=response.pk).recount_above()
