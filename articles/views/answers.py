"""How public pages are answered: to GET and HEAD, the same for everybody, in their language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from articles.models import Article
from lib.cache import tagged
from lib.clients import Origin, origin_of
from lib.fold import direction
from masthead.models import Newsroom

type View = Callable[..., HttpResponse]

SHARED_SECONDS = 30
"""How long a cache between us and many readers may answer by itself; browsers always ask."""


def public_page(view: View) -> View:
    """Answer GET and HEAD only, with an ETag and, when it is the page itself, leave to keep it."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        response = view(request, **parts)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
        return response

    return require_safe(conditional_page(answer))


def public_form(view: View) -> View:
    """A page whose form anybody may send, without a token: another site's page may not.

    That holds at signed addresses too. A mailbox's own button passes: it sends no context (RFC
    8058, 3.1), so no origin. What was written is UTF-8, whatever the request claims.
    """

    @wraps(view)
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        if request.method == "POST":
            if origin_of(request) is Origin.FOREIGN:
                raise PermissionDenied
            request.encoding = "utf-8"
        return view(request, **parts)

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answer))


def page_in(
    language: str, request: HttpRequest, template: str, status: int = 200, **context: object
) -> HttpResponse:
    """Render a whole page that speaks ``language``."""
    spoken = {"page_language": language, "page_direction": direction(language)}
    with translation.override(language):
        return render(request, template, {**spoken, **context}, status=status)


def private[R: HttpResponse](response: R) -> R:
    """The answer at an address that one person has: kept by nobody and found by nobody.

    Nor is the address told to anybody else: no page of ours does that (SECURE_REFERRER_POLICY).
    """
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def void(request: HttpRequest, what_to_do: str | Promise = "") -> HttpResponse:
    """The answer at a secret address that was used, is too old, never was, or is about what changed
    since; the same in each case. ``what_to_do`` is a sentence for whoever had such an address.
    """
    told = {"what_to_do": what_to_do}
    return private(page_in(newsroom_of(request).language, request, "void.html", 410, **told))


def article_page(
    request: HttpRequest, article: Article, *, status: int = 200, **context: object
) -> HttpResponse:
    """The page of a public article, which ``for_page`` fetched; ``response.article`` says which.

    ``context`` is for what the rooms above show on it, such as a reply that was not accepted.
    """
    response = page_in(
        article.language,
        request,
        "articles/article.html",
        status=status,
        article=article,
        **context,
    )
    response.article = article  # type: ignore[attr-defined]
    return tagged(response, "newsroom", *_tags(article))


def newsroom_of(request: HttpRequest) -> Newsroom:
    """The newsroom that the middleware put on the request."""
    return request.newsroom  # type: ignore[attr-defined,no-any-return]


def _tags(article: Article) -> list[str]:
    """All whose change changes this page."""
    return [
        f"article-{article.pk}",
        *([f"section-{article.section_id}"] if article.section_id else []),
        *(f"tag-{item.tag_id}" for item in article.tag_items.all()),
        *(f"author-{byline.author_id}" for byline in article.bylines.all()),
    ]
