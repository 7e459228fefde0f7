"""What the comments room does when moderation decides, or asks what was said."""

from django.dispatch import receiver

from comments.models import Comment
from moderation.models import Response, State
from moderation.signals import response_decided
from moderation.wording import READERS, Said


@receiver(response_decided)
def forget_the_held_address(response: Response, before: str, **_: object) -> None:
    """The secret address dies at the decision; the verdict of the checks is none yet."""
    if response.kind == Response.Kind.COMMENT and before != State.RECEIVED:
        Comment.objects.filter(pk=response.pk).update(held_token=None)


def said_by(response: Response) -> Said:
    """The comment as it was written, and its writer's address."""
    text, email = Comment.objects.values_list("text", "email").get(pk=response.pk)
    return Said(text, email)


READERS[Response.Kind.COMMENT] = said_by
