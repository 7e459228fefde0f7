"""``{% endpoint_links article %}`` and ``{% linkback_list article %}``, the same for everybody."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.views.answers import newsroom_of
from trackbacks.discovery import endpoints_of
from trackbacks.listing import deed_of, linkback_page

register = template.Library()
register.filter("deed", deed_of)


@register.inclusion_tag("trackbacks/_endpoints.html", takes_context=True)
def endpoint_links(context: Context, article: Article) -> dict[str, Any]:
    """For the head: where to announce a link; nothing where none are taken."""
    endpoints = endpoints_of(article, newsroom_of(context["request"]))
    return {"article": article, "endpoints": endpoints}


@register.inclusion_tag("trackbacks/_linkbacks.html")
def linkback_list(article: Article) -> dict[str, Any]:
    """``N Trackbacks / Pingbacks`` and the first page of them; nothing where there are none."""
    return {"page": linkback_page(article)}


@register.filter
def in_comment(text: str) -> SafeString:
    """Escape for an attribute inside a comment, which two hyphens would end."""
    return mark_safe(conditional_escape(text).replace("--", "-&#45;"))  # noqa: S308 - escaped


@register.filter
def address_in_comment(url: str) -> SafeString:
    """The same for an address that programs take as it stands, without reading it as XML."""
    return in_comment(url.replace("--", "-%2D"))
