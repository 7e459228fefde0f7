"""Everything said back to an article, and the rules by which it is judged."""

from moderation.models.allowance import Allowance
from moderation.models.decision import Decision
from moderation.models.host import Host
from moderation.models.response import Response, State

__all__ = ["Allowance", "Decision", "Host", "Response", "State"]
