"""Everything said back to an article, and the rules by which it is judged."""

from moderation.models.allowance import Allowance
from moderation.models.appeal import Appeal
from moderation.models.bulletin import Bulletin
from moderation.models.classification import Classification
from moderation.models.decision import Decision
from moderation.models.host import Host
from moderation.models.report import Report
from moderation.models.response import Response, State
from moderation.models.rule import Rule
from moderation.models.ruling import Ruling

__all__ = [
    "Allowance",
    "Appeal",
    "Bulletin",
    "Classification",
    "Decision",
    "Host",
    "Report",
    "Response",
    "Rule",
    "Ruling",
    "State",
]
