"""From the body as written to the body as shown: cleaned, pictures in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation
from lxml.html import HtmlElement, fragment_fromstring, tostring

from articles.models import Article
from articles.querysets import ArticleQuerySet
from lib.cache import purge
from lib.html import STAFF, clean
from photos.models import Photo

RENDERER = 1
"""Raise it with every change of what ``render`` makes, then run ``manage.py render_articles``."""
AT_ONCE = 100
"""Articles that ``render_again`` locks at a time."""
SIZES = "(min-width: 64rem) 46rem, 100vw"
"""How wide a picture in the body stands."""


def render(article: Article) -> None:
    """Write ``body_html`` and ``renderer`` from the source body; the caller saves.

    A figure of a photo that is not there any more is left out.
    """
    html = clean(article.body, STAFF)
    with translation.override(article.language):
        article.body_html = _with_pictures(html) if "data-photo" in html else html
    article.renderer = RENDERER


def outdated() -> ArticleQuerySet:
    """Articles rendered by another version of the renderer."""
    return Article.objects.exclude(renderer=RENDERER)


def render_again(articles: ArticleQuerySet | None = None) -> Iterator[int]:
    """Render articles anew, by default the outdated ones; yields how many are done by now."""
    chosen = outdated() if articles is None else articles
    ids = list(chosen.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _render_batch(ids[start : start + AT_ONCE])
        yield min(start + AT_ONCE, len(ids))


@task
def render_bodies_with(photo_id: int) -> None:
    """Render anew every body in which the photo stands."""
    for _ in render_again(Article.objects.filter(body__contains=f'data-photo="{photo_id}"')):
        pass


@transaction.atomic
def _render_batch(ids: list[int]) -> None:
    batch = list(Article.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for article in batch:
        render(article)
    Article.objects.bulk_update(batch, ["body_html", "renderer"])
    purge("articles", *(f"article-{article.pk}" for article in batch))


def _with_pictures(html: str) -> str:
    tree = fragment_fromstring(html, create_parent="div")
    figures = tree.xpath(".//figure[@data-photo]")
    photos = _photos(figures)
    for figure in figures:
        photo = photos.get(figure.get("data-photo"))
        if photo:
            figure.getparent().replace(figure, _figure(photo, figure))
        else:
            figure.drop_tree()
    return str(tostring(tree, encoding="unicode"))[len("<div>") : -len("</div>")]


def _photos(figures: list[HtmlElement]) -> dict[str, Photo]:
    """The photos that figures ask for, by id as written."""
    asked = {figure.get("data-photo") for figure in figures}
    ids = [int(word) for word in asked if re.fullmatch(r"[1-9][0-9]{0,17}", word)]
    return {str(photo.pk): photo for photo in Photo.objects.filter(pk__in=ids)}


def _figure(photo: Photo, written: HtmlElement) -> HtmlElement:
    """The figure to show; a caption written in the body stands instead of the photo's own."""
    caption = written.find(".//figcaption")
    context = {
        "photo": photo,
        "sizes": SIZES,
        "figure_class": written.get("class", ""),
        "caption": " ".join(caption.text_content().split()) if caption is not None else "",
    }
    figure = fragment_fromstring(render_to_string("articles/_photo.html", context).strip())
    figure.tail = written.tail
    return figure
