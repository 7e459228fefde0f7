"""What readers say."""

from comments.models.comment import DEEPEST, Comment

__all__ = ["DEEPEST", "Comment"]
