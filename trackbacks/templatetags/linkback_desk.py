"""``{% linkback_on_desk response %}``: a link of another site as a moderator sees it."""

from typing import Any

from django import template
from django.template import Context

from moderation.models import Response

register = template.Library()


@register.inclusion_tag("trackbacks/_on_desk.html", takes_context=True)
def linkback_on_desk(context: Context, response: Response) -> dict[str, Any]:
    """What the page says, what was verified and when, what its sender claimed."""
    return {"response": response, "linkback": response.linkback, "perms": context.get("perms")}
