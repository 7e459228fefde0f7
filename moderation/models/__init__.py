"""Everything said back to an article, and the rules by which it is judged."""

from moderation.models.allowance import Allowance
from moderation.models.host import Host
from moderation.models.response import Decision, Response, State
from moderation.models.rule import Rule

__all__ = ["Allowance", "Decision", "Host", "Response", "Rule", "State"]
