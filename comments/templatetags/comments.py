"""The tags that put the discussion onto the article's page, the same for every reader."""

import re
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from articles.models import Article
from articles.views.answers import newsroom_of
from comments.forms import ReplyForm
from comments.models import Comment
from comments.threads import ThreadPage, page_address, thread_page
from comments.views.answers import action_of, wants_newest
from masthead.models import Newsroom, Speakers

register = template.Library()

NOTHING = ThreadPage(number=1, threads=[])
MODULES = [f"js/reply-{name}.js" for name in ("token", "place", "draft", "own", "send")]
"""What makes the form better where scripts run: each does one thing."""
PICKS = 3
"""Editors' picks that stand above the thread."""


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """The heading and one page of threads; ``comment_page`` in the context says which one."""
    request = context["request"]
    newsroom = newsroom_of(request)
    count = article.tally.comments
    page = context.get("comment_page")
    picks: list[Comment] = []
    if page is None and count:
        newest = wants_newest(request)
        page = thread_page(article, 1, newsroom.comments_per_page, newest_first=newest)
        picks = list(Comment.objects.of(article).picks().with_writers()[:PICKS])
    is_open = article.replies_open(newsroom)
    return {
        "article_id": article.pk,
        "page": page or NOTHING,
        "picks": picks,
        "heading": heading(count, is_open),
        "is_open": is_open,
        "is_closed": count and not is_open,
        "authors": authors_of(article),
        "oldest": page_address(article, 1),
        "newest": page_address(article, 1, newest_first=True),
        "has_order": count > 1,
    }


@register.inclusion_tag("comments/_reply.html", takes_context=True)
def reply_form(context: Context, article: Article) -> dict[str, Any]:
    """``Leave a Reply``, to a comment when the address says ``?replytocom=``, or as it was sent."""
    request = context["request"]
    newsroom = newsroom_of(request)
    form = context.get("reply_form")
    asked = form["comment_parent"].value() if form else request.GET.get("replytocom")
    parent = parent_of(article, str(asked or ""))
    speakers = article.policy("who_may_reply", newsroom)
    path = iri_to_uri(article.path)
    signed = f"/account/reply/{article.pk}/" + (f"?replytocom={parent.pk}" if parent else "")
    return {
        "is_open": form is not None or article.replies_open(newsroom),
        "form": form or ReplyForm(initial={"comment_parent": parent.pk if parent else None}),
        "takes_guests": form is not None or speakers != Speakers.ACCOUNTS,
        "needs_account": speakers == Speakers.ACCOUNTS,
        "asks_to_confirm": speakers == Speakers.CONFIRMED,
        "sign_in": signed,
        "join": f"{reverse('account-ask-join')}?{urlencode({'next': signed})}",
        "parent": parent,
        "action": action_of(article),
        "path": path,
        "modules": MODULES,
    }


@register.inclusion_tag("comments/_head.html", takes_context=True)
def comment_head(context: Context) -> dict[str, Any]:
    """For the head: search engines need no page twice that differs by its order or its form."""
    asked = context["request"].GET
    return {"is_another_view": "order" in asked or "replytocom" in asked}


@register.filter
def is_web_address(address: str) -> bool:
    """Whether an address may be a link: rows that were imported hold anything."""
    return re.match(r"https?://", address, re.IGNORECASE) is not None


@register.filter
def comments_heading(article: Article) -> str:
    """The heading of a discussion that is open."""
    return heading(article.tally.comments, is_open=True)


@register.filter
def takes_replies(article: Article, newsroom: Newsroom) -> bool:
    """Whether a reader may reply now."""
    return article.replies_open(newsroom)


@register.filter
def authors_of(article: Article) -> set[int | None]:
    """The accounts of those who wrote the article under their own name: a pseudonym has none."""
    known = [one.author for one in article.bylines.all() if not one.author.is_pseudonym]
    return {author.user_id for author in known} - {None}


def heading(count: int, is_open: bool) -> str:
    """``1 Comment``, ``N Comments``, or what there is to say without any."""
    if count:
        return ngettext("%(count)d Comment", "%(count)d Comments", count) % {"count": count}
    return gettext("Be the first to comment") if is_open else gettext("Comments are closed.")


def parent_of(article: Article, asked: str) -> Comment | None:
    """The comment to answer, if everybody can see it on this article's page."""
    if not re.fullmatch("[1-9][0-9]{0,17}", asked):
        return None
    shown = Comment.objects.shown().of(article).select_related("response")
    return shown.filter(pk=int(asked)).first()
