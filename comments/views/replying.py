"""Replies on their way in, and held ones at their secret address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.views import article_page, page_in
from articles.views.answers import newsroom_of, private, void
from comments.editing import edit_address
from comments.forms import ReplyForm
from comments.models import Comment
from comments.replies import Refused
from comments.submission import submit
from comments.views.answers import SeeOther, article_at, slowed, with_all_of_its_page
from lib.token_cookies import TokenCookie
from lib.tokens import random_token
from moderation.candidates import Verdict

BROWSER = TokenCookie("known_browser", samesite="Strict")
"""Of who asks to be remembered with a reply."""
DECIDED = _("A comment that a moderator accepted stands below its article.")


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
    is_wanted = form.cleaned_data["remember"]
    token = (BROWSER.token_of(request) or random_token()) if is_wanted else ""
    try:
        comment = submit(article, form.reply(request, BROWSER.row_key(token)), newsroom)
    except Refused as refusal:
        form.refuse(refusal.verdict)
        return refused(request, article, form, refusal.verdict.status, refusal.verdict)
    answer = SeeOther(next_address(comment))
    return BROWSER.give(answer, token) if token else BROWSER.take_back(answer, request)


def refused(
    request: HttpRequest,
    article: Article,
    form: ReplyForm,
    status: int,
    verdict: Verdict | None = None,
) -> HttpResponse:
    """The article page again, with the form as it was filled in and the reason beside it.

    A script that asked (Fetch Metadata says so) has the page already and gets the form alone.
    """
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        context: dict[str, Any] = {"article": article, "reply_form": form}
        response = page_in(article.language, request, "comments/refused.html", status, **context)
    else:
        whole = with_all_of_its_page(article)
        response = article_page(request, whole, status=status, reply_form=form)
    response["Cache-Control"] = "no-store"
    return slowed(response, verdict)


def next_address(comment: Comment) -> str:
    """Where the writer finds the comment: at an address of their own while there is one."""
    if comment.held_token:
        return reverse("held", args=[comment.held_token])
    if comment.response.is_shown:
        return edit_address(comment) or comment.get_absolute_url()
    return f"{iri_to_uri(comment.response.article.path)}#comments"


@require_safe
def held(request: HttpRequest, token: str) -> HttpResponse:
    """A reply that waits, for its writer; gone with the decision or the article."""
    comment = Comment.objects.held_at(token).select_related("response__article").first()
    if comment is None or not comment.response.article.is_public:
        return void(request, DECIDED)
    article = comment.response.article
    context: dict[str, Any] = {
        "article": article,
        "comment": comment,
        "edit": edit_address(comment),
    }
    return private(page_in(article.language, request, "comments/held.html", **context))
