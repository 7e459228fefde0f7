"""One look at a source: fetch the page, find the link, say what there is. Asks no database."""

from collections.abc import Callable, Iterator, Set
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from lib.fetch import WEB_PAGES, Fetched, FetchError, FetchFailed, FetchRefused, fetch
from trackbacks.models import Linkback
from trackbacks.reading import JSON_TYPES, Reading, Unreadable, read

SECONDS = 10.0
"""For one fetch by a worker; the lease (settings.LINKBACK_LEASE) is longer."""
MOST_CLAIMS = 12
"""A page that ends whoever reads it is not read for ever."""
MOST_TOGETHER = 8
"""Those of one article are concluded in one transaction, which locks the article's tally."""
ACCEPT = (*WEB_PAGES, *JSON_TYPES)
DECLINED = "declined"
"""The reason word of a page whose owner wants no link of it to be shown."""
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


def ask(linkback: Linkback, *, seconds: float = SECONDS) -> Fetched:
    """The source's page; raises FetchError, also for one that ended whoever read it too often."""
    if linkback.attempts > MOST_CLAIMS:
        raise FetchRefused("unreadable")
    purpose = f"{linkback.protocol} verification"
    return fetch(linkback.source, purpose=purpose, accept=ACCEPT, deadline=seconds)


def answers_of(linkbacks: list[Linkback]) -> Iterator[list[tuple[Linkback, Future[Fetched]]]]:
    """The pages of all of them as they come, few at a time and of one article.

    The threads do nothing but wait for others: they need no connection to the database, and leave
    the processor to who reads.
    """
    with ThreadPoolExecutor(len(linkbacks) or 1, "ask") as threads:
        asked = {threads.submit(ask, row): row for row in linkbacks}
        while asked:
            done = wait(asked, return_when=FIRST_COMPLETED).done
            article = asked[next(iter(done))].article_id
            near = [answer for answer in done if asked[answer].article_id == article]
            yield [(asked.pop(answer), answer) for answer in near[:MOST_TOGETHER]]


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
    if reading.declines:
        return Look(reason=DECLINED, answer=answer, is_gone=True)
    return Look(reading=reading, answer=answer, url=page.url)
