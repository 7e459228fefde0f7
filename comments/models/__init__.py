"""What readers say, who hears of it, and what writers are told."""

from comments.models.comment import DEEPEST, Comment
from comments.models.follower import Follower
from comments.models.letter import Letter
from comments.models.wording import Wording

__all__ = ["DEEPEST", "Comment", "Follower", "Letter", "Wording"]
