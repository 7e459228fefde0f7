"""What search engines ask for: the map of the site and the rules for robots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from articles.models import Article, ArticleTag, Byline, Section
from articles.views import public_page
from lib.cache import tagged

MOST = 10_000
"""Articles in one file; the protocol allows 50,000 addresses."""
CHANGED = Greatest("published_at", "revised_at")
CLOSED = ("/admin/", "/preview/", "/held/", "/linkbacks/")
"""Addresses that no robot has business with."""


@dataclass(frozen=True)
class Place:
    """One address of the map and when what stands there changed last."""

    path: str
    changed: datetime | None = None

    @property
    def address(self) -> str:
        """Absolute and percent-encoded."""
        return f"{settings.SITE_URL}{iri_to_uri(self.path)}"


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The whole map, or the list of its files when there are too many articles for one."""
    parts = ceil(Article.objects.published().count() / MOST)
    if parts <= 1:
        return _answer(request, "urls", [*_lists(), *_articles(1)])
    files = [
        reverse("sitemap-lists"),
        *(reverse("sitemap-part", args=[part]) for part in range(1, parts + 1)),
    ]
    return _answer(request, "files", [Place(file) for file in files])


@public_page
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One file of articles, oldest first; 404 past the last."""
    places = _articles(number)
    if not places:
        raise Http404
    return _answer(request, "urls", places)


@public_page
def sitemap_lists(request: HttpRequest) -> HttpResponse:
    """The front page and every section, tag and author with something to read."""
    return _answer(request, "urls", _lists())


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Where the map is, and where not to look."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    return tagged(response, "newsroom")


def _answer(request: HttpRequest, kind: str, places: Iterable[Place]) -> HttpResponse:
    response = render(
        request,
        "articles/sitemap.xml",
        {"kind": kind, "places": places},
        content_type="application/xml; charset=utf-8",
    )
    return tagged(response, "newsroom", "articles")


def _articles(part: int) -> list[Place]:
    rows = (
        Article.objects.published()
        .order_by("pk")
        .annotate(changed=CHANGED)
        .values_list("path", "changed")
    )
    return [Place(path, changed) for path, changed in rows[(part - 1) * MOST : part * MOST]]


def _lists() -> list[Place]:
    newest = Article.objects.listed().aggregate(changed=Max(CHANGED))["changed"]
    return [
        Place(reverse("front"), newest),
        *_sections(),
        *_places(
            "tag",
            ArticleTag.objects.filter(content_object__in=_ids()),
            "tag__slug",
            "content_object__",
        ),
        *_places("author", Byline.objects.filter(article__in=_ids()), "author__slug", "article__"),
    ]


def _ids() -> QuerySet[Article]:
    return Article.objects.listed().values("pk")  # type: ignore[return-value]


def _places(name: str, links: QuerySet[Any], slug: str, article: str) -> list[Place]:
    """The lists that rows between articles and something else lead to, with their newest change."""
    changed = Max(Greatest(f"{article}published_at", f"{article}revised_at"))
    rows = links.order_by().values_list(slug).annotate(changed=changed).order_by(slug)
    return [Place(reverse(name, args=[word]), when) for word, when in rows]


def _sections() -> list[Place]:
    """Sections with articles in them or below them."""
    own = Section.objects.filter(articles__in=_ids()).annotate(
        changed=Max(Greatest("articles__published_at", "articles__revised_at"))
    )
    second = Article.also_in.through.objects.filter(article__in=_ids()).values_list("section__path")
    newest: dict[str, datetime] = {}
    for path, changed in [
        *own.order_by().values_list("path", "changed"),
        *second.annotate(
            changed=Max(Greatest("article__published_at", "article__revised_at"))
        ).order_by(),
    ]:
        words = path.split("/")
        for depth in range(1, len(words) + 1):
            above = "/".join(words[:depth])
            newest[above] = max(changed, newest.get(above, changed))
    return [
        Place(reverse("section", args=[path]), changed) for path, changed in sorted(newest.items())
    ]
