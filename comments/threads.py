"""The tree of an article's comments, a page of threads at a time, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.encoding import iri_to_uri

from articles.models import Article
from comments.models import DEEPEST, Comment

REPLIES_AT_ONCE = 10
"""Replies to one comment that are shown before the rest is folded."""


@dataclass(eq=False)
class Node:
    """A comment in its place; `answers` names whom it answers where nesting has ended."""

    comment: Comment
    level: int = 0
    """From 1 for the top to `DEEPEST`; 0 until it has its place."""
    above: Node | None = None
    answers: Comment | None = None
    replies: list[Node] = field(default_factory=list)
    is_seen: bool = False
    """Whether it, or something below it, is shown."""

    @property
    def first_replies(self) -> list[Node]:
        return self.replies[:REPLIES_AT_ONCE]

    @property
    def more_replies(self) -> list[Node]:
        return self.replies[REPLIES_AT_ONCE:]


@dataclass(frozen=True)
class ThreadPage:
    """One page of threads, oldest first; `earlier` and `later` are addresses or empty."""

    number: int
    threads: list[Node]
    earlier: str
    later: str


def thread_page(article: Article, number: int, length: int) -> ThreadPage | None:
    """Page `number` of the article's threads; None past the end. Two queries at most."""
    start = (number - 1) * length
    tops = Comment.objects.of(article).tops().with_writers().oldest()
    found = list(tops[start : start + length + 1])
    if number > 1 and not found:
        return None
    return ThreadPage(
        number=number,
        threads=tree(found[:length]),
        earlier=page_address(article, number - 1) if number > 1 else "",
        later=page_address(article, number + 1) if len(found) > length else "",
    )


def page_address(article: Article, number: int) -> str:
    """The path of a page of comments; the first is the article's own."""
    return iri_to_uri(article.path if number == 1 else f"{article.path}comment-page-{number}/")


def address_of(comment: Comment, article: Article, length: int) -> str:
    """Where a shown comment stands: the path of its page and its fragment."""
    top = comment.thread or comment
    at = top.response.created_at
    before = Q(response__created_at__lt=at) | Q(response__created_at=at, pk__lt=top.pk)
    number = Comment.objects.of(article).tops().filter(before).count() // length + 1
    return f"{page_address(article, number)}#comment-{comment.pk}"


def tree(tops: list[Comment]) -> list[Node]:
    """The threads of these top-level comments, without what nobody should see."""
    if not tops:
        return []
    nodes = {top.pk: Node(top, level=1) for top in tops}
    replies = [Node(reply) for reply in Comment.objects.below(tops).with_writers().oldest()]
    nodes |= {node.comment.pk: node for node in replies}
    for node in replies:
        _put(node, nodes)
    roots = [nodes[top.pk] for top in tops]
    for node in reversed(list(_walk(roots))):
        node.replies = [reply for reply in node.replies if reply.is_seen]
        node.is_seen = node.comment.response.is_shown or bool(node.replies)
    return roots


def _put(node: Node, nodes: dict[int, Node]) -> None:
    """Put a node below its parent, or where that one stands when nesting has ended.

    A parent that was deleted, or that is younger than its reply, leaves the reply to the thread.
    """
    parent = nodes.get(node.comment.parent_id or 0)
    if parent is None or not parent.level:
        parent = nodes[node.comment.thread_id or 0]
    elif parent.level >= DEEPEST:
        node.answers = parent.comment
        parent = parent.above or parent
    node.above, node.level = parent, parent.level + 1
    parent.replies.append(node)


def _walk(roots: list[Node]) -> Iterator[Node]:
    """Every node, each before its replies, without recursion."""
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.replies
