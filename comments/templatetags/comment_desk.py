"""``{% comment_on_desk response %}``: a comment as a moderator sees and changes it."""

from typing import Any

from django import template
from django.template import Context

from comments.forms import EditForm
from comments.models import Comment
from comments.surroundings import surroundings
from moderation.models import Response

register = template.Library()

WORDINGS = 20
"""Earlier texts that are shown, newest first."""


@register.inclusion_tag("comments/_on_desk.html", takes_context=True)
def comment_on_desk(context: Context, response: Response) -> dict[str, Any]:
    """Text, thread and earlier texts; with forms to edit and to reply for those who decide."""
    comment: Comment = response.comment
    return {
        "response": response,
        "comment": comment,
        "around": surroundings(comment),
        "wordings": comment.wordings.select_related("replaced_by").order_by("-pk")[:WORDINGS],
        "may_decide": context.get("may_decide"),
        "edit": EditForm(initial={"comment": comment.text}, auto_id=f"edit-{comment.pk}-%s"),
        "reply": EditForm(auto_id=f"answer-{comment.pk}-%s"),
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }
