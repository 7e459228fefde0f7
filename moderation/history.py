"""What is known of the writer or the site of a response: what came before, by each tie."""

from dataclasses import dataclass

from django.db.models import Count, Q

from moderation.models import Decision, Response, Ruling, State
from moderation.ties import TIES, Tie

LAST = 10
MOST_COUNTED = 1000
"""The newest ones that are counted by their state."""


@dataclass(frozen=True)
class History:
    """The newest responses with one tie to a response, and how the newest ones ended."""

    tie: Tie
    value: str
    last: list[Response]
    counts: list[tuple[State, int]]

    @property
    def number(self) -> int:
        return sum(number for __, number in self.counts)

    @property
    def is_more(self) -> bool:
        """Whether there may be more than were counted."""
        return self.number >= MOST_COUNTED


def histories(response: Response) -> list[History]:
    """By every tie that the response has to another; two queries for each tie that it has."""
    values = [(tie, tie.value(response)) for tie in TIES.values()]
    found = [_history(response, tie, value) for tie, value in values if value]
    return [history for history in found if history.last]


def log_of(response: Response) -> list[Decision]:
    """What was decided about it, newest first; the newest hundred."""
    return list(response.decisions.select_related("decided_by", "undoes")[:100])


def rulings_beside(response: Response) -> list[Ruling]:
    """What was made of rules and sites because of it, newest first; the newest twenty."""
    return list(response.rulings.newest().select_related("rule", "host", "ruled_by")[:20])


def _history(response: Response, tie: Tie, value: str) -> History:
    others = tie.among(Response.objects.all(), value).exclude(pk=response.pk).newest()
    counted = others[:MOST_COUNTED].aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in State}
    )
    return History(
        tie=tie,
        value=value,
        last=list(others.select_related("article")[:LAST]),
        counts=[(state, counted[state.value]) for state in State if counted[state.value]],
    )
