"""What a source page says: whether it links to us, and who says what. Pure.

A link counts when its resolved address is one of ours, never when some text looks like it.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from lib.links import NotAWebAddress, resolve, same_address_key
from trackbacks.excerpting import around, around_link, plain

TITLE_LENGTH = 300
NAME_LENGTH = 200
EXCERPT_LENGTH = 300
MOST_LINKS = 20_000
MOST_TITLES = 20
P_NAME = "//*[contains(concat(' ', normalize-space(@class), ' '), ' p-name ')]"

# libxml2 compares every attribute of a tag with all before it: a tag of a hundred thousand would
# take ten seconds. No real tag has that many, so such a page is not parsed at all. Each name is
# consumed and each step bounded, so that this search takes linear time itself.
TAG = re.compile(
    r"""<[a-z][^\s/>]*+(?P<overloaded>(?>[\s/]*+[^\s/>][^\s/>=]*+"""
    r"""(?:\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>]{0,64}+))?+){128})?+""",
    re.IGNORECASE,
)
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
CLOSING = ".,;:!?)]}»”’،؛؟"


class Unreadable(ValueError):
    """A page made to hurt its readers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page says. All text is one line without markup; what it does not say is ""."""

    found: bool
    title: str = ""
    excerpt: str = ""
    site_name: str = ""
    author_name: str = ""
    language: str = ""
    nofollow: bool = False


def read(text: str, content_type: str, url: str, keys: Set[str]) -> Reading:
    """Read the page ``text`` that came from ``url`` and look for a link to one of ``keys``.

    ``keys`` are addresses in the form of ``lib.links.same_address_key``. Raises Unreadable.
    """
    if content_type == "text/plain":
        return _read_text(text, keys)
    return _read_html(text, url, keys)


def _read_html(text: str, url: str, keys: Set[str]) -> Reading:
    root = _parsed(text)
    links = _links_to(root, url, keys)
    excerpt_text, link = around_link(root, links, EXCERPT_LENGTH) if links else ("", None)
    return Reading(
        found=bool(links),
        title=_title(root),
        excerpt=excerpt_text,
        site_name=plain(_meta(root, "og:site_name", "application-name"), NAME_LENGTH),
        author_name=_author(root),
        language=(root.get("lang") or root.get("xml:lang") or "")[:35],
        nofollow=link is not None and "nofollow" in (link.get("rel") or "").lower().split(),
    )


def _parsed(text: str) -> etree._Element:
    """The document's root element; comments and declarations before it are left out."""
    text = XML_DECLARATION.sub("", text)
    if any(tag["overloaded"] for tag in TAG.finditer(text)):
        raise Unreadable
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(
            text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
        )
    except etree.LxmlError:
        return document_fromstring(b"<html><body></body></html>", parser=parser)


def _links_to(root: etree._Element, url: str, keys: Set[str]) -> list[etree._Element]:
    """Every ``a[href]`` and ``area[href]`` that leads to one of ``keys``, in document order."""
    base = _base(root, url)
    known: dict[str, bool] = {}
    links = []
    for count, element in enumerate(root.iter("a", "area")):
        href = element.get("href")
        if href is None or count >= MOST_LINKS:
            continue
        if href not in known:
            known[href] = _key(base, href) in keys
        if known[href] and not any(True for _ in element.iterancestors("template")):
            links.append(element)
    return links


def _base(root: etree._Element, url: str) -> str:
    """The address that relative links start from: the first ``base[href]``, else the page's own."""
    for element in root.iter("base"):
        href = element.get("href")
        if href is not None:
            return resolve(url, href) or url
    return url


def _key(base: str, href: str) -> str | None:
    target = resolve(base, href)
    try:
        return target and same_address_key(target)
    except NotAWebAddress:
        return None


def _title(root: etree._Element) -> str:
    """The document's ``<title>`` and not a drawing's; else what it is called elsewhere."""
    for text in _titles(root):
        if title := plain(text, TITLE_LENGTH):
            return title
    return ""


def _titles(root: etree._Element) -> Iterator[str]:
    for element in islice(root.iter("title"), MOST_TITLES):
        if not any(True for _ in element.iterancestors("svg")):
            yield _text(element)
    yield _meta(root, "og:title", "twitter:title")
    for element in islice(root.xpath(P_NAME), MOST_TITLES):
        if any(
            "h-entry" in (above.get("class") or "").split() for above in element.iterancestors()
        ):
            yield _text(element)
    for element in islice(root.iter("h1"), MOST_TITLES):
        yield _text(element)


def _author(root: etree._Element) -> str:
    named = [_meta(root, "author", "article:author"), *map(_text, root.xpath("//a[@rel='author']"))]
    names = (plain(name, NAME_LENGTH) for name in named if "://" not in name)
    return next((name for name in names if name), "")


def _meta(root: etree._Element, *names: str) -> str:
    """The content of the first ``<meta>`` with one of these names, in the order of the names."""
    contents: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        contents.setdefault(name, element.get("content") or "")
    return next((contents[name] for name in names if contents.get(name, "").strip()), "")


def _text(element: etree._Element) -> str:
    return "".join(element.itertext())


def _read_text(text: str, keys: Set[str]) -> Reading:
    """Plain text: an address as far as the next blank, with or without the full stop after it."""
    line = plain(text, len(text))
    for match in ADDRESS_IN_TEXT.finditer(line):
        if not keys.isdisjoint(
            {_key(match[0], match[0]), _key(match[0], match[0].rstrip(CLOSING))}
        ):
            return Reading(
                found=True,
                title=plain(next(filter(str.strip, text.splitlines()), ""), TITLE_LENGTH),
                excerpt=around(line, *match.span(), EXCERPT_LENGTH),
            )
    return Reading(found=False)
