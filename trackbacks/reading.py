"""What a source page says: whether it links to us, and who says what. Pure.

A link counts when its resolved address is one of ours, never when some text looks like it.
"""

import json
import re
from collections.abc import Container, Iterator, Set
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from lib.links import resolve
from trackbacks.excerpting import around, around_link, plain
from trackbacks.icons import icon_of
from trackbacks.jf2 import entries_of
from trackbacks.microformats import (
    ENTRIES,
    MOST_ENTRIES,
    REACTIONS,
    Reaction,
    key_of,
    property_address,
    reaction_in,
    reaction_of,
    shows_own_reaction,
    standing_in,
)

JSON_TYPES = (
    "application/json",
    "application/feed+json",
    "application/jf2+json",
    "application/mf2+json",
)
"""Not those of ActivityPub: blogs that are asked for them give no page any more."""

TITLE_LENGTH = 300
NAME_LENGTH = 200
EXCERPT_LENGTH = 300
MOST_LINKS = 5_000
HYPERLINKS = frozenset({"a", "area"})
MOST_FOUND = 1_000
LONGEST = 2_048
"""Characters of an address in JSON."""
MOST_TITLES = 20
DECLINING = '<meta name="linkbacks" content="none">'
"""What a page says in its head whose owner wants no link of it to be shown; in its head, because
others may write below it.
"""
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
    declines: bool = False
    """Whether its owner wants no link of it to be shown (``DECLINING``)."""
    icon: str = ""
    """Address of the site's icon."""
    reaction: Reaction = field(default_factory=Reaction)


def read(text: str, content_type: str, url: str, keys: Set[str]) -> Reading:
    """Read the page ``text`` that came from ``url`` and look for a link to one of ``keys``.

    ``keys`` are addresses in the form of ``lib.links.same_address_key``. Raises Unreadable.
    """
    if content_type == "text/plain":
        return _read_text(text, keys)
    if content_type in JSON_TYPES:
        return _read_json(text, url, keys)
    return _read_html(text, url, keys)


def _read_html(text: str, url: str, keys: Set[str]) -> Reading:
    root = document(text)
    if root is None:
        return Reading(found=False)
    base = base_of(root, url)
    entries = standing_in(root, ENTRIES)
    links = _links_to(root, base, keys, entries)
    excerpt_text, link = around_link(root, links, EXCERPT_LENGTH) if links else ("", None)
    around_links = dict.fromkeys(entries[link] for link in links if link in entries)
    reaction = reaction_of(around_links, base, keys)
    return Reading(
        found=bool(links),
        title=_title(root),
        excerpt=reaction.text or excerpt_text,
        site_name=plain(_meta(root, "og:site_name", "application-name"), NAME_LENGTH),
        author_name=_author(root),
        language=(root.get("lang") or root.get("xml:lang") or "")[:35],
        nofollow=link is not None and "nofollow" in (link.get("rel") or "").lower().split(),
        declines=_declines(root),
        icon=icon_of(root, base),
        reaction=reaction,
    )


def document(text: str, *, has_comments: bool = False) -> etree._Element | None:
    """The root element of a page, with its comments where they are wanted; None for one that holds
    no HTML. Raises Unreadable.
    """
    text = XML_DECLARATION.sub("", text)
    if any(tag["overloaded"] for tag in TAG.finditer(text)):
        raise Unreadable
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=not has_comments, remove_pis=True
    )
    try:
        return document_fromstring(
            text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
        )
    except etree.LxmlError:
        return None


def _links_to(
    root: etree._Element, base: str, keys: Set[str], entries: Container[etree._Element]
) -> list[etree._Element]:
    """Every element whose address is one of ``keys``, in document order."""
    known: dict[str, bool] = {}
    found = []
    for element, href in islice(_addressed(root), MOST_LINKS):
        if href not in known:
            known[href] = key_of(base, href) in keys
        if known[href]:
            found.append(element)
    in_reactions = standing_in(root, REACTIONS) if found else {}
    return [
        element
        for element in found[:MOST_FOUND]
        if _is_link(element, entries) and not shows_own_reaction(element, in_reactions)
    ]


def _addressed(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Hyperlinks, and whatever else may be the address of a property; with what they say."""
    for element in root.iter(etree.Element):
        if element.tag in HYPERLINKS:
            href = element.get("href")
        else:
            href = property_address(element) if element.get("class") else None
        if href is not None:
            yield element, href


def _is_link(element: etree._Element, entries: Container[etree._Element]) -> bool:
    """Whether it is a hyperlink, or the property of an entry."""
    if any(True for _ in element.iterancestors("template")):
        return False
    return element.tag in HYPERLINKS or element in entries


def base_of(root: etree._Element, url: str) -> str:
    """The address that relative links start from: the first ``base[href]``, else the page's own."""
    for element in root.iter("base"):
        href = element.get("href")
        if href is not None:
            return resolve(url, href) or url
    return url


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
    links = islice(root.xpath("//a[@rel='author']"), MOST_TITLES)
    named = chain([_meta(root, "author", "article:author")], map(_text, links))
    names = (plain(name, NAME_LENGTH) for name in named if "://" not in name)
    return next((name for name in names if name), "")


def _meta(root: etree._Element, *names: str) -> str:
    """The content of the first ``<meta>`` with one of these names, in the order of the names."""
    contents: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        contents.setdefault(name, element.get("content") or "")
    return next((contents[name] for name in names if contents.get(name, "").strip()), "")


def _declines(root: etree._Element) -> bool:
    head = root.find("head")
    return head is not None and _meta(head, "linkbacks").strip().lower() == "none"


def _text(element: etree._Element) -> str:
    return "".join(element.itertext())


def _read_text(text: str, keys: Set[str]) -> Reading:
    """Plain text: an address as far as the next blank, with or without the full stop after it."""
    line = plain(text, len(text))
    for match in islice(ADDRESS_IN_TEXT.finditer(line), MOST_LINKS):
        if not keys.isdisjoint(
            {key_of(match[0], match[0]), key_of(match[0], match[0].rstrip(CLOSING))}
        ):
            return Reading(
                found=True,
                title=plain(next(filter(str.strip, text.splitlines()), ""), TITLE_LENGTH),
                excerpt=around(line, *match.span(), EXCERPT_LENGTH),
            )
    return Reading(found=False)


def _read_json(text: str, url: str, keys: Set[str]) -> Reading:
    """JSON: a property, however deep, that is one of our addresses and nothing else; which one says
    what the page is.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Reading(found=False)
    texts = (value for value in _texts(document) if "/" in value and len(value) <= LONGEST)
    found = any(key_of(url, value) in keys for value in islice(texts, MOST_LINKS))
    entries = list(islice(entries_of(document), MOST_ENTRIES))
    reaction = reaction_in(entries, url, keys)
    return Reading(
        found=found,
        title=_title_in([document if isinstance(document, dict) else {}, *entries]),
        excerpt=reaction.text,
        reaction=reaction,
    )


def _title_in(named: list[dict[str, Any]]) -> str:
    """The first name that is a text, alone or in a list."""
    values = (one.get(name) for one in named for name in ("name", "title"))
    listed = (value if isinstance(value, list) else [value] for value in values)
    title = next((text for text in chain.from_iterable(listed) if isinstance(text, str)), "")
    return plain(title, TITLE_LENGTH)


def _texts(document: object) -> Iterator[str]:
    """Every text in it that is a value."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
