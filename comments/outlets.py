"""Where an article may appear through its comments."""

from collections.abc import Callable, Iterable
from typing import cast

from django.db.models import Model
from django.urls import reverse

from articles.models import Article
from articles.outlets import own_path
from comments.models import Comment
from comments.threads import replies_address
from lib.outlets import excuse, outlet

BELOW = {"comments": "comments/", "comment-page": "comment-page-1/", "comments-feed": "feed/"}
"""End of the URL name → what stands there behind the article's own path."""


def register() -> None:
    """Name the addresses of every route of this room."""
    outlet("comments-feed", lambda _: [reverse("comments-feed")])
    outlet("comment", _comments)
    outlet("comment-replies", _replies)
    outlet("comment-replies-page", lambda row: [f"{path}page/2/" for path in _replies(row)])
    for name, below in BELOW.items():
        outlet(f"article-{name}", _of(below, page=False))
        outlet(f"page-{name}", _of(below, page=True))
    excuse("account-reply", "Only who signed in sees it; its own tests ask it for drafts.")
    excuse("account-comments", "What one reader wrote; only who signed in sees it.")
    excuse("reply-token", "It answers a token and names no article.")
    excuse("comment-edit", "A signed address for minutes, which only the comment's writer has.")
    outlet("comment-report", _reports)
    outlet("follow", lambda article: [f"{reverse('follow')}?article={article.pk}"])
    excuse("following", "One address per follower, which stands in mails to this one only.")
    excuse("confirm", "A signed address, which only the comment's writer is mailed.")
    excuse("held", "One address per waiting reply, which only its writer has.")


def _comments(article: Model) -> Iterable[str]:
    said = Comment.objects.of(cast("Article", article))
    return [comment.get_absolute_url() for comment in said]


def _reports(article: Model) -> Iterable[str]:
    said = Comment.objects.of(cast("Article", article))
    return [reverse("comment-report", args=[comment.pk]) for comment in said]


def _replies(article: Model) -> list[str]:
    said = Comment.objects.with_pages().of(cast("Article", article))
    return [replies_address(comment.pk) for comment in said]


def _of(below: str, *, page: bool) -> Callable[[Model], Iterable[str]]:
    def addresses(row: Model) -> Iterable[str]:
        article = cast("Article", row)
        is_page = article.kind == Article.Kind.PAGE
        return [f"{own_path(article)}{below}"] if is_page == page else []

    return addresses
