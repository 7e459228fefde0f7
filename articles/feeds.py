"""What can be followed: the newest articles of the newsroom, a section, a tag, an author."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from articles.bylines import contributors, writers
from articles.models import Article, Author, Section, Tag
from articles.querysets import ArticleQuerySet
from articles.syndication import Channel, Image, Item, absolute, write_atom, write_json, write_rss
from articles.views import elsewhere, public_page
from articles.views.answers import newsroom_of
from articles.views.elsewhere import is_shown
from lib.cache import tagged
from lib.fold import direction
from lib.html import excerpt, text_of
from photos.models import Photo

LENGTH = 20
"""Articles in a feed."""
SUMMARY = 300
"""Characters of a summary that is made from the text."""
WIDTH = 1440
"""Pixels that the picture of an item has at most."""
RSS = "application/rss+xml; charset=utf-8"

type Writer = Callable[[Channel, list[Item]], str]


@public_page
def rss(request: HttpRequest) -> HttpResponse:
    """The newsroom's newest articles as RSS 2.0."""
    return _newsroom_feed(request, "feed", write_rss, RSS)


@public_page
def atom(request: HttpRequest) -> HttpResponse:
    """The newsroom's newest articles as Atom."""
    return _newsroom_feed(request, "feed-atom", write_atom, "application/atom+xml; charset=utf-8")


@public_page
def json(request: HttpRequest) -> HttpResponse:
    """The newsroom's newest articles as JSON Feed."""
    return _newsroom_feed(request, "feed-json", write_json, "application/feed+json; charset=utf-8")


@public_page
def section(request: HttpRequest, path: str) -> HttpResponse:
    """A section's newest articles, with those of all sections below it."""
    found = Section.objects.filter(path=path).first()
    if found is None:
        return elsewhere(request)
    channel = _channel(request, "section", path, found.name, found.description, found.language)
    return _answer(channel, Article.objects.listed().in_section(found))


@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles with a tag; a tag that no public article has is not there."""
    found = Tag.objects.filter(slug=slug).first()
    if found is None or not is_shown(found):
        return elsewhere(request)
    channel = _channel(request, "tag", slug, found.name, "", found.language)
    return _answer(channel, Article.objects.listed().tagged(found))


@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody's newest articles; who wrote nothing public is not there."""
    found = Author.objects.filter(slug=slug).first()
    if found is None or not is_shown(found):
        return elsewhere(request)
    channel = _channel(request, "author", slug, found.name, found.in_short)
    return _answer(channel, Article.objects.listed().by_author(found))


def _newsroom_feed(
    request: HttpRequest, name: str, write: Writer, content_type: str
) -> HttpResponse:
    newsroom = newsroom_of(request)
    channel = Channel(
        title=newsroom.name,
        description=newsroom.description or newsroom.tagline or newsroom.name,
        language=newsroom.language,
        link=_absolute(reverse("front")),
        feed=_absolute(reverse(name)),
    )
    return _answer(channel, Article.objects.listed(), write, content_type)


def _channel(
    request: HttpRequest, kind: str, part: str, title: str, description: str, language: str = ""
) -> Channel:
    newsroom = newsroom_of(request)
    return Channel(
        title=f"{title} · {newsroom.name}",
        description=description or title,
        language=language or newsroom.language,
        link=_absolute(reverse(kind, args=[part])),
        feed=_absolute(reverse(f"{kind}-feed", args=[part])),
    )


def _answer(
    channel: Channel, articles: ArticleQuerySet, write: Writer = write_rss, content_type: str = RSS
) -> HttpResponse:
    """The feed; it names no time of its own, since a withdrawn article changes it without one."""
    items = [_item(article) for article in articles.newest().for_feed()[:LENGTH]]
    return tagged(
        HttpResponse(write(channel, items), content_type=content_type), "newsroom", "articles"
    )


def _item(article: Article) -> Item:
    published = localtime(article.published_at)
    rows = article.bylines.all()
    return Item(
        title=article.headline,
        link=article.absolute_url,
        summary=article.standfirst or excerpt(text_of(article.body_html), SUMMARY),
        html=_content(article),
        language=article.language,
        published=published,
        changed=localtime(article.revised_at) if article.revised_at else published,
        authors=_people(writers(rows)),
        contributors=_people(contributors(rows)),
        tags=[item.tag.name for item in article.tag_items.all()],
        image=_image(article.photo) if article.photo else None,
    )


def _people(authors: list[Author]) -> list[tuple[str, str]]:
    return [(one.name, _absolute(one.get_absolute_url())) for one in authors]


def _content(article: Article) -> str:
    """The text as shown; what runs from right to left says so, because nothing around it does."""
    html = absolute(article.body_html, article.absolute_url)
    if direction(article.language) == "ltr":
        return html
    whole = mark_safe(html)  # noqa: S308  # cleaned when it was rendered
    return format_html('<div lang="{}" dir="rtl">{}</div>', article.language, whole)


def _image(photo: Photo) -> Image:
    width = max((one for one in photo.widths if one <= WIDTH), default=photo.widths[0])
    return Image(
        address=_absolute(photo.url(width)),
        width=width,
        height=photo.height_at(width),
        alt=photo.alt,
        credit=photo.credit,
    )


def _absolute(path: str) -> str:
    return path if "://" in path else f"{settings.SITE_URL}{iri_to_uri(path)}"
