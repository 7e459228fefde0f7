"""Telling other sites' software where to announce its links, and only where they are taken."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import Article


def pingback_endpoint() -> str:
    """The absolute address to which pingbacks are sent."""
    return settings.SITE_URL + reverse("xmlrpc")


class EndpointHeaders:
    """Adds ``X-Pingback`` to pages of an article (``response.article``) that takes linkbacks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        article: Article | None = getattr(response, "article", None)
        if article and article.links_open(request.newsroom):  # type: ignore[attr-defined]
            response["X-Pingback"] = pingback_endpoint()
        return response
