"""The icon by which a site is known, where its page gives one that can be a face. Pure."""

from collections.abc import Iterator, Set
from urllib.parse import urlsplit

from lxml import etree

from lib.links import resolve

LARGE = frozenset({"apple-touch-icon", "apple-touch-icon-precomposed"})
"""Squares of 60 to 180 pixels, in practice PNG."""
SMALL = frozenset({"icon"})
UNUSABLE = (".svg", ".svgz", ".ico", ".cur")
UNUSABLE_TYPES = frozenset(
    {"image/svg+xml", "image/x-icon", "image/vnd.microsoft.icon", "image/ico"}
)
LONGEST = 2_048
"""Characters of an address."""


def icon_of(root: etree._Element, base: str) -> str:
    """The address of the site's icon, a large one before a small one; empty where none can be used.

    Drawings (SVG) and files of many icons (ICO) cannot; what the page does not name is not guessed.
    """
    links = list(root.iter("link"))
    return next((icon for kinds in (LARGE, SMALL) for icon in _icons(links, kinds, base)), "")


def _icons(links: list[etree._Element], kinds: Set[str], base: str) -> Iterator[str]:
    for link in links:
        if kinds & set((link.get("rel") or "").lower().split()):
            address = resolve(base, link.get("href") or "") if link.get("href") else None
            if address and len(address) <= LONGEST and _is_usable(link, address):
                yield address


def _is_usable(link: etree._Element, address: str) -> bool:
    is_drawing = (link.get("type") or "").strip().lower() in UNUSABLE_TYPES
    return not is_drawing and not urlsplit(address).path.lower().endswith(UNUSABLE)
