"""What templates say about articles: who made them, which way their language runs."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import Article, Byline
from lib import fold
from photos.models import Photo

register = template.Library()

Role = Byline.Role
PHRASES: dict[str, str] = {
    Role.WRITER: gettext_noop("by {names}"),
    Role.PHOTOGRAPHS: gettext_noop("photographs by {names}"),
    Role.TRANSLATION: gettext_noop("translated by {names}"),
    Role.EDITING: gettext_noop("edited by {names}"),
    Role.RESEARCH: gettext_noop("research by {names}"),
}
"""In the order in which readers are told."""
Kind = Article.Kind
SCHEMA_TYPES: dict[str, str] = {
    Kind.OPINION: "OpinionNewsArticle",
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
    Kind.SPONSORED: "AdvertiserContentArticle",
    Kind.PAGE: "WebPage",
}
SHARED_WIDTH = 1440
"""Pixels; larger than any site that shows a link needs."""


@register.simple_tag
def byline(article: Article) -> SafeString:
    """``By A and B; photographs by C``, each name a link to its author; empty without names."""
    names: dict[str, list[SafeString]] = {}
    for row in article.bylines.all():
        names.setdefault(row.role, []).append(_name(row))
    phrases = [
        format_html(_(PHRASES[role]), names=joined(names[role]))
        for role in PHRASES
        if role in names
    ]
    return mark_safe(capfirst(_chained(phrases)))  # noqa: S308  # each was escaped by format_html


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


def joined(names: Sequence[SafeString]) -> SafeString:
    """``A``, ``A and B``, ``A, B and C``, as the language of the page joins names."""
    *first, last = names
    if not first:
        return format_html("{}", last)
    list_so_far = first[0]
    for name in first[1:]:
        # Translators: all but the last of a list of names.
        list_so_far = format_html(_("{names}, {name}"), names=list_so_far, name=name)
    # Translators: the end of a list of names.
    return format_html(_("{names} and {name}"), names=list_so_far, name=last)


def _chained(phrases: Sequence[SafeString]) -> str:
    chain, *others = phrases or [SafeString()]
    for phrase in others:
        # Translators: two parts of a byline: by one; photographs by another.
        chain = format_html(_("{phrases}; {phrase}"), phrases=chain, phrase=phrase)
    return chain


def _name(row: Byline) -> SafeString:
    writer = row.role == Role.WRITER
    return format_html(
        '<span class="{} h-card" itemprop="{}" itemscope itemtype="https://schema.org/Person">'
        '<a class="u-url p-name" rel="author" itemprop="url" href="{}">'
        '<bdi itemprop="name">{}</bdi></a></span>',
        "p-author" if writer else "p-contributor",
        "author" if writer else "contributor",
        row.author.get_absolute_url(),
        row.author.name,
    )
