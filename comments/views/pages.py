"""The pages of a discussion, and the permanent addresses of what stands on them."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri

from articles.models import Article
from articles.views import article_page, page_in, public_page
from articles.views.answers import newsroom_of
from comments.models import Comment
from comments.threads import Node, address_of, replies_address, replies_page, thread_page
from comments.views.answers import article_at, wants_newest, with_all_of_its_page
from lib.cache import tagged


@public_page
def comment(request: HttpRequest, pk: str) -> HttpResponse:
    """The permanent address of a comment: to the right page, whatever page that is today."""
    shown = Comment.objects.shown().select_related("response__article", "thread__response")
    found = get_object_or_404(shown, pk=int(pk))
    article = found.response.article
    if not article.is_public:
        raise Http404
    address = address_of(found, article, newsroom_of(request).comments_per_page)
    return tagged(HttpResponseRedirect(address), "newsroom", f"article-{article.pk}")


@public_page
def comment_page(request: HttpRequest, number: int, **parts: object) -> HttpResponse:
    """A further page of threads; the first is the article's own page."""
    article = article_at(request, f"comment-page-{number}/")
    if number == 1:
        return HttpResponsePermanentRedirect(iri_to_uri(article.path))
    length = newsroom_of(request).comments_per_page
    page = thread_page(article, number, length, newest_first=wants_newest(request))
    if page is None:
        raise Http404
    return article_page(request, with_all_of_its_page(article), comment_page=page)


@public_page
def replies(request: HttpRequest, pk: str, number: str = "") -> HttpResponse:
    """The whole of one comment, and all that stands below it, a page at a time: where "more
    replies" and "the whole comment" lead.
    """
    if number == "1":
        return HttpResponsePermanentRedirect(replies_address(int(pk)))
    rows = Comment.objects.with_pages().with_writers(whole=number == "")
    found = get_object_or_404(rows, pk=int(pk))
    articles = Article.objects.published().select_related("section", "tally")
    article = get_object_or_404(
        articles.prefetch_related("bylines__author"), pk=found.response.article_id
    )
    page = replies_page(found, int(number or 1), newsroom_of(request).comments_per_page)
    if page is None:
        raise Http404
    context: dict[str, Any] = {"article": article, "node": Node(found), "page": page}
    response = page_in(article.language, request, "comments/replies.html", **context)
    response["X-Robots-Tag"] = "noindex"
    return tagged(response, "newsroom", f"article-{article.pk}")
