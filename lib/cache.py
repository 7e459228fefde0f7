"""A page knows what it touches: pages name their tags, verbs purge them.

Tags are short words such as ``article-12``, ``section-3``, ``articles`` (every list) and
``newsroom`` (everything). A purge is a ``NOTIFY`` in the transaction that changed the content, so
every process on every machine hears of it exactly when the change becomes visible.
"""

from collections.abc import Iterable

from django.db import connection
from django.http import HttpResponse

CHANNEL = "pages"
LONGEST_PAYLOAD = 7_900
"""Bytes; PostgreSQL refuses payloads of 8,000 and more."""


def tagged[R: HttpResponse](response: R, *tags: str) -> R:
    """Remember on the response which tags its page depends on."""
    response.page_tags = getattr(response, "page_tags", frozenset()) | frozenset(tags)  # type: ignore[attr-defined]
    return response


def purge(*tags: str) -> None:
    """Tell every process, at commit, to drop the pages that carry one of these tags."""
    with connection.cursor() as cursor:
        for payload in payloads(tags):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def payloads(tags: Iterable[str]) -> list[str]:
    """Tags, sorted and joined by blanks, in as few notifications as their length allows."""
    chunks: list[str] = []
    for tag in sorted(set(tags)):
        if chunks and len(chunks[-1]) + 1 + len(tag) <= LONGEST_PAYLOAD:
            chunks[-1] += f" {tag}"
        else:
            chunks.append(tag)
    return chunks
