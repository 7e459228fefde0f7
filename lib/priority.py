"""Pages first: whoever does other work in a server process waits a moment while pages are made."""

from collections.abc import Callable
from threading import Condition

from django.http import HttpRequest, HttpResponse


class Pages:
    """How many pages this process makes just now."""

    def __init__(self) -> None:
        self._made = 0
        self._changed = Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._made += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._made -= 1
            self._changed.notify_all()

    def wait(self, most: float) -> bool:
        """Wait until none is made, ``most`` seconds at most; whether none is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._made, most)


PAGES = Pages()


class PagesFirst:
    """Middleware: who only reads is waited for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with PAGES:
            return self.get_response(request)
