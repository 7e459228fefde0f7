"""What somebody who signed in says: a reply with a real token, and the list of their own."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import User
from accounts.pages import account_page, to_sign_in
from articles.models import Article
from articles.views.answers import newsroom_of, page_in
from comments.forms import ReplyForm
from comments.models import Comment
from comments.replies import Refused, Reply
from comments.submission import submit
from comments.views.answers import SeeOther, action_of, slowed
from comments.views.replying import next_address
from lib.clients import client_address
from lib.staff import is_row_number

PER_PAGE = 50


class SignedReplyForm(ReplyForm):
    """The words and whom they answer; who writes is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"comment", "comment_parent"}:
            del self.fields[name]


@account_page
def reply(request: HttpRequest, article_id: int) -> HttpResponse:
    """A form that only who signed in sees, and that says so with a token."""
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    if not request.user.is_authenticated:
        return to_sign_in(request)
    sent = request.POST if request.method == "POST" else None
    asked = (sent or request.GET).get("comment_parent" if sent else "replytocom", "")
    parent = _parent(article, asked)
    form = SignedReplyForm(sent, initial={"comment_parent": parent and parent.pk})
    if not form.is_valid():
        return _page(request, article, form, parent, 422 if sent else 200)
    newsroom = newsroom_of(request)
    try:
        comment = submit(article, _reply(request, form.cleaned_data), newsroom)
    except Refused as refusal:
        form.refuse(refusal.verdict)
        page = _page(request, article, form, parent, refusal.verdict.status)
        return slowed(page, refusal.verdict)
    return SeeOther(next_address(comment))


@account_page
def own(request: HttpRequest) -> HttpResponse:
    """Everything that the account wrote, newest first, with what became of it."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    before = request.GET.get("before", "")
    comments = Comment.objects.filter(user=request.user).select_related("response__article")
    if before:
        if not is_row_number(before):
            raise Http404
        comments = comments.filter(pk__lt=int(before))
    found = list(comments.order_by("-pk")[: PER_PAGE + 1])
    more = found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None
    return render(request, "accounts/comments.html", {"comments": found[:PER_PAGE], "next": more})


def _parent(article: Article, asked: str) -> Comment | None:
    """The comment to answer, if everybody can see it below the article."""
    shown = Comment.objects.shown().of(article).select_related("response")
    return shown.filter(pk=int(asked)).first() if is_row_number(asked) else None


def _reply(request: HttpRequest, sent: dict[str, Any]) -> Reply:
    """The session proved who writes: the token was checked before."""
    user = cast("User", request.user)
    return Reply(
        text=sent["comment"],
        author_name=user.name,
        email=user.email,
        parent_id=sent["comment_parent"] or None,
        client=client_address(request),
        user=user,
    )


def _page(
    request: HttpRequest, article: Article, form: ReplyForm, parent: Comment | None, status: int
) -> HttpResponse:
    is_open = article.replies_open(newsroom_of(request))
    context = {"article": article, "form": form, "parent": parent, "is_open": is_open}
    draft = action_of(article)
    status = status if is_open else 403
    return page_in(article.language, request, "accounts/reply.html", status, draft=draft, **context)
