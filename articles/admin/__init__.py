"""Where staff write and file: articles, sections, tags, authors."""

from articles.admin.article import ArticleAdmin
from articles.admin.filing import AuthorAdmin, SectionAdmin, TagAdmin

__all__ = ["ArticleAdmin", "AuthorAdmin", "SectionAdmin", "TagAdmin"]
