"""Where staff keep what articles are filed under: sections, tags, authors."""

from articles.admin.authors import AuthorAdmin
from articles.admin.filing import SectionAdmin, TagAdmin

__all__ = ["AuthorAdmin", "SectionAdmin", "TagAdmin"]
