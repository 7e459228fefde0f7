"""``/follow/``: to ask to follow a discussion, to confirm it, to see and end what one follows."""

from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.views import page_in
from articles.views.answers import private, public_form, void
from comments.following import ask, confirm, end
from comments.forms import FollowForm
from comments.models import Comment, Follower
from lib.clients import network_of
from lib.staff import is_row_number
from moderation.limits import wait

MOST_LISTED = 100
AGAIN = _(
    "No mails come by it any more. To follow a discussion again, ask for it below the article."
)
ONE_CLICK = "List-Unsubscribe"
"""Name of the field that a mailbox's own button sends (RFC 8058)."""


@public_form
def follow(request: HttpRequest) -> HttpResponse:
    """Ask to follow ``article``, or the replies to ``comment``; the answer tells of nobody."""
    is_sent = request.method == "POST"
    asked = request.POST if is_sent else request.GET
    article, comment = _discussion(asked.get("article", ""), asked.get("comment", ""))
    form = FollowForm(request.POST if is_sent else None)
    if not form.is_valid():
        status = 422 if is_sent else 200
        return _page(request, article, "follow", status, form=form, comment=comment)
    if seconds := _too_fast(request):
        return _slow_down(request, article, seconds)
    if not form.cleaned_data["website"]:
        ask(article, form.cleaned_data["email"], comment=comment)
    return _page(request, article, "asked", email=form.cleaned_data["email"])


@public_form
def following(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that one address follows, for who reads mails there: confirm one, end any.

    A mailbox's own button ends the one that the token is of, without asking.
    """
    rows = Follower.objects.select_related("article", "comment__response")
    me = rows.filter(token=token).first()
    if me is None:
        return void(request, AGAIN)
    done = _act(request, me) if request.method == "POST" else ""
    pending = rows.pending().filter(pk=me.pk).first()
    follows = rows.active().filter(email=me.email).order_by("-asked_at", "-pk")[:MOST_LISTED]
    return _page(
        request, me.article, "following", me=me, pending=pending, follows=follows, done=done
    )


def _act(request: HttpRequest, me: Follower) -> str:
    """Do what a button says; the word for what was done."""
    sent = request.POST
    mine = Follower.objects.filter(email=me.email)
    if "confirm" in sent:
        return "confirmed" if confirm(me) else ""
    if "all" in sent:
        end(mine)
    elif is_row_number(sent.get("end", "")):
        end(mine.filter(pk=int(sent["end"])))
    elif ONE_CLICK in sent:
        end(mine.filter(pk=me.pk))
    else:
        return ""
    return "ended"


def _discussion(article: str, comment: str) -> tuple[Article, Comment | None]:
    """The public article, and the shown comment of it if one is named; 404 for anything else."""
    if is_row_number(comment):
        shown = Comment.objects.shown().select_related("response__article__section")
        found = get_object_or_404(shown, pk=int(comment))
        if not found.response.article.is_public:
            raise Http404
        return found.response.article, found
    if not is_row_number(article):
        raise Http404
    return get_object_or_404(Article.objects.published(), pk=int(article)), None


def _too_fast(request: HttpRequest) -> float:
    """Seconds that this network has to wait; whole countries sit behind one, so it is generous."""
    network = network_of(request)
    return wait(f"follow:{network}", burst=20, per_minute=2) if network else 0


def _slow_down(request: HttpRequest, article: Article, seconds: float) -> HttpResponse:
    response = _page(request, article, "asked", 429, seconds=ceil(seconds))
    response["Retry-After"] = str(ceil(seconds))
    return response


def _page(
    request: HttpRequest, article: Article, template: str, status: int = 200, **context: object
) -> HttpResponse:
    template = f"comments/{template}.html"
    return private(page_in(article.language, request, template, status, article=article, **context))
