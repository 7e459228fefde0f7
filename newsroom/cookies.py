"""Cookies that Django cannot have set are none: it would answer them with new ones on any page."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SHAPES = {
    settings.SESSION_COOKIE_NAME: r"[a-z0-9]{32}",
    settings.CSRF_COOKIE_NAME: r"[A-Za-z0-9]{32}(?:[A-Za-z0-9]{32})?",
}


class WellFormed:
    """Before sessions and tokens: else a public page, which anybody may keep, would set a cookie
    for whoever sends a broken one, and with it for everybody behind the same cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name, shape in SHAPES.items():
            if not re.fullmatch(shape, request.COOKIES.get(name, "")):
                request.COOKIES.pop(name, None)
        return self.get_response(request)
