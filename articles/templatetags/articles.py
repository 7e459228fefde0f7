"""What templates say about articles: who made them, which way their language runs."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from articles.bylines import linked, sentence, writers
from articles.models import Article, Author
from lib import fold
from photos.models import Photo

register = template.Library()

Kind = Article.Kind
SCHEMA_TYPES: dict[str, str] = {
    Kind.OPINION: "OpinionNewsArticle",
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
    Kind.SPONSORED: "AdvertiserContentArticle",
    Kind.PAGE: "WebPage",
}
MOST_INTRODUCED = 4
SHARED_WIDTH = 1440
"""Pixels; larger than any site that shows a link needs."""


@register.simple_tag
def byline(article: Article) -> SafeString:
    """``By A and B; photographs by C``, each name a link to its author; empty without names."""
    return sentence(article.bylines.all(), linked)


@register.filter
def writers_of(article: Article) -> list[Author]:
    """Who wrote the article, in the order of the byline."""
    return writers(article.bylines.all())


@register.filter
def introduced(article: Article) -> list[Author]:
    """The first writers of whom something is to be said below the article."""
    return [author for author in writers_of(article) if author.biography_html][:MOST_INTRODUCED]


@register.filter
def direction(language: str) -> str:
    """``rtl`` or ``ltr``, for ``dir`` beside ``lang``."""
    return fold.direction(language)


@register.filter
def schema_type(article: Article) -> str:
    """The type of schema.org that says what kind of article this is."""
    return SCHEMA_TYPES.get(article.kind, "NewsArticle")


@register.simple_tag
def share_picture(photo: Photo) -> dict[str, object]:
    """The rendition that other sites show beside a link: absolute address, size, description."""
    width = max((one for one in photo.widths if one <= SHARED_WIDTH), default=photo.widths[0])
    address = photo.url(width)
    return {
        "address": address if "://" in address else f"{settings.SITE_URL}{address}",
        "width": width,
        "height": photo.height_at(width),
        "alt": photo.alt,
    }
