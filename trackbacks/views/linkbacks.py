"""The linkbacks' own pages: the list below an article, and what one sender may see."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.views import page_in, public_page
from articles.views.answers import newsroom_of, private, public_form, void
from lib.cache import tagged
from moderation.models import Response
from trackbacks.listing import address_of, linkback_page
from trackbacks.models import Linkback
from trackbacks.reading import DECLINING
from trackbacks.removal import Void, linkback_for, may_be_removed, remove
from trackbacks.standing import linkback_at, standing_of


@public_page
def linkbacks(request: HttpRequest, number: int = 1, **parts: object) -> HttpResponse:
    """The links from other sites to one article, fifty a page."""
    article = _article(request, number)
    page = linkback_page(article, number)
    if number > 1 and not page.linkbacks:
        raise Http404
    response = page_in(
        article.language, request, "trackbacks/linkbacks.html", article=article, page=page
    )
    return tagged(response, "newsroom", f"article-{article.pk}")


@public_page
def linkback(request: HttpRequest, pk: str) -> HttpResponse:
    """The permanent address of a linkback in the list: to the right page of it."""
    shown = Linkback.objects.shown().filter(response__kind=Response.Kind.LINKBACK)
    found = get_object_or_404(shown.select_related("response", "article"), pk=int(pk))
    if not found.article.is_public:
        raise Http404
    address = address_of(found)
    return tagged(HttpResponseRedirect(address), "newsroom", f"article-{found.article_id}")


def _article(request: HttpRequest, number: int) -> Article:
    """The public article that the address lies below; 404 tells nothing of others."""
    path = request.path_info.removesuffix(f"page/{number}/").removesuffix("linkbacks/")
    return get_object_or_404(Article.objects.published().select_related("tally"), path=path)


@require_safe
def status(request: HttpRequest, word: str) -> HttpResponse:
    """What became of a link, for who announced it; ends after thirty days, or with the article."""
    linkback = linkback_at(word)
    if linkback is None:
        raise Http404
    return status_page(request, linkback)


def status_page(
    request: HttpRequest, linkback: Linkback, code: int = 200, *, address: str = ""
) -> HttpResponse:
    """The page that only who has its address may see, and that nobody keeps; ``address`` where it
    is the answer at another one.
    """
    if not linkback.article.is_public:
        raise Http404
    language = linkback.article.language
    with override(language):
        context = {
            "linkback": linkback,
            "standing": standing_of(linkback),
            "address": address,
            "declining": DECLINING,
        }
    return private(page_in(language, request, "trackbacks/status.html", code, **context))


@public_form
def removal(request: HttpRequest, word: str) -> HttpResponse:
    """Says what will be removed (GET), and removes it (POST)."""
    try:
        linkback = linkback_for(word)
    except Void:
        return void(request)
    if linkback and request.method == "POST":
        remove(linkback)
    language = linkback.article.language if linkback else newsroom_of(request).language
    context: dict[str, Any] = {
        "linkback": linkback,
        "is_gone": linkback is None or not may_be_removed(linkback),
        "done": request.method == "POST",
    }
    return private(page_in(language, request, "trackbacks/removal.html", **context))
