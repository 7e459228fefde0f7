"""``{% comment_thread article %}`` and ``{% reply_form article %}``: the same for every reader."""

import re
from typing import Any

from django import template
from django.template import Context
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext, ngettext

from articles.models import Article
from articles.views.answers import newsroom_of
from comments.forms import ReplyForm
from comments.models import Comment
from comments.threads import ThreadPage, thread_page

register = template.Library()

NOTHING = ThreadPage(number=1, threads=[], earlier="", later="")


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """The heading and one page of threads; ``comment_page`` in the context says which one."""
    newsroom = newsroom_of(context["request"])
    count = article.tally.comments
    page = context.get("comment_page")
    if page is None and count:
        page = thread_page(article, 1, newsroom.comments_per_page)
    is_open = article.replies_open(newsroom)
    return {
        "path": iri_to_uri(article.path),
        "page": page or NOTHING,
        "heading": heading(count, is_open),
        "is_open": is_open,
        "is_closed": count and not is_open,
    }


@register.inclusion_tag("comments/_reply.html", takes_context=True)
def reply_form(context: Context, article: Article) -> dict[str, Any]:
    """``Leave a Reply``, to a comment when the address says ``?replytocom=``, or as it was sent."""
    request = context["request"]
    form = context.get("reply_form")
    asked = form["comment_parent"].value() if form else request.GET.get("replytocom")
    parent = parent_of(article, str(asked or ""))
    path = iri_to_uri(article.path)
    return {
        "is_open": form is not None or article.replies_open(newsroom_of(request)),
        "form": form or ReplyForm(initial={"comment_parent": parent.pk if parent else None}),
        "parent": parent,
        "action": f"{path}comments/#respond",
        "path": path,
    }


@register.filter
def is_web_address(address: str) -> bool:
    """Whether an address may be a link: rows that were imported hold anything."""
    return re.match(r"https?://", address, re.IGNORECASE) is not None


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
