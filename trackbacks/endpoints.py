"""How another page wants to be told that we link to it, found in one answer of its server. Pure.

Webmention (W3C 2017, 3.1.2) goes before pingback (1.0, 2) before trackback (1.2, autodiscovery).
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from lxml import etree

from lib.fetch import Fetched
from lib.links import NotAWebAddress, resolve, same_address_key
from trackbacks.models import Ping
from trackbacks.reading import base_of, document

HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
LONGEST = 2_048
"""Characters of an endpoint's address."""
MOST_BLOCKS = 100
"""RDF blocks of one page that are looked at."""

# RFC 8288, 3: <target>; name=token; name="quoted, with \" inside". Each step is possessive.
TARGET = re.compile(r"[\s,]*+<([^<>]*+)>")
PARAMETER = re.compile(
    r"""\s*+;[\s;]*+([^\s=;,"<>]++)\s*+(?:=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^\s;,]*+)))?"""
)
REST = re.compile(r"[^,]*+,?")
NO_LINK = re.compile(r"[\s,]*+[^,]*+")
"""All commas at once: one by one, with the search for a target before each, takes squared time."""
QUOTED_PAIR = re.compile(r"\\(.)")
NOT_THE_PAGE = ("template", "textarea", "title", "script", "style", "iframe", "noembed", "xmp")
"""What stands in these is text, or a part of no page yet."""
DESCRIPTION = re.compile(
    r"""<rdf:Description\b((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)""", re.IGNORECASE
)
ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


type Root = Callable[[], etree._Element | None]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to send, an absolute http(s) address, and in which protocol."""

    protocol: Ping.Protocol
    url: str


def discover(page: Fetched, link: str) -> Endpoint | None:
    """The endpoint of the page that our ``link`` led to; raises Unreadable.

    Relative addresses start from the address that answered, after redirects.
    """
    root = cache(lambda: _root(page))  # read only when the headers do not say it
    ways = {
        Ping.Protocol.WEBMENTION: _webmention(page, root),
        Ping.Protocol.PINGBACK: _pingback(page, root),
        Ping.Protocol.TRACKBACK: _trackback(page, root, link),
    }
    for protocol, addresses in ways.items():
        url = next((url for url in addresses if url and len(url) <= LONGEST), None)
        if url:
            return Endpoint(protocol, url)
    return None


def header_links(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The links of one ``Link`` header: target, and parameters by lower-case name.

    Of a parameter that comes twice the first counts (RFC 8288, 3.3); what is no link is skipped.
    """
    position = 0
    while position < len(value):
        target = TARGET.match(value, position)
        if target is None:
            position = NO_LINK.match(value, position).end()  # type: ignore[union-attr]
            continue
        parameters: dict[str, str] = {}
        position = target.end()
        while parameter := PARAMETER.match(value, position):
            name, quoted, token = parameter.groups()
            text = token or "" if quoted is None else QUOTED_PAIR.sub(r"\1", quoted)
            parameters.setdefault(name.lower(), text)
            position = parameter.end()
        yield target[1], parameters
        position = REST.match(value, position).end()  # type: ignore[union-attr]


def _webmention(page: Fetched, root: Root) -> Iterator[str | None]:
    """First every ``Link`` header, then ``link`` and ``a`` in the order of the document."""
    for value in page.all("link"):
        for target, parameters in header_links(value):
            if _is(parameters.get("rel"), "webmention") and _is_of_page(page, parameters):
                yield resolve(page.url, target)
    yield from _elements(page, root, "webmention", "link", "a")


def _pingback(page: Fetched, root: Root) -> Iterator[str | None]:
    for value in page.all("x-pingback"):
        if value.strip():
            yield resolve(page.url, value)
    for url in _elements(page, root, "pingback", "link"):
        yield url if url != page.url else None  # a page is no XML-RPC server


def _trackback(page: Fetched, root: Root, link: str) -> Iterator[str | None]:
    """The ``trackback:ping`` of each RDF block, hidden in a comment, that speaks of this page."""
    keys = {_key(page.url, address) for address in (link, page.url)}
    for block in islice(_blocks(root), MOST_BLOCKS):
        said = {
            name.lower(): html.unescape(one or other).strip()
            for name, one, other in ATTRIBUTE.findall(block)
        }
        ping, identifier = said.get("trackback:ping"), said.get("dc:identifier")
        if ping and identifier and _key(page.url, identifier) in keys:
            yield resolve(page.url, ping)


def _is(rel: str | None, wanted: str) -> bool:
    return wanted in (rel or "").lower().split()


def _is_of_page(page: Fetched, parameters: dict[str, str]) -> bool:
    """A link with an ``anchor`` may speak of another page (RFC 8288, 3.2)."""
    anchor = parameters.get("anchor")
    return anchor is None or _key(page.url, anchor) == _key(page.url, "")


def _key(base: str, address: str) -> str | None:
    target = resolve(base, address) if address or base else None
    try:
        return same_address_key(target) if target else None
    except NotAWebAddress:
        return None


def _elements(page: Fetched, root: Root, rel: str, *tags: str) -> Iterator[str | None]:
    """Addresses of the elements with this relation and an ``href``, in the document's order."""
    top = root()
    if top is None:
        return
    base = base_of(top, page.url)
    for element in top.iter(*tags):
        href = element.get("href")
        if href is None or not _is(element.get("rel"), rel):
            continue
        if not any(True for _ in element.iterancestors(*NOT_THE_PAGE)):
            yield resolve(base, href) if href.strip() else page.url


def _blocks(root: Root) -> Iterator[str]:
    top = root()
    if top is None:
        return
    comments = chain(
        top.itersiblings(etree.Comment, preceding=True),
        top.iter(etree.Comment),
        top.itersiblings(etree.Comment),
    )
    for comment in comments:
        for description in DESCRIPTION.finditer(comment.text or ""):
            yield description[1]


def _root(page: Fetched) -> etree._Element | None:
    """The document's root element, with its comments; None for one that holds no HTML."""
    if page.content_type not in HTML_TYPES or not page.body:
        return None
    return document(page.text, has_comments=True)
