"""What answers at the addresses of this room."""

from comments.views.answers import article_at
from comments.views.confirming import confirm
from comments.views.following import follow, following
from comments.views.own import edit
from comments.views.pages import comment, comment_page, replies
from comments.views.replying import comments, held
from comments.views.reporting import report

__all__ = [
    "article_at",
    "comment",
    "comment_page",
    "comments",
    "confirm",
    "edit",
    "follow",
    "following",
    "held",
    "replies",
    "report",
]
