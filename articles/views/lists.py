"""Lists of articles: the front page, sections, tags, authors, days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import make_aware

from accounts.models import User
from articles.models import Article, Author, Section, Tag
from articles.querysets import ArticleQuerySet
from articles.views.answers import newsroom_of, page_in, public_page
from articles.views.elsewhere import elsewhere, is_shown, old_address
from articles.views.paging import ListPage, list_page
from lib.cache import tagged


@public_page
def front(request: HttpRequest, number: int = 1) -> HttpResponse:
    """The newest articles; an old address such as ``/?p=12`` leads to its article."""
    moved = old_address(request) if request.GET else None
    if moved:
        return moved
    page = _page(request, Article.objects.listed(), number, "front")
    return _answer(request, "front", page, first_step=_first_step(page))


@public_page
def section(request: HttpRequest, path: str, number: int = 1) -> HttpResponse:
    """The newest articles of a section and of all below it."""
    found = Section.objects.select_related("parent").filter(path=path).first()
    if found is None:
        return elsewhere(request)
    page = _page(request, Article.objects.listed().in_section(found), number, "section", path)
    return _answer(request, "section", page, found.language, section=found)


@public_page
def tag(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """The newest articles with a tag; a tag that no public article has is not there."""
    found = Tag.objects.filter(slug=slug).first()
    if found is None or not is_shown(found):
        return elsewhere(request)
    page = _page(request, Article.objects.listed().tagged(found), number, "tag", slug)
    return _answer(request, "tag", page, found.language, tag=found)


@public_page
def author(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """Who somebody is and their newest articles; who wrote nothing public is not there."""
    found = Author.objects.select_related("photo").filter(slug=slug).first()
    if found is None or not is_shown(found):
        return elsewhere(request)
    page = _page(request, Article.objects.listed().by_author(found), number, "author", slug)
    return _answer(request, "author", page, author=found)


@public_page
def year(request: HttpRequest, year: int, number: int = 1) -> HttpResponse:
    """What was published in a year."""
    return _archive(request, number, "year", year)


@public_page
def month(request: HttpRequest, year: int, month: int, number: int = 1) -> HttpResponse:
    """What was published in a month."""
    return _archive(request, number, "month", year, month)


@public_page
def day(request: HttpRequest, year: int, month: int, day: int, number: int = 1) -> HttpResponse:
    """What was published on a day."""
    return _archive(request, number, "day", year, month, day)


def _page(
    request: HttpRequest, articles: ArticleQuerySet, number: int, name: str, *parts: object
) -> ListPage:
    return list_page(articles, number, newsroom_of(request).articles_per_page, name, *parts)


def _answer(
    request: HttpRequest, template: str, page: ListPage, language: str = "", **context: object
) -> HttpResponse:
    spoken = language or newsroom_of(request).language
    response = page_in(spoken, request, f"articles/{template}.html", page=page, **context)  # type: ignore[arg-type]
    return tagged(response, "newsroom", "articles")


def _first_step(page: ListPage) -> str:
    """What an empty newsroom needs next: an account, then an article."""
    if page.entries:
        return ""
    return "article" if User.objects.exists() else "account"


def _archive(request: HttpRequest, number: int, span: str, *parts: int) -> HttpResponse:
    """The articles of a span of days in the newsroom's zone; a span without any is not there."""
    start, end = _ends(*parts)
    zone = newsroom_of(request).zone
    edges = (make_aware(datetime.combine(edge, time.min), zone) for edge in (start, end))
    page = _page(
        request, Article.objects.listed().between(*edges), number, f"archive-{span}", *parts
    )
    if not page.entries:
        raise Http404
    return _answer(request, "archive", page, span=span, start=start)


def _ends(year: int, month: int = 0, day: int = 0) -> tuple[date, date]:
    """The first day of a year, month or day and the first one after it."""
    try:
        start = date(year, month or 1, day or 1)
        if day:
            return start, start + timedelta(days=1)
        if month:
            return start, (start + timedelta(days=31)).replace(day=1)
        return start, date(year + 1, 1, 1)
    except (ValueError, OverflowError) as impossible:
        raise Http404 from impossible
