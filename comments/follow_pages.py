"""``/follow/``: to ask to follow a discussion, to confirm it, to see and end what one follows."""

from math import ceil

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.views import page_in
from articles.views.answers import newsroom_of, private
from comments import following
from comments.models import Comment, Follower
from lib.clients import Origin, client_address, origin_of
from lib.staff import is_row_number
from lib.tokens import network_hash
from moderation.limits import wait

ONE_CLICK = "List-Unsubscribe"
"""Name of the field that a mailbox's own button sends (RFC 8058)."""


class FollowForm(forms.Form):
    """An address to send mails to, when it agrees."""

    email = forms.EmailField(label=_("Email"), max_length=100)
    website = forms.CharField(required=False)
    """People do not see it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "follow-%s", **kwargs})  # type: ignore[arg-type]
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "dir": "ltr"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask to follow ``article``, or the replies to ``comment``; the answer tells of nobody."""
    asked = request.POST if request.method == "POST" else request.GET
    article, comment = _discussion(asked.get("article", ""), asked.get("comment", ""))
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and origin_of(request) is Origin.FOREIGN:
        return private(page_in(article.language, request, "403.html", 403))
    if not form.is_valid():
        return _page(request, article, "follow", 422 if form.is_bound else 200, form=form,
                     comment=comment)  # fmt: skip
    if seconds := _too_fast(request):
        response = _page(request, article, "asked", 429, seconds=ceil(seconds))
        response["Retry-After"] = str(ceil(seconds))
        return response
    if not form.cleaned_data["website"]:
        following.ask(article, form.cleaned_data["email"], comment=comment)
    return _page(request, article, "asked", email=form.cleaned_data["email"])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that one address follows, for who reads mails there: confirm one, end any.

    A mailbox's own button ends the one that the token is of, without asking.
    """
    follower = Follower.objects.select_related("article", "comment__response").filter(token=token)
    me = follower.first()
    if me is None:
        raise Http404
    done = _act(request, me) if request.method == "POST" else ""
    me.refresh_from_db()
    pending = me if Follower.objects.pending().filter(pk=me.pk).exists() else None
    follows = Follower.objects.active().filter(email=me.email).order_by("-asked_at", "-pk")
    return _page(
        request, me.article, "following", me=me, pending=pending, done=done,
        follows=follows.select_related("article", "comment__response")[:100],
    )  # fmt: skip


def _act(request: HttpRequest, me: Follower) -> str:
    """Do what a button says; the word for what was done."""
    sent = request.POST
    mine = Follower.objects.filter(email=me.email)
    if "confirm" in sent:
        return "confirmed" if following.confirm(me) else ""
    if "all" in sent:
        following.end(mine)
    elif is_row_number(sent.get("end", "")):
        following.end(mine.filter(pk=int(sent["end"])))
    elif ONE_CLICK in sent:
        following.end(mine.filter(pk=me.pk))
    else:
        return ""
    return "ended"


def _discussion(article: str, comment: str) -> tuple[Article, Comment | None]:
    """The public article, and the shown comment of it if one is named; 404 for anything else."""
    if is_row_number(comment):
        shown = Comment.objects.shown().select_related("response__article__section")
        found = shown.filter(pk=int(comment)).first()
        if found and found.response.article.is_public:
            return found.response.article, found
    elif is_row_number(article) and not comment:
        public = Article.objects.published().filter(pk=int(article)).first()
        if public:
            return public, None
    raise Http404


def _too_fast(request: HttpRequest) -> float:
    """Seconds that this network has to wait; whole countries sit behind one, so it is generous."""
    address = client_address(request)
    if not address:
        return 0
    return wait(f"follow:{network_hash(address, settings.NETWORK_KEY)}", burst=20, per_minute=2)


def _page(
    request: HttpRequest, article: Article, template: str, status: int = 200, **context: object
) -> HttpResponse:
    known = {"article": article, "newsroom": newsroom_of(request), **context}
    return private(page_in(article.language, request, f"comments/{template}.html", status, **known))
