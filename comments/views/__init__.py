"""What answers at the addresses of this room."""

from comments.views.answers import article_at
from comments.views.own import edit
from comments.views.pages import comment, comment_page, replies
from comments.views.replying import comments, held

__all__ = ["article_at", "comment", "comment_page", "comments", "edit", "held", "replies"]
