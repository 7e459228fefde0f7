"""``{% likes_line article %}``: the button, how many bloggers like this, and their names."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext, ngettext

from articles.models import Article
from articles.views.answers import newsroom_of
from likes.models import Like

register = template.Library()

FACES = 12
"""Names shown on the article's own page."""


@register.inclusion_tag("likes/_likes_line.html", takes_context=True)
def likes_line(
    context: Context, article: Article, likes_it: bool | None = None
) -> dict[str, object]:
    """The same for every reader, except in the answer to one, which knows ``likes_it``."""
    return {
        "article": article,
        "likes_it": likes_it,
        "mine": likes_it is not None,
        "is_open": article.liking_open(newsroom_of(context["request"])),
        "faces": Like.objects.filter(article=article).of_blogs().newest()[:FACES]
        if article.tally.likes
        else [],
    }


@register.filter
def how_many_like(count: int) -> str:
    """The number of likes as a sentence, in the plural forms of the language."""
    if not count:
        return gettext("Be the first to like this")
    sentence = ngettext("One blogger likes this", "%(count)s bloggers like this", count)
    return sentence % {"count": count} if "%(count)s" in sentence else sentence
