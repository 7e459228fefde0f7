"""What search knows of an article."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from articles.models.article import Article


class IndexCard(models.Model):
    """The words of an article's newest revision, for staff; made from it, never edited.

    No index orders them by time on purpose: of whatever many cards have a word, only those that do
    are read, and never the whole box in the hope of meeting enough of them.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="index_card"
    )
    text = models.TextField()
    """Standfirst and body without markup, as written: what excerpts are cut from."""
    words = SearchVectorField()
    """Folded: headline A; standfirst, names and tags B; body C."""
    written_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="index_card_words")]

    def __str__(self) -> str:
        return f"{self.article_id}"
