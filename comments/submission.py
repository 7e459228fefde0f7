"""A reader's reply on its way in: through the checks, and into the database once."""

import json
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from comments.following import ask
from comments.models import DEEPEST, Comment
from comments.rendering import render
from comments.replies import Reply
from lib import links
from lib.fold import fold
from lib.html import excerpt, text_of
from lib.html import links as links_in
from lib.tokens import network_hash, random_token, truncate_network
from masthead.models import Newsroom
from moderation.checks import Candidate, Outcome, Verdict, at_door, judge
from moderation.deciding import settle
from moderation.models import Response
from moderation.reasons import UNCONFIRMED

DOUBLE_CLICK = timedelta(minutes=1)
"""The same reply within this time is one reply sent twice, later a duplicate."""
SUMMARY = 480
"""Characters of a comment in lists and mails."""


class Refused(Exception):
    """Nothing was stored; ``verdict`` says why, with the HTTP status and the seconds to wait."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def submit(article: Article, reply: Reply, newsroom: Newsroom) -> Comment:
    """Store a reply as the checks decide: shown, held or spam. Raises `Refused`.

    A double click gives the comment that the first click made.
    """
    key = twin_key(article, reply)
    twin = _find(key)
    if twin and twin.response.created_at > timezone.now() - DOUBLE_CLICK:
        return twin
    comment = Comment(
        text=reply.text,
        email=reply.email,
        user=reply.user,
        tells_writer=reply.tells,
        twin_key=key,
    )
    render(comment)
    candidate = _candidate(article, reply, newsroom, comment, is_twin=twin is not None)
    if refusal := at_door(candidate):
        raise Refused(refusal)
    _place(comment, article, reply.parent_id)
    return _store(comment, candidate, reply, judge(candidate))


def twin_key(article: Article, reply: Reply) -> str:
    """Equal for the same words of the same writer in the same place, however they are typed."""
    writer = reply.user.pk if reply.user else [fold(reply.author_name), reply.email.lower()]
    said = [article.pk, reply.parent_id, writer, fold(reply.text) or reply.text]
    return sha256(json.dumps(said).encode()).hexdigest()


def _find(key: str) -> Comment | None:
    return Comment.objects.select_related("response").filter(twin_key=key).first()


def _candidate(
    article: Article, reply: Reply, newsroom: Newsroom, comment: Comment, *, is_twin: bool
) -> Candidate:
    network = network_hash(reply.client, settings.NETWORK_KEY) if reply.client else ""
    return Candidate(
        article=article,
        newsroom=newsroom,
        kind=Response.Kind.COMMENT,
        text=reply.text,
        author_name=reply.author_name,
        author_address=reply.author_address,
        email=reply.email,
        host=_host(reply.author_address),
        network_hash=network,
        user=reply.user,
        links=len(links_in(comment.html, article.absolute_url)),
        honeypot=reply.honeypot,
        origin=reply.origin,
        twin=is_twin,
        trusted_browser=_is_known(reply, network),
    )


def _host(address: str) -> str:
    """The host, and its port where it is not the scheme's own; empty for what is no address."""
    try:
        return links.parse(address).netloc[:255]
    except links.NotAWebAddress:
        return ""


def _is_known(reply: Reply, network: str) -> bool:
    """Whether a comment of this writer was approved: the account's, or one with this e-mail address
    from the network that we still remember. Typing somebody's address inherits nothing.
    """
    approved = Comment.objects.shown()
    if reply.user is not None:
        return approved.filter(user=reply.user).exists()
    if not (reply.email and network):
        return False
    same = {"email__iexact": reply.email, "response__network_hash": network}
    return approved.filter(user=None, **same).exists()


def _place(comment: Comment, article: Article, parent_id: int | None) -> None:
    """Put it below its parent, which everybody must be able to see on the same page."""
    if parent_id is None:
        return
    parent = Comment.objects.shown().of(article).filter(pk=parent_id).first()
    if parent is None:
        raise Refused(Verdict(Outcome.REFUSE, "parent", str(parent_id), status=422))
    comment.parent = parent
    comment.thread_id = parent.thread_id or parent.pk
    comment.depth = min(parent.depth + 1, DEEPEST)


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
        summary=excerpt(text_of(comment.html), SUMMARY),
        network_hash=candidate.network_hash,
        network=truncate_network(client) if client else "",
    )
