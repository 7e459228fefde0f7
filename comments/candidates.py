"""A reply as the checks look at it, whether it is new or edited, and when two are the same."""

import json
from hashlib import sha256

from articles.models import Article
from comments.models import Comment
from comments.replies import Reply
from lib import links
from lib.fold import fold
from lib.html import links as links_in
from masthead.models import Newsroom
from moderation.candidates import Candidate
from moderation.challenge import proves
from moderation.models import Response


def twin_key(article_id: int, reply: Reply) -> str:
    """Equal for the same words of the same writer in the same place, however they are typed."""
    writer = reply.user.pk if reply.user else [fold(reply.author_name), reply.email.lower()]
    said = [article_id, reply.parent_id, writer, fold(reply.text) or reply.text]
    return sha256(json.dumps(said).encode()).hexdigest()


def candidate_of(
    comment: Comment,
    article: Article,
    reply: Reply,
    newsroom: Newsroom,
    *,
    network: str,
    is_twin: bool,
) -> Candidate:
    """What the checks are to know of a rendered comment; `network` is a keyed hash or empty."""
    return Candidate(
        article=article,
        newsroom=newsroom,
        kind=Response.Kind.COMMENT,
        text=reply.text,
        html=comment.html,
        author_name=reply.author_name,
        author_address=reply.author_address,
        email=reply.email,
        host=_host(reply.author_address),
        network_hash=network,
        client=reply.client,
        user=reply.user,
        links=len(links_in(comment.html, article.absolute_url)),
        honeypot=reply.honeypot,
        origin=reply.origin,
        has_token=reply.token is None or proves(reply.token),
        twin=is_twin,
        confirmed=comment.confirmed_at is not None,
        approved_before=was_approved(comment),
        trusted_browser=_is_known(comment, reply),
    )


def _host(address: str) -> str:
    """The host, and its port where it is not the scheme's own; empty for what is no address."""
    try:
        return links.parse(address).netloc[:255]
    except links.NotAWebAddress:
        return ""


def was_approved(comment: Comment) -> bool:
    """Whether another comment with this e-mail address is shown; alone it proves nothing."""
    shown = Comment.objects.shown().exclude(pk=comment.pk)
    return bool(comment.email) and shown.filter(email__iexact=comment.email).exists()


def _is_known(comment: Comment, reply: Reply) -> bool:
    """Whether another comment of this writer is shown: the account's, or one with this e-mail
    address from this browser. Typing somebody's address inherits nothing.
    """
    shown = Comment.objects.shown().exclude(pk=comment.pk)
    if reply.user is not None:
        return shown.filter(user=reply.user).exists()
    if not (reply.email and reply.browser):
        return False
    same = {"email__iexact": reply.email, "browser_key": reply.browser}
    return shown.filter(user=None, **same).exists()
