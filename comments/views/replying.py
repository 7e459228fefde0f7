"""Replies on their way in, and held ones at their secret address."""

from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.views import article_page, page_in
from articles.views.answers import newsroom_of, private
from comments.forms import ReplyForm
from comments.models import Comment
from comments.replies import Refused
from comments.submission import submit
from comments.threads import address_of
from comments.views.answers import SeeOther, article_at, with_all_of_its_page
from masthead.models import Newsroom
from moderation.checks import Verdict


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, **parts: object) -> HttpResponse:
    """Take a reply; who only looks is sent to the article, whose page has the form."""
    article = article_at(request, "comments/")
    if request.method != "POST":
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return SeeOther(f"{iri_to_uri(article.path)}{query}#respond")
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
    return private(response)
