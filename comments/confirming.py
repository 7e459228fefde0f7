"""A writer proves to read mails at the address that a comment was sent with."""

from django.db import transaction
from django.utils import timezone

from articles.models import Tally
from comments import following
from comments.candidates import candidate_of
from comments.models import Comment, Follower
from comments.replies import Reply
from masthead.models import Newsroom
from moderation.candidates import Candidate
from moderation.checks import judge
from moderation.deciding import settle_anew
from moderation.models import Response
from moderation.reasons import FIRST_TIMER, UNCONFIRMED


@transaction.atomic
def confirm(comment: Comment) -> bool:
    """Note the proof, judge what waited for it again, and follow what was asked for with it.

    False when it was proven before: a link that is used twice changes nothing.
    """
    Tally.locked(comment.response.article_id)
    now = timezone.now()
    unproven = Comment.objects.filter(pk=comment.pk, confirmed_at=None)
    if not unproven.update(confirmed_at=now):
        return False
    comment.confirmed_at = now
    for follower in Follower.objects.pending().filter(comment=comment, email=comment.email.lower()):
        following.confirm(follower)
    response = Response.objects.select_related("article__section").get(pk=comment.pk)
    if response.reason in {UNCONFIRMED, FIRST_TIMER}:
        settle_anew(response, judge(_candidate(comment, response)))
    comment.response = response
    return True


def _candidate(comment: Comment, response: Response) -> Candidate:
    """The comment as it stands, for the checks."""
    reply = Reply(
        text=comment.text,
        author_name=response.author_name,
        email=comment.email,
        author_address=response.author_address,
        parent_id=comment.parent_id,
        browser=comment.browser_key,
        user=comment.user,
    )
    return candidate_of(
        comment,
        response.article,
        reply,
        Newsroom.objects.current(),
        network=response.network_hash,
        is_twin=False,
    )
