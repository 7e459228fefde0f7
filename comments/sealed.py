"""The address in a mail by which the writer of a comment confirms to read mails there."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from comments.models import Comment
from lib.sealing import seal, unseal
from moderation.models import State

CONFIRMING_LIVES = timedelta(days=3)


def confirm_address(comment: Comment) -> str:
    """Absolute; void once it was used, or when the comment was taken back or thrown away."""
    token = seal("confirm", comment.pk, _version(comment))
    return settings.SITE_URL + reverse("confirm", args=[token])


def confirmable_at(token: str) -> Comment | None:
    """The comment whose address is to be confirmed, while that means something."""
    found = unseal("confirm", token, CONFIRMING_LIVES)
    if not found:
        return None
    pk, version = found
    comments = Comment.objects.select_related("response__article__section")
    comment = comments.filter(pk=pk).first()
    if comment is None or not is_confirmable(comment) or _version(comment) != version:
        return None
    return comment


def is_confirmable(comment: Comment) -> bool:
    """Whether a proof of the address is missing and would be worth something."""
    stands = comment.response.state in {State.HELD, State.SHOWN}
    return bool(comment.email) and comment.confirmed_at is None and stands


def _version(comment: Comment) -> str:
    return comment.email.lower()
