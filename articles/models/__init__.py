"""What we publish: articles, who wrote them, where they belong, every address they ever had."""

from articles.models.article import Article, ArticleTag, Byline
from articles.models.filing import Author, Section, Tag
from articles.models.record import Address, Correction, Reading, Revision, Tally

__all__ = [
    "Address",
    "Article",
    "ArticleTag",
    "Author",
    "Byline",
    "Correction",
    "Reading",
    "Revision",
    "Section",
    "Tag",
    "Tally",
]
