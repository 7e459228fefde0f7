"""Replies on their way in, held ones at their secret address, the pages of a discussion."""

from math import ceil

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.views import article_page, page_in, public_page
from articles.views.answers import newsroom_of
from comments.forms import ReplyForm
from comments.models import Comment
from comments.submission import Refused, submit
from comments.threads import address_of, thread_page
from lib.cache import tagged
from masthead.models import Newsroom
from moderation.checks import Verdict


class SeeOther(HttpResponseRedirect):
    """Look there with GET, whatever was sent here."""

    status_code = 303


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, **parts: object) -> HttpResponse:
    """Take a reply; who only looks is sent to the article, whose page has the form."""
    article = article_at(request, "comments/")
    if request.method != "POST":
        return SeeOther(f"{iri_to_uri(article.path)}#respond")
    request.encoding = "utf-8"  # whatever the request claims: the page that holds the form is UTF-8
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return refused(request, article, form, 422)
    newsroom = newsroom_of(request)
    try:
        comment = submit(article, form.reply(request), newsroom)
    except Refused as refusal:
        form.refuse(refusal.verdict)
        return refused(request, article, form, refusal.verdict.status, refusal.verdict)
    return SeeOther(next_address(comment, article, newsroom))


def article_at(request: HttpRequest, below: str) -> Article:
    """The public article that the address lies ``below``; 404 tells nothing of others."""
    path = request.path_info.removesuffix(below)
    return get_object_or_404(Article.objects.published().select_related("section"), path=path)


def with_all_of_its_page(article: Article) -> Article:
    """The same article with all that its page shows."""
    return get_object_or_404(Article.objects.published().for_page(), pk=article.pk)


def refused(
    request: HttpRequest,
    article: Article,
    form: ReplyForm,
    status: int,
    verdict: Verdict | None = None,
) -> HttpResponse:
    """The article page again, with the form as it was filled in and the reason beside it."""
    response = article_page(request, with_all_of_its_page(article), status=status, reply_form=form)
    response["Cache-Control"] = "no-store"
    if verdict and verdict.wait:
        response["Retry-After"] = str(ceil(verdict.wait))
    return response


def next_address(comment: Comment, article: Article, newsroom: Newsroom) -> str:
    """Where the writer finds the comment: in its place, at its secret address, or no more."""
    if comment.response.is_shown:
        return address_of(comment, article, newsroom.comments_per_page)
    if comment.held_token:
        return reverse("held", args=[comment.held_token])
    return f"{iri_to_uri(article.path)}#comments"


@require_safe
def held(request: HttpRequest, token: str) -> HttpResponse:
    """A reply that waits, for its writer; gone with the decision or the article."""
    waiting = Comment.objects.held_at(token).select_related("response__article")
    comment = get_object_or_404(waiting)
    article = comment.response.article
    if not article.is_public:
        raise Http404
    response = page_in(
        article.language, request, "comments/held.html", article=article, comment=comment
    )
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


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
