"""The public pages; they read neither account nor session, so that anybody may keep them."""

from articles.views.answers import View, article_page, page_in, public_page
from articles.views.article import article, page
from articles.views.elsewhere import elsewhere
from articles.views.lists import author, day, front, month, section, tag, year

__all__ = [
    "View",
    "article",
    "article_page",
    "author",
    "day",
    "elsewhere",
    "front",
    "month",
    "page",
    "page_in",
    "public_page",
    "section",
    "tag",
    "year",
]
