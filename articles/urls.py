"""Every public address of the articles room; included last: it answers what nobody else does."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path, register_converter

from articles import feeds, sitemaps, views
from articles.paths import Day, Number, Page, Path, Slug, Year

register_converter(Slug, "slug-of-any-script")
register_converter(Path, "slugs")
register_converter(Page, "page-number")
register_converter(Number, "part-number")
register_converter(Year, "year")
register_converter(Day, "two-digits")

SLUG = "<slug-of-any-script:slug>"
PAGE = "page/<page-number:number>/"
YEAR = "<year:year>/"
MONTH = f"{YEAR}<two-digits:month>/"
DAY = f"{MONTH}<two-digits:day>/"


def _list(route: str, view: views.View, name: str) -> list[URLPattern]:
    """A list with its further pages."""
    return [path(f"{route}{PAGE}", view, name=f"{name}-page"), path(route, view, name=name)]


urlpatterns = [
    *_list("", views.front, "front"),
    path("feed/", feeds.rss, name="feed"),
    path("feed/atom/", feeds.atom, name="feed-atom"),
    path("feed.json", feeds.json, name="feed-json"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.sitemap_lists, name="sitemap-lists"),
    path("sitemap-<part-number:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("section/<slugs:path>/feed/", feeds.section, name="section-feed"),
    *_list("section/<slugs:path>/", views.section, "section"),
    path(f"tag/{SLUG}/feed/", feeds.tag, name="tag-feed"),
    *_list(f"tag/{SLUG}/", views.tag, "tag"),
    path(f"author/{SLUG}/feed/", feeds.author, name="author-feed"),
    *_list(f"author/{SLUG}/", views.author, "author"),
    *_list(YEAR, views.year, "archive-year"),
    *_list(MONTH, views.month, "archive-month"),
    *_list(DAY, views.day, "archive-day"),
    path(f"{DAY}{SLUG}/", views.article, name="article"),
    path(f"{SLUG}/", views.page, name="page"),
    re_path(r"^[\s\S]*$", views.elsewhere, name="elsewhere"),
]
