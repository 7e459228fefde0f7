"""What readers say."""

from comments.models.comment import DEEPEST, Comment
from comments.models.wording import Wording

__all__ = ["DEEPEST", "Comment", "Wording"]
