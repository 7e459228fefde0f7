"""``…/likes/``: who likes the article (GET), and one visitor's like or unlike (POST)."""

from __future__ import annotations

import json
from math import ceil

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.models import Article
from articles.views.answers import newsroom_of, page_in, public_form, public_page
from lib.cache import tagged
from lib.clients import Origin, network_of, origin_of
from lib.staff import is_row_number
from lib.tokens import random_token
from likes import liking
from likes.visitors import VISITOR, new_token
from moderation.challenge import new_challenge, solves
from moderation.limits import wait

PER_PAGE = 100


@public_form
def likes(request: HttpRequest, **parts: object) -> HttpResponse:
    """The two sides of one address."""
    return liked(request) if request.method == "POST" else faces(request)


@public_page
def faces(request: HttpRequest) -> HttpResponse:
    """Everybody who likes the article by name, newest first, a hundred a page from ``?before=``."""
    article = _article(request)
    before = request.GET.get("before", "")
    named = article.likes.of_blogs().newest()
    if before:
        if not is_row_number(before):
            raise Http404
        named = named.filter(pk__lt=int(before))
    found = list(named[: PER_PAGE + 1])
    if before and not found:
        raise Http404
    response = page_in(
        article.language,
        request,
        "likes/faces.html",
        article=article,
        faces=found[:PER_PAGE],
        is_first=not before,
        next=found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
    )
    return tagged(response, "newsroom", f"article-{article.pk}")


@never_cache
def liked(request: HttpRequest) -> HttpResponse:
    """Like or unlike, and a page that shows the state and the other button."""
    article = _article(request)
    action = request.POST.get("action")
    if action not in {"like", "unlike"}:
        return HttpResponseBadRequest(
            _("The form says “like” or “unlike”."), content_type="text/plain; charset=utf-8"
        )
    if not article.liking_open(newsroom_of(request)):
        raise PermissionDenied
    seconds = _too_fast(request)
    if seconds and not solves(request.POST.get("proof", "")):
        return _slow_down(request, article, seconds)
    token = VISITOR.token_of(request)
    if action == "unlike":
        if token:
            liking.unlike(article, VISITOR.row_key(token))
        return _answer(request, article, likes_it=False)
    if not token and origin_of(request) is Origin.UNKNOWN:
        return _once_more(request, article)
    token = token or new_token(request, article)
    liking.like(article, VISITOR.row_key(token))
    return VISITOR.give(_answer(request, article, likes_it=True), token)


def _article(request: HttpRequest) -> Article:
    """The public article that the address lies below; 404 tells nothing of others."""
    path = request.path_info.removesuffix("likes/")
    article = (
        Article.objects.published().select_related("section", "tally").filter(path=path).first()
    )
    if article is None:
        raise Http404
    return article


def _too_fast(request: HttpRequest) -> float:
    """Seconds that this network has to wait, or pay with work: whole countries sit behind one, so
    it is generous, and nobody is shut out.
    """
    network = network_of(request)
    return wait(f"like:{network}", burst=120, per_minute=60) if network else 0


def _slow_down(request: HttpRequest, article: Article, seconds: float) -> HttpResponse:
    """Wait, or solve the challenge, which the page's script does by itself."""
    mine = article.likes.filter(visitor=VISITOR.row_key(VISITOR.token_of(request)))
    response = _answer(
        request,
        article,
        status=429,
        likes_it=mine.exists(),
        seconds=ceil(seconds),
        challenge=json.dumps(new_challenge()),
    )
    response["Retry-After"] = str(ceil(seconds))
    return response


def _once_more(request: HttpRequest, article: Article) -> HttpResponse:
    """The browser did not say which page sent the form, and nobody looks at likes one by one.

    Another site's page can send this form, but not with our cookie (``SameSite=Lax``): so the
    visitor gets the cookie and the button again, and the second press counts.
    """
    response = _answer(request, article, likes_it=False, once_more=True, status=428)
    return VISITOR.give(response, random_token())


def _answer(
    request: HttpRequest, article: Article, *, status: int = 200, **told: object
) -> HttpResponse:
    """The page that tells what became of it: ``likes_it``, ``seconds`` to wait or a
    ``challenge``, ``once_more``.
    """
    article.tally.refresh_from_db()
    context = {"article": article, **told}
    return page_in(article.language, request, "likes/liked.html", status=status, **context)
