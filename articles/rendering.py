"""From the body as written to the body as shown: cleaned, pictures, embeds and tables in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from lxml.html import HtmlElement, fragment_fromstring, tostring
from lxml.html.builder import DIV, THEAD

from articles.models import Article
from articles.querysets import ArticleQuerySet
from lib.cache import purge
from lib.embeds import AUDIO, CHART, MAP, POST, TALL, VIDEO, Embed, embed_of
from lib.html import STAFF, clean
from photos.models import Photo

RENDERER = 2
"""Raise it with every change of what ``render`` makes, then run ``manage.py render_articles``."""
AT_ONCE = 100
"""Articles that ``render_again`` locks at a time."""
DRESSED = re.compile("<table|<figure[^>]* data-")
"""What is not shown as it is written."""
SIZES = "(min-width: 64rem) 46rem, 100vw"
"""How wide a picture in the body stands."""


def render(article: Article) -> None:
    """Write ``body_html`` and ``renderer`` from the source body; the caller saves.

    A figure of a photo that is not there any more is left out.
    """
    html = clean(article.body, STAFF)
    with translation.override(article.language):
        article.body_html = _dressed(html) if DRESSED.search(html) else html
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
    showing = Article.objects.filter(body__contains=f'data-photo="{photo_id}"')
    list(render_again(showing))


@transaction.atomic
def _render_batch(ids: list[int]) -> None:
    batch = list(Article.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for article in batch:
        render(article)
    Article.objects.bulk_update(batch, ["body_html", "renderer"])
    purge("articles", *(f"article-{article.pk}" for article in batch))


def _dressed(html: str) -> str:
    tree = fragment_fromstring(html, create_parent="div")
    figures = tree.xpath(".//figure[@data-photo]")
    photos = _photos(figures)
    for figure in figures:
        photo = photos.get(figure.get("data-photo"))
        if photo:
            figure.getparent().replace(figure, _figure(photo, figure))
        else:
            figure.drop_tree()
    for figure in tree.xpath(".//figure[@data-embed]"):
        figure.getparent().replace(figure, _embed(figure))
    for table in tree.xpath(".//table[not(ancestor::table)]"):
        _dress_table(table)
    return _inside(tree)


def _photos(figures: list[HtmlElement]) -> dict[str, Photo]:
    """The photos that figures ask for, by id as written."""
    asked = {figure.get("data-photo") for figure in figures}
    ids = [int(word) for word in asked if re.fullmatch(r"[1-9][0-9]{0,17}", word)]
    return {str(photo.pk): photo for photo in Photo.objects.filter(pk__in=ids)}


def _figure(photo: Photo, written: HtmlElement) -> HtmlElement:
    """The figure to show; a caption written in the body stands instead of the photo's own."""
    context = {"photo": photo, "sizes": SIZES, "figure_class": written.get("class", "")}
    return _built("articles/_photo.html", context, written)


def _embed(written: HtmlElement) -> HtmlElement:
    """A link to what stands elsewhere, with what a script needs to show it here when asked to."""
    address = written.get("data-embed")
    embed = embed_of(address)
    context = {
        "address": address,
        "embed": embed,
        "label": _label(embed) if embed else address.partition("//")[2].rstrip("/"),
        "figure_class": written.get("class", ""),
    }
    return _built("articles/_embed.html", context, written)


def _label(embed: Embed) -> str:
    sentences = {
        VIDEO: _("Video on %(provider)s"),
        TALL: _("Video on %(provider)s"),
        AUDIO: _("Listen on %(provider)s"),
        POST: _("Post on %(provider)s"),
        CHART: _("Chart on %(provider)s"),
        MAP: _("Map on %(provider)s"),
    }
    return sentences[embed.kind] % {"provider": embed.provider}


def _built(template: str, context: dict[str, object], written: HtmlElement) -> HtmlElement:
    """A figure made of a template, in the place of the written one, with its caption."""
    caption = written.find(".//figcaption")
    words = mark_safe(_inside(caption).strip()) if caption is not None else ""  # noqa: S308 - clean
    figure = fragment_fromstring(render_to_string(template, {**context, "caption": words}).strip())
    figure.tail = written.tail
    return figure


def _dress_table(table: HtmlElement) -> None:
    """Columns get their heads, and a wide table scrolls by itself, also by keys."""
    body = table.find("tbody")
    first = body.find("tr") if body is not None and table.find("thead") is None else None
    if first is not None and len(body) > 1 and all(cell.tag == "th" for cell in first):
        body.addprevious(THEAD(first))
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", cell.get("scope") or "col")
    holder = DIV({"class": "scrolls", "tabindex": "0"})
    if (caption := table.find("caption")) is not None:
        holder.attrib.update({"role": "region", "aria-label": str(caption.text_content()).strip()})
    holder.tail, table.tail = table.tail, None
    table.getparent().replace(table, holder)
    holder.append(table)


def _inside(element: HtmlElement) -> str:
    """The HTML in an element that the cleaner wrote, without its own tags."""
    whole = str(tostring(element, encoding="unicode", with_tail=False))
    return whole[whole.index(">") + 1 : whole.rindex("</")]
