"""HTML from people: one cleaner with two vocabularies, and what is read out of its results.

`lib.html_writer` writes it anew as valid HTML, so that every browser reads the same tree; nh3 then
has the last word on tags, attributes and schemes.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import nh3
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from lib.html_attributes import Vocabulary, checked_value
from lib.html_writer import BLOCKS, SILENT, Writer


def _tags(spec: str) -> dict[str, frozenset[str]]:
    """`"p a[href|title]"` as `{"p": {}, "a": {"href", "title"}}`."""
    found = (re.fullmatch(r"(\w+)(?:\[(.+)\])?", word) for word in spec.split())
    return {m[1]: frozenset(m[2].split("|") if m[2] else ()) for m in found if m}


READERS = Vocabulary(
    tags=_tags(
        "a[href|title] abbr[title] b blockquote[cite] cite code del em i p pre q s strong"
        " ul ol li br"
    ),
    shared=frozenset(),
    schemes=frozenset({"http", "https"}),
    rel="nofollow ugc",
)
# Photos stand in the body as <figure data-photo="ID"> and in no other way: <img> is dropped.
STAFF = Vocabulary(
    tags=_tags(
        "p h2 h3 h4 blockquote[cite] cite ul ol li a[href|title|hreflang] abbr[title] em strong"
        " b i s sub sup code pre br hr figure[data-photo|class] figcaption table caption thead"
        " tbody tr th[scope|colspan|rowspan] td[colspan|rowspan]"
    ),
    shared=frozenset({"lang", "dir"}),
    schemes=frozenset({"http", "https", "mailto", "tel"}),
    rel="",
)


def clean(html: str, allow: Vocabulary) -> str:
    """`html` in the words of `STAFF` or `READERS`: the only source of columns marked as safe.

    Stable: cleaning a result again changes nothing.
    """
    cleaned = _judged(_written(html, allow), allow)
    if re.search(r"<a(?![^>]*\shref=)[\s>]", cleaned):  # nh3 refused an address that looked right
        cleaned = _judged(_written(cleaned, allow), allow)
    return cleaned


def paragraphs(text: str, allow: Vocabulary = READERS) -> str:
    """Text as somebody wrote it, such as a comment ("What may be written" in COMMENTS.md), as the
    HTML to show: an empty line ends a paragraph, a bare address is a link.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"<(https?://[^<>\s]+)>", r" \1 ", text, flags=re.IGNORECASE)
    text = re.sub(r"&(?!#?\w{1,32};)", "&amp;", text)  # ?a=1&copy=2 holds no ©
    return clean(_written(text, allow, prose=True), allow)


def links(html: str, base: str) -> list[str]:
    """Absolute http(s) targets of `a[href]` in the order of the text, repetitions kept."""
    targets = (_resolved(base, anchor.get("href")) for anchor in _tree(html).iter("a"))
    return [target for target in targets if target]


def text_of(html: str) -> str:
    """The visible text on one line, with a space where a block or a line ends."""
    return " ".join("".join(_visible(_tree(html))).split())


def excerpt(text: str, length: int) -> str:
    """At most `length` characters of `text`: one line, whole words, "…" where more would follow."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    head = text[: max(length, 1)]  # one more than fits: a space there says that the word is whole
    head = head.rsplit(" ", 1)[0] if " " in head else head[:-1]
    return head.rstrip(" .,;:!?،؛؟-–—(«“\u200c\u200d") + "…"


def _cleaner(allow: Vocabulary) -> nh3.Cleaner:
    names = {tag: set(own | allow.shared) for tag, own in allow.tags.items()}
    names["a"] |= {"rel"} if allow.rel else set()
    return nh3.Cleaner(
        tags=set(allow.tags),
        attributes=names,
        attribute_filter=lambda tag, name, value: checked_value(name, value, allow),
        url_schemes=set(allow.schemes),
        link_rel=None,
    )


_CLEANERS = {id(allow): _cleaner(allow) for allow in (READERS, STAFF)}


def _judged(html: str, allow: Vocabulary) -> str:
    return _CLEANERS[id(allow)].clean(html)


def _written(html: str, allow: Vocabulary, *, prose: bool = False) -> str:
    writer = Writer(allow, prose=prose)
    writer.walk(_tree(html))
    return writer.finish()


def _tree(html: str) -> etree._Element:
    """The parsed document; only the text of one that is deeper than libxml2 reads."""
    # What follows the end of a page counts too.
    html = re.sub(r"</(?:html|body)\b[^<>]*>", "", html, flags=re.IGNORECASE)
    parser = HTMLParser(encoding="utf-8")
    tree = document_fromstring(b"<html><body>" + html.encode("utf-8", "replace"), parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return _tree(re.sub(r"<[^<>]*>?", " ", html))
    return tree


def _resolved(base: str, href: str | None) -> str | None:
    if href is None:
        return None
    try:
        target = urljoin(base, href.strip())
        return target if urlsplit(target).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _visible(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SILENT:
            gap = " " if child.tag in BLOCKS or child.tag == "br" else ""
            yield gap
            yield from _visible(child)
            yield gap
        yield child.tail or ""
