"""The pages of a discussion, and the permanent addresses of what stands on them."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri

from articles.views import article_page, public_page
from articles.views.answers import newsroom_of
from comments.models import Comment
from comments.threads import address_of, thread_page
from comments.views.answers import article_at, with_all_of_its_page
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
    page = thread_page(article, number, newsroom_of(request).comments_per_page)
    if page is None:
        raise Http404
    return article_page(request, with_all_of_its_page(article), comment_page=page)
