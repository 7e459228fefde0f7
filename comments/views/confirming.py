"""What the link in a mail to a comment's writer opens: the address to confirm.

Following it changes nothing, because programs that look for harm in mails follow it too.
"""

from django.http import HttpRequest, HttpResponse

from articles.views import page_in
from articles.views.answers import private, public_form, void
from comments import confirming
from comments.models import Comment, Follower
from comments.sealed import confirmable_at


@public_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET) and do (POST): the writer reads mails at the comment's address."""
    comment = confirmable_at(token)
    if comment is None or not comment.response.article.is_public:
        return void(request)
    if request.method != "POST":
        return _page(request, comment)
    confirming.confirm(comment)
    return _page(request, comment, is_done=True)


def _page(request: HttpRequest, comment: Comment, *, is_done: bool = False) -> HttpResponse:
    article = comment.response.article
    page = page_in(
        article.language,
        request,
        "comments/confirm.html",
        article=article,
        comment=comment,
        is_done=is_done,
        follows=Follower.objects.pending().filter(comment=comment).exists(),
    )
    return private(page)
