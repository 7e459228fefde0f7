"""What the trackbacks room does when moderation decides."""

from django.dispatch import receiver

from likes.liking import like_from, unlike_from
from moderation.models import Response, State
from moderation.signals import response_decided, response_hidden, response_shown
from trackbacks.concluding import next_look
from trackbacks.faces import dress
from trackbacks.models import Linkback


@receiver(response_decided)
def watch(response: Response, **_: object) -> None:
    """What is shown or held is read again from time to time; what is neither, no more."""
    linkback = _linkback(response)
    if linkback is None:
        return
    if response.state not in {State.SHOWN, State.HELD}:
        Linkback.objects.filter(pk=linkback.pk).update(verify_at=None)
    elif linkback.verify_at is None and linkback.is_watched:
        unwatched = Linkback.objects.filter(pk=linkback.pk, verify_at=None)
        unwatched.update(verify_at=next_look(response))


@receiver(response_shown)
def welcome(response: Response, **_: object) -> None:
    """A blog's like stands in the likes line while its linkback is shown, and has a face."""
    linkback = _linkback(response)
    if linkback is None:
        return
    if response.kind == Response.Kind.LIKE:
        like_from(
            response.article,
            source=linkback.source,
            name=response.author_name,
            address=response.author_address,
        )
    dress(linkback)


@receiver(response_hidden)
def part_with(response: Response, **_: object) -> None:
    """A linkback that is hidden likes nothing any more, and has no face."""
    linkback = _linkback(response)
    if linkback is None:
        return
    if response.kind == Response.Kind.LIKE:
        unlike_from(response.article, source=linkback.source)
    dress(linkback)


def _linkback(response: Response) -> Linkback | None:
    """What the response is about, read once for each response at hand; None for a comment."""
    if response.kind == Response.Kind.COMMENT:
        return None
    linkback: Linkback | None = getattr(response, "linkback", None)
    return linkback
