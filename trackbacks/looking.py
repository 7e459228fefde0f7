"""One look at a source: fetch the page, find the link, say what there is. Asks no database."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from lib.fetch import WEB_PAGES, Fetched, FetchError, FetchFailed, fetch
from trackbacks.reading import JSON_TYPES, Reading, Unreadable, read

ACCEPT = (*WEB_PAGES, *JSON_TYPES)
TEMPORARY = {408, 425, 429}
GONE = {404, 410}


@dataclass(frozen=True, slots=True)
class Look:
    """What one fetch showed: a ``reading`` that has the link, or the ``reason`` why there is none.

    ``answer`` is what the source's server said, in short; ``url`` the address after redirects.
    """

    reading: Reading | None = None
    reason: str = ""
    answer: str = ""
    url: str = ""
    is_temporary: bool = False
    is_gone: bool = False


def ask(source: str, *, purpose: str, seconds: float) -> Fetched:
    """The source's page; raises FetchError."""
    return fetch(source, purpose=purpose, accept=ACCEPT, deadline=seconds)


def look(asked: Callable[[], Fetched], keys: Set[str]) -> Look:
    """What ``asked`` returns or why it raises FetchError, and where it links to one of ``keys``
    (see ``targets.keys_of``).
    """
    try:
        page = asked()
    except FetchError as error:
        is_temporary = isinstance(error, FetchFailed)
        return Look(reason=error.reason, answer=error.reason, is_temporary=is_temporary)
    answer = f"{page.status} {page.content_type}".strip()
    if not 200 <= page.status < 300:
        is_temporary = page.status >= 500 or page.status in TEMPORARY
        is_gone = page.status in GONE
        return Look(reason="status", answer=answer, is_temporary=is_temporary, is_gone=is_gone)
    try:
        reading = read(page.text, page.content_type, page.url, keys)
    except Unreadable:
        return Look(reason="unreadable", answer=answer)
    if not reading.found:
        return Look(reason="no-link", answer=answer, is_gone=True)
    return Look(reading=reading, answer=answer, url=page.url)
