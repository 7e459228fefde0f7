"""Pages of an article's comments: the same few queries and a bounded size, whatever the thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from articles.models import Article
from comments.models import Comment
from comments.querysets import CommentQuerySet


@dataclass(eq=False)
class Node:
    """A comment in its place, with the replies that have room on this page."""

    comment: Comment
    replies: list[Node] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Shown comments below it that have no room here."""
        here = sum(reply.comment.response.is_shown + reply.comment.below for reply in self.replies)
        return max(0, self.comment.below - here)

    @property
    def is_named(self) -> bool:
        """Whether it must say whom it answers, since it does not stand there."""
        return self.comment.parent_id not in {None, self.comment.under_id}


@dataclass(frozen=True)
class ThreadPage:
    """One page of threads; `earlier` and `later` are addresses or empty."""

    number: int
    threads: list[Node]
    earlier: str = ""
    later: str = ""
    newest_first: bool = False


def thread_page(
    article: Article, number: int, length: int, *, newest_first: bool = False
) -> ThreadPage | None:
    """Page `number` of the article's threads; None past the end. Three queries."""
    tops = Comment.objects.of(article).tops()

    def address(number: int) -> str:
        return page_address(article, number, newest_first=newest_first)

    found = _page(tops.newest() if newest_first else tops.oldest(), number, length, address)
    return found and replace(found, newest_first=newest_first)


def replies_page(comment: Comment, number: int, length: int) -> ThreadPage | None:
    """Page `number` of all that stands below one comment; None past the end. Three queries."""
    below = comment.stands_above.visible().oldest()
    return _page(below, number, length, lambda number: replies_address(comment.pk, number))


def page_address(article: Article, number: int, *, newest_first: bool = False) -> str:
    """The path of a page of comments; the first is the article's own."""
    path = article.path if number == 1 else f"{article.path}comment-page-{number}/"
    return iri_to_uri(path) + ("?order=newest" if newest_first else "")


def replies_address(pk: int, number: int = 1) -> str:
    """The path of a page of the replies to a comment."""
    if number == 1:
        return reverse("comment-replies", args=[pk])
    return reverse("comment-replies-page", args=[pk, number])


def address_of(comment: Comment, article: Article, length: int) -> str:
    """Where a comment stands: the path of its page and its fragment.

    On the page of its thread if it has room there, else among the replies to the one above it.
    """
    tops = Comment.objects.of(article).tops()
    number = _number_of(comment.thread or comment, tops, length)
    page, _ = tops.oldest().cut(number, length)
    path = page_address(article, number)
    if comment.under_id is not None and not _has_room(comment, page):
        siblings = Comment.objects.filter(under=comment.under_id).visible()
        path = replies_address(comment.under_id, _number_of(comment, siblings, length))
    return f"{path}#comment-{comment.pk}"


def _page(
    rows: CommentQuerySet, number: int, length: int, address: Callable[[int], str]
) -> ThreadPage | None:
    ids, has_later = rows.cut(number, length)
    if number > 1 and not ids:
        return None
    found = rows.filter(pk__in=ids).with_writers()
    return ThreadPage(
        number=number,
        threads=tree(list(found)),
        earlier=address(number - 1) if number > 1 else "",
        later=address(number + 1) if has_later else "",
    )


def tree(tops: list[Comment]) -> list[Node]:
    """These comments, each with the first of what stands below it. One query."""
    nodes = {top.pk: Node(top) for top in tops}
    replies = Comment.objects.first_below(list(nodes)).with_writers().oldest()
    nodes |= {reply.pk: Node(reply) for reply in replies}
    for node in list(nodes.values())[len(tops) :]:
        nodes[node.comment.under_id or 0].replies.append(node)
    return [nodes[top.pk] for top in tops]


def _number_of(comment: Comment, siblings: CommentQuerySet, length: int) -> int:
    """The number of the page on which it stands among its siblings, oldest first."""
    at = comment.response.created_at
    before = Q(response__created_at__lt=at) | Q(response__created_at=at, pk__lt=comment.pk)
    return siblings.filter(before).page_after(length)


def _has_room(comment: Comment, tops: list[int]) -> bool:
    """Whether the page with these threads shows it."""
    return Comment.objects.first_below(tops).filter(pk=comment.pk).exists()
