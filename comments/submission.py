"""A reader's reply on its way in: through the checks, and into the database once."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from comments.candidates import candidate_of, twin_key
from comments.following import ask
from comments.models import Comment
from comments.rendering import render, summary_of
from comments.replies import Refused, Reply
from lib.tokens import random_token, truncate_network
from masthead.models import Newsroom
from moderation.candidates import Candidate, Outcome, Verdict
from moderation.checks import at_door, judge
from moderation.deciding import settle
from moderation.models import Response
from moderation.reasons import UNCONFIRMED

DOUBLE_CLICK = timedelta(minutes=1)
"""The same reply within this time is one reply sent twice, later a duplicate."""


def submit(article: Article, reply: Reply, newsroom: Newsroom) -> Comment:
    """Store a reply as the checks decide: shown, held or spam. Raises `Refused`.

    A double click gives the comment that the first click made.
    """
    key = twin_key(article.pk, reply)
    twin = _find(key)
    if twin and twin.response.created_at > timezone.now() - DOUBLE_CLICK:
        return twin
    comment = Comment(
        text=reply.text,
        email=reply.email,
        user=reply.user,
        browser_key=reply.browser,
        tells_writer=reply.tells,
        twin_key=key,
    )
    render(comment)
    candidate = candidate_of(
        comment, article, reply, newsroom, network=reply.network_hash, is_twin=twin is not None
    )
    if refusal := at_door(candidate):
        raise Refused(refusal)
    _place(comment, article, reply.parent_id)
    return _store(comment, candidate, reply, judge(candidate))


def _find(key: str) -> Comment | None:
    return Comment.objects.select_related("response").filter(twin_key=key).first()


def _place(comment: Comment, article: Article, parent_id: int | None) -> None:
    """Put it below its parent, which everybody must be able to see on the same page."""
    if parent_id is None:
        return
    parent = Comment.objects.shown().of(article).filter(pk=parent_id).first()
    if parent is None:
        raise Refused(Verdict(Outcome.REFUSE, "parent", str(parent_id), status=422))
    comment.stand_below(parent)


def _store(comment: Comment, candidate: Candidate, reply: Reply, verdict: Verdict) -> Comment:
    """Both rows and the verdict in one transaction; the database lets one of two twins in."""
    if verdict.outcome is not Outcome.SHOW:
        comment.held_token = random_token()
    try:
        with transaction.atomic():
            comment.response = _response(comment, candidate, reply.client)
            comment.save(force_insert=True)
            settle(comment.response, verdict)
            _follow(comment, reply, verdict)
    except IntegrityError:
        first = _find(comment.twin_key or "")
        if first is None:
            raise
        return first
    return comment


def _follow(comment: Comment, reply: Reply, verdict: Verdict) -> None:
    """Ask back who wants to hear of replies; one mail asks for the comment and for them."""
    if reply.follows and reply.email and verdict.outcome is not Outcome.SPAM:
        article = comment.response.article
        asks_back = verdict.reason != UNCONFIRMED
        ask(article, reply.email, comment=comment, asks_back=asks_back)


def _response(comment: Comment, candidate: Candidate, client: str) -> Response:
    return Response.objects.create(
        article=candidate.article,
        kind=candidate.kind,
        author_name=candidate.author_name,
        author_address=candidate.author_address,
        host=candidate.host,
        summary=summary_of(comment),
        network_hash=candidate.network_hash,
        network=truncate_network(client) if client else "",
    )
