"""Each request knows its newsroom and speaks its language; nobody's ``Accept-Language`` counts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from masthead.models import Newsroom


class CurrentNewsroom:
    """Puts ``request.newsroom`` on every request and speaks its language in its time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        newsroom = Newsroom.objects.current()
        request.newsroom = newsroom  # type: ignore[attr-defined]
        with translation.override(newsroom.language), timezone.override(newsroom.zone):
            return self.get_response(request)
