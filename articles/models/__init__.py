"""What we publish: articles, who wrote them, where they belong, every address they ever had."""

from articles.models.article import Article, ArticleTag, Byline
from articles.models.filing import Author, Section, Tag
from articles.models.record import Address, Correction, Reading, Revision, Tally
from articles.models.search import IndexCard

__all__ = [
    "Address",
    "Article",
    "ArticleTag",
    "Author",
    "Byline",
    "Correction",
    "IndexCard",
    "Reading",
    "Revision",
    "Section",
    "Tag",
    "Tally",
]
