"""Telling other sites' software where to announce its links, and only where they are taken."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from articles.models import Article
from masthead.models import Newsroom

TRACKBACKS = {"article-trackback", "page-trackback"}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Absolute addresses; ``trackback`` is "" for an article whose imported address has no room
    for one below it.
    """

    webmention: str
    pingback: str
    trackback: str


def endpoints_of(article: Article, newsroom: Newsroom) -> Endpoints | None:
    """Where links to the article are announced; None where none are taken."""
    if not article.links_open(newsroom):
        return None
    return Endpoints(
        webmention=settings.SITE_URL + reverse("webmention"),
        pingback=settings.SITE_URL + reverse("xmlrpc"),
        trackback=f"{article.absolute_url}trackback/" if _has_trackback(article) else "",
    )


def _has_trackback(article: Article) -> bool:
    try:
        return resolve(f"{article.path}trackback/").url_name in TRACKBACKS
    except Resolver404:
        return False


class EndpointHeaders:
    """Adds ``X-Pingback`` and ``Link`` to pages of an article (``response.article``) that takes
    linkbacks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        article: Article | None = getattr(response, "article", None)
        endpoints = article and endpoints_of(article, request.newsroom)  # type: ignore[attr-defined]
        if endpoints:
            response["X-Pingback"] = endpoints.pingback
            others = [response["Link"]] if response.has_header("Link") else []
            response["Link"] = ", ".join([*others, f'<{endpoints.webmention}>; rel="webmention"'])
        return response
