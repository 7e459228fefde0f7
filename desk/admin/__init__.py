"""Where staff write: the article's form, its list and its history."""

from desk.admin.article import ArticleAdmin

__all__ = ["ArticleAdmin"]
