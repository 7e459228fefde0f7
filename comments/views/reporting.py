"""``/comments/ID/report/``: a reader tells the moderators what is wrong with a comment."""

from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.views import page_in
from articles.views.answers import private, public_form
from comments.models import Comment
from lib.clients import network_of
from moderation.forms import ReportForm
from moderation.limits import wait
from moderation.reporting import report as bring_before_moderators


@public_form
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """The form (GET) and its answer (POST), the same whether it was reported before or not."""
    comment = _comment(pk)
    if request.method != "POST":
        return _page(request, comment, form=ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, comment, 422, form=form)
    network = network_of(request)
    if seconds := wait(f"report:{network}", burst=10, per_minute=1):
        return _slow_down(request, comment, seconds)
    said = form.cleaned_data
    bring_before_moderators(comment.response, said["reason"], said["text"], network=network)
    return _page(request, comment, is_sent=True)


def _comment(pk: str) -> Comment:
    """The comment, if everybody can see it."""
    shown = Comment.objects.shown().select_related("response__article__section")
    comment = get_object_or_404(shown, pk=int(pk))
    if not comment.response.article.is_public:
        raise Http404
    return comment


def _slow_down(request: HttpRequest, comment: Comment, seconds: float) -> HttpResponse:
    response = _page(request, comment, 429, seconds=ceil(seconds))
    response["Retry-After"] = str(ceil(seconds))
    return response


def _page(
    request: HttpRequest, comment: Comment, status: int = 200, **context: object
) -> HttpResponse:
    article = comment.response.article
    known = {"article": article, "comment": comment, **context}
    return private(page_in(article.language, request, "comments/report.html", status, **known))
