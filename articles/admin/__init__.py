"""Where staff keep what articles are filed under: sections, tags, authors."""

from articles.admin.filing import AuthorAdmin, SectionAdmin, TagAdmin

__all__ = ["AuthorAdmin", "SectionAdmin", "TagAdmin"]
