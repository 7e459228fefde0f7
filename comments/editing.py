"""Editing and deleting what was said: each one transaction, with the earlier text kept.

A writer does it within `EDITABLE_FOR` by a signed link, which dies with the change that it makes
(rule 11 of DESIGN.md); people who decide do it at any time, and their edit is not judged.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from articles.models import Tally
from comments.candidates import candidate_of, twin_key
from comments.models import Comment, Wording
from comments.rendering import RENDERED, render, summary_of
from comments.replies import Refused, Reply
from lib.cache import purge
from lib.clients import Origin
from lib.sealing import signature as signature_of
from lib.tokens import random_token
from masthead.models import Newsroom
from moderation.candidates import Candidate, Outcome, Verdict
from moderation.checks import at_door, judge
from moderation.deciding import hold, mark_spam, withdraw
from moderation.models import Response

TAKEN_BACK = "taken-back"
GONE = Verdict(Outcome.REFUSE, "not-editable", status=403)


def edit_address(comment: Comment) -> str:
    """The path at which its writer may edit or delete it; empty when that time is over."""
    if not comment.is_editable:
        return ""
    return reverse("comment-edit", args=[comment.pk, _signature(comment)])


def edit_link(comment: Comment) -> str:
    """The same as an absolute address, for mails; empty when that time is over."""
    path = edit_address(comment)
    return f"{settings.SITE_URL}{path}" if path else ""


def may_edit(comment: Comment, signature: str) -> bool:
    """Whether this is the signature of the comment as it stands, in time."""
    return comment.is_editable and constant_time_compare(signature, _signature(comment))


@transaction.atomic
def edit(
    comment: Comment,
    text: str,
    *,
    by: User | None,
    client: str = "",
    origin: Origin = Origin.OWN,
) -> bool:
    """Replace the text, keep the earlier one, and judge it anew; whether anything changed.

    `by` is who signed in, None for a guest's signed link. Staff may edit at any time and are not
    judged. `client` is the IP address that the change comes from, and counts like that of a new
    comment; empty for the network that the comment came from. Raises `Refused` as `submit` does,
    also when the writer's time is over.
    """
    row = _locked(comment)
    _may(row, by)
    if text == row.text:
        return False
    reply = _as_reply(row, text, client, origin)
    before, row.text, row.twin_key = row.text, text, twin_key(row.response.article_id, reply)
    render(row)
    verdict = None if _is_staff(by) else _judged(row, reply)
    Wording.objects.create(comment=row, text=before, replaced_by=by)
    row.save(update_fields=["text", "twin_key", *RENDERED])
    response = row.response
    response.summary, response.edited_at = summary_of(row), timezone.now()
    response.save(update_fields=["summary", "edited_at"])
    if verdict:
        _settle_anew(row, verdict)
    if response.is_shown:
        purge(f"article-{response.article_id}", "articles")
    _copy(row, comment)
    return True


@transaction.atomic
def delete(comment: Comment, *, by: User | None) -> bool:
    """Take it back: a place-holder stays where others answered. Whether anything changed.

    Raises `Refused` when the writer's time is over. The same may then be said again.
    """
    row = _locked(comment)
    _may(row, by)
    changed = withdraw(row.response, reason=TAKEN_BACK, by=by)
    row.twin_key = row.held_token = None
    row.save(update_fields=["twin_key", "held_token"])
    _copy(row, comment)
    return changed


def _signature(comment: Comment) -> str:
    """Of the row as it stands: the next change makes another one."""
    edited = comment.response.edited_at
    return signature_of("edit", comment.pk, edited.isoformat() if edited else "")


def _locked(comment: Comment) -> Comment:
    """The newest rows, locked in the order of every decision: tally, response, comment."""
    Tally.locked(comment.response.article_id)
    Response.objects.select_for_update().get(pk=comment.pk)
    rows = Comment.objects.select_related("response__article__section", "user")
    row: Comment = rows.select_for_update(of=["self"]).get(pk=comment.pk)
    return row


def _may(comment: Comment, by: User | None) -> None:
    if not (_is_staff(by) or comment.is_editable):
        raise Refused(GONE)


def _is_staff(by: User | None) -> bool:
    return by is not None and by.is_active and by.is_staff


def _as_reply(comment: Comment, text: str, client: str, origin: Origin) -> Reply:
    """The comment as if it were sent with this text, from there."""
    response = comment.response
    return Reply(
        text=text,
        author_name=response.author_name,
        email=comment.email,
        author_address=response.author_address,
        parent_id=comment.parent_id,
        client=client,
        origin=origin,
        browser=comment.browser_key,
        user=comment.user,
    )


def _judged(comment: Comment, reply: Reply) -> Verdict:
    response = comment.response
    twins = Comment.objects.filter(twin_key=comment.twin_key).exclude(pk=comment.pk)
    candidate: Candidate = candidate_of(
        comment,
        response.article,
        reply,
        Newsroom.objects.current(),
        network=reply.network_hash or response.network_hash,
        is_twin=twins.exists(),
    )
    if refusal := at_door(candidate):
        raise Refused(refusal)
    return judge(candidate)


def _settle_anew(comment: Comment, verdict: Verdict) -> None:
    """A worse verdict hides what was shown; a better one shows nothing that waits for a person."""
    response = comment.response
    was_shown = response.is_shown
    if verdict.outcome is Outcome.HOLD:
        hold(response, reason=verdict.reason, evidence=verdict.evidence)
    elif verdict.outcome is Outcome.SPAM:
        mark_spam(response, by=None)
    if was_shown and not response.is_shown:
        comment.held_token = random_token()
        comment.save(update_fields=["held_token"])


def _copy(row: Comment, comment: Comment) -> None:
    """Tell the caller's object what the row says now."""
    for name in ("text", "twin_key", "held_token", *RENDERED):
        setattr(comment, name, getattr(row, name))
    comment.response = row.response
