"""Every address that may show an article, registered by the room that serves it.

An outlet says at which addresses something of an article could appear. A test walks them all with
articles that are not public, and compares this registry with the URL resolver: an address that
is neither registered nor excused by a line of reason fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

Addresses = Callable[["Model"], Iterable[str]]

OUTLETS: dict[str, Addresses] = {}
"""URL name → the addresses at which the given article could appear."""

EXCUSED: dict[str, str] = {}
"""URL name or prefix ending in ``:`` → why no article can appear there."""


def outlet(url_name: str, addresses: Addresses) -> None:
    """Register the addresses of one URL name; the article's own ones are 404 when it is hidden."""
    OUTLETS[url_name] = addresses


def excuse(url_name: str, reason: str) -> None:
    """Say why the addresses of this URL name can show no article."""
    EXCUSED[url_name] = reason
