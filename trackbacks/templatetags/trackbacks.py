"""``{% endpoint_links article %}`` and ``{% linkback_list article %}``, the same for everybody."""

from typing import Any

from django import template
from django.template import Context

from articles.models import Article
from articles.views.answers import newsroom_of
from trackbacks.discovery import pingback_endpoint
from trackbacks.listing import linkback_page

register = template.Library()


@register.inclusion_tag("trackbacks/_endpoints.html", takes_context=True)
def endpoint_links(context: Context, article: Article) -> dict[str, Any]:
    """For the head: where to announce a link; nothing where none are taken."""
    is_open = article.links_open(newsroom_of(context["request"]))
    return {"pingback": pingback_endpoint() if is_open else ""}


@register.inclusion_tag("trackbacks/_linkbacks.html")
def linkback_list(article: Article) -> dict[str, Any]:
    """``N Trackbacks / Pingbacks`` and the first page of them; nothing where there are none."""
    return {"page": linkback_page(article)}
