"""What the desk's pages say of responses: reasons in words, states, what came before."""

from django import template

from moderation import reasons
from moderation.history import History, histories
from moderation.models import Response, Ruling
from moderation.paging import written
from moderation.ruling import said_of

register = template.Library()


@register.filter
def explain(reason: str) -> str:
    """The sentence for a reason word."""
    return reasons.explain(reason)


@register.filter
def evidence_of(response: Response) -> str:
    """The word or address that made the check speak."""
    return reasons.evidence_for(response.reason, response.evidence)


@register.filter
def ruled(ruling: Ruling) -> str:
    """The sentence for a line of the log about a rule or a site."""
    return said_of(ruling)


@register.filter
def histories_of(response: Response) -> list[History]:
    """What came before, by each tie."""
    return histories(response)


@register.filter
def key_of(response: Response) -> str:
    """The key of its place in a queue."""
    return written((response.created_at, response.pk))
