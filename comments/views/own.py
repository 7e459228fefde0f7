"""A writer's own comment at its signed address: to change, or to take back, for a while."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.views import page_in
from articles.views.answers import private, public_form, void
from comments import editing
from comments.forms import EditForm
from comments.models import Comment
from comments.replies import Refused
from comments.views.answers import SeeOther, slowed
from lib.clients import client_address, origin_of


@public_form
def edit(request: HttpRequest, pk: str, signature: str) -> HttpResponse:
    """Only a form that is sent changes anything: programs that look at mails follow links."""
    comment = _comment(pk, signature)
    if comment is None:
        return void(request)
    if request.method != "POST":
        return _page(request, comment, EditForm(initial={"comment": comment.text}))
    if request.POST.get("action") == "delete":
        editing.delete(comment, by=None)
        return _page(request, comment, None)
    form = EditForm(request.POST)
    try:
        if form.is_valid():
            text, client = form.cleaned_data["comment"], client_address(request)
            editing.edit(comment, text, by=None, client=client, origin=origin_of(request))
            return private(SeeOther(_next_address(comment)))
    except Refused as refusal:
        form.refuse(refusal.verdict)
        return slowed(_page(request, comment, form, refusal.verdict.status), refusal.verdict)
    return _page(request, comment, form, 422)


def _comment(pk: str, signature: str) -> Comment | None:
    """The comment that the address is signed for, while it is; nothing tells of others."""
    rows = Comment.objects.select_related("response__article__tally")
    comment: Comment | None = rows.filter(pk=int(pk)).first()
    if comment is None or not editing.may_edit(comment, signature):
        return None
    return comment if comment.response.article.is_public else None


def _page(
    request: HttpRequest, comment: Comment, form: EditForm | None, status: int = 200
) -> HttpResponse:
    """The comment as it stands with the form to change it; without one it was deleted."""
    article = comment.response.article
    edit = editing.edit_address(comment)
    context: dict[str, Any] = {"article": article, "comment": comment, "form": form, "edit": edit}
    return private(page_in(article.language, request, "comments/edit.html", status, **context))


def _next_address(comment: Comment) -> str:
    """Where its writer sees what became of it, with the address to change it once more."""
    if comment.held_token:
        return reverse("held", args=[comment.held_token])
    return editing.edit_address(comment) or comment.get_absolute_url()
