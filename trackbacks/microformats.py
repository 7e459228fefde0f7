"""What a page is that links to us: a reply, a like, a repost …, by whom, in which words. Pure.

The page's own microformats say it (https://microformats.org/wiki/h-entry). Only the h-entry that
holds the link is given to the parser, without what others said on the page, and only while it is
small enough for a parser that reads some things many times.
"""

import copy
from collections.abc import Container, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any

import mf2py
from lxml import etree

from lib.html import READERS, clean, text_of
from lib.links import NotAWebAddress, resolve, same_address_key
from trackbacks.excerpting import plain
from trackbacks.models import Linkback

Kind = Linkback.Kind
KINDS = {
    "in-reply-to": Kind.REPLY,
    "like-of": Kind.LIKE,
    "favorite-of": Kind.LIKE,
    "repost-of": Kind.REPOST,
    "bookmark-of": Kind.BOOKMARK,
}
"""Property that holds the link → what the entry is; the first one counts."""
REACTING = frozenset(f"{prefix}-{name}" for prefix in ("u", "p", "e", "dt") for name in KINDS)
"""Classes of which an entry that is more than a link has one."""
ENTRIES = frozenset({"h-entry", "hentry"})
REACTIONS = frozenset(
    f"{prefix}-{name}"
    for prefix in ("u", "p")
    for name in ("comment", "like", "repost", "bookmark", "mention", "reacji")
)
"""Classes of what a page shows of others' answers to it."""
PERMALINKS = frozenset({"u-url", "u-uid", "url"})
SILENT = ("script", "style", "template", "noscript", "svg", "math", "iframe", "object", "base")
VALUES = {"link": "href", "data": "value", "input": "value", "abbr": "title"}
TEXT_LENGTH = 500
NAME_LENGTH = 200
ADDRESS_LENGTH = 2_048
MOST_HTML = 20_000
"""Characters of an entry's content that are read for the first five hundred of its text."""
ENOUGH_TEXT = 1_000
"""Characters of a reaction's content after which what is only text is not given to the parser."""
MOST_ENTRIES = 5
DEEPEST = 100
MOST_WORK = 100_000
"""Nodes that the parser may visit: each property reads all that stands in it."""
PREFIXES = ("h-", "p-", "u-", "e-", "dt-")
LEGACY_ROOTS = frozenset({"hentry", "vcard", "hreview", "vevent", "adr", "geo"})


@dataclass(frozen=True, slots=True)
class Reaction:
    """What an entry is. Text is one line without markup; what the entry does not say is "", and so
    is the text of one that only links.
    """

    kind: Linkback.Kind = Kind.LINK
    text: str = ""
    author_name: str = ""
    author_address: str = ""
    author_picture: str = ""
    rsvp: str = ""
    """One of ``Linkback.Rsvp``, of an answer to an invitation."""


def key_of(base: str, href: str) -> str | None:
    """``same_address_key`` of a link found on a page; None for what leads to no web page."""
    target = resolve(base, href)
    try:
        return same_address_key(target) if target else None
    except NotAWebAddress:
        return None


def property_address(element: etree._Element) -> str | None:
    """The address that an element other than a hyperlink holds as a property of an entry."""
    if not any(name.startswith("u-") for name in classes_of(element)):
        return None
    name = VALUES.get(element.tag)
    if name is not None:
        value: str | None = element.get(name)
        return value
    if len(element) or element.tag in {"img", "audio", "video", "source"}:
        return None
    return (element.text or "").strip()[:ADDRESS_LENGTH] or None


def standing_in(root: etree._Element, classes: Set[str]) -> dict[etree._Element, etree._Element]:
    """Every element in one that has one of these classes → the outermost that has, maybe itself."""
    found: dict[etree._Element, etree._Element] = {}
    for element in root.iter(etree.Element):
        if element not in found and classes_of(element) & classes:
            found.update(dict.fromkeys(element.iter(etree.Element), element))
    return found


def shows_own_reaction(link: etree._Element, in_reactions: Container[etree._Element]) -> bool:
    """Whether the page links to us only to show what we answered to it."""
    own = classes_of(link)
    return bool(own & REACTIONS or (own & PERMALINKS and link in in_reactions))


def reaction_of(entries: Iterable[etree._Element], base: str, keys: Set[str]) -> Reaction:
    """What the first of the entries says that says more of ``keys`` than that it links there."""
    own = (_properties(_without_others(entry), base) for entry in entries)
    return reaction_in(own, base, keys)


def reaction_in(entries: Iterable[dict[str, list[Any]]], base: str, keys: Set[str]) -> Reaction:
    """The same of entries of which the properties are known."""
    found = [_reaction(entry, base, keys) for entry in islice(entries, MOST_ENTRIES)]
    telling = [reaction for reaction in found if reaction.kind != Kind.LINK]
    return next(iter([*telling, *found]), Reaction())


def classes_of(element: etree._Element) -> set[str]:
    """The words of its class attribute."""
    return set((element.get("class") or "").split())


def _reaction(properties: dict[str, list[Any]], base: str, keys: Set[str]) -> Reaction:
    name, address = _author(properties, base)
    kind = _kind(properties, base, keys)
    return Reaction(
        kind=kind,
        text="" if kind == Kind.LINK else _text(properties),
        author_name=name,
        author_address=address,
        author_picture=_picture(properties, base),
        rsvp=_rsvp(properties) if kind == Kind.RSVP else "",
    )


def _without_others(entry: etree._Element) -> etree._Element:
    """A copy without scripts and without what the page shows of others' answers to it; of an entry
    that only links, the words of which are not wanted, without its text.
    """
    own = copy.deepcopy(entry)
    own.tail = None
    etree.strip_elements(own, *SILENT, with_tail=False)
    for element in [element for element in own.iterdescendants() if classes_of(element)]:
        if classes_of(element) & REACTIONS and element.getparent() is not None:
            element.drop_tree()
    enough = ENOUGH_TEXT if any(classes_of(one) & REACTING for one in own.iter()) else 0
    for content in [element for element in own.iter() if _is_content(element)]:
        _shorten(content, enough)
    return own


def _is_content(element: etree._Element) -> bool:
    """Whether it is an entry's text and nothing else."""
    names = {name.partition("-")[0] for name in classes_of(element)}
    return "e" in names and "h" not in names


def _shorten(content: etree._Element, enough: int) -> None:
    """Leave out what is only text after the first ``enough`` characters: the parser takes ten times
    as long for an element as it took to make one, and no more than TEXT_LENGTH are kept.
    """
    telling = {element for element in content.iterdescendants() if _tells(element)}
    around = _above(telling)
    left, superfluous = enough, []
    walker = etree.iterwalk(content, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            left -= len((element.tail or "").strip())
        elif left <= 0 and element not in telling and element not in around:
            superfluous.append(element)
            walker.skip_subtree()
        else:
            left -= len((element.text or "").strip())
            if element in telling:
                walker.skip_subtree()
    for element in superfluous:
        element.getparent().remove(element)


def _above(elements: Iterable[etree._Element]) -> set[etree._Element]:
    """All in which one of the elements stands; each is visited once, however deep they are."""
    found: set[etree._Element] = set()
    for element in elements:
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return found


def _tells(element: etree._Element) -> bool:
    """Whether the parser finds something in it or at it."""
    names = classes_of(element)
    return bool(names & LEGACY_ROOTS) or any(name.startswith(PREFIXES) for name in names)


def _properties(entry: etree._Element, base: str) -> dict[str, list[Any]]:
    """The entry's properties as the parser finds them; none where it cannot or must not read it."""
    if _work(entry) > MOST_WORK:
        return {}
    markup = etree.tostring(entry, encoding="unicode", method="html")
    try:
        items = mf2py.Parser(doc=markup, url=base, html_parser="lxml").to_dict()["items"]
    except Exception:  # what a stranger's page does to the parser must not end its reader
        return {}
    return next((item["properties"] for item in items if "h-entry" in item["type"]), {})


def _work(entry: etree._Element) -> int:
    """About how many nodes the parser visits; more than it may where the entry is too deep."""
    work, sizes = 0, [0]
    for event, element in etree.iterwalk(entry, events=("start", "end")):
        if event == "start":
            sizes.append(1 + (len(element.text or "") + len(element.tail or "")) // 64)
            if len(sizes) > DEEPEST:
                return MOST_WORK + 1
        else:
            size = sizes.pop()
            names = (element.get("class") or "").split()
            roots = 4 * any(name.startswith("h") or name == "vcard" for name in names)
            work += size * (1 + roots + sum(name.startswith(PREFIXES) for name in names))
            sizes[-1] += size
        if work > MOST_WORK:
            break
    return work


def _kind(properties: dict[str, list[Any]], base: str, keys: Set[str]) -> Linkback.Kind:
    for name, kind in KINDS.items():
        addresses = (address for value in properties.get(name, []) for address in _addresses(value))
        if any(key_of(base, address) in keys for address in addresses):
            is_answer = kind == Kind.REPLY and bool(properties.get("rsvp"))
            return Kind.RSVP if is_answer else kind
    return Kind.LINK


def _rsvp(properties: dict[str, list[Any]]) -> str:
    """What it answers (https://microformats.org/wiki/rsvp); "" for what nobody knows."""
    said = _string(properties.get("rsvp", [])).strip().lower()
    return said if said in Linkback.Rsvp.values else ""


def _addresses(value: Any) -> Iterator[str]:
    """Of a plain address, or of a cited page (h-cite) with its own properties."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        inner = value.get("properties", {})
        candidates = [value.get("value"), *inner.get("url", []), *inner.get("uid", [])]
        yield from (address for address in candidates if isinstance(address, str))


def _author(properties: dict[str, list[Any]], base: str) -> tuple[str, str]:
    """Name and address; an author that is only an address has no name."""
    value = next(iter(properties.get("author", [])), "")
    inner = _inner(value)
    name = _string([*inner.get("name", []), value]).strip()
    address = resolve(base, _string(inner.get("url", []))) if inner.get("url") else None
    if resolve("", name):
        name, address = "", address or name
    return plain(name, NAME_LENGTH), _short(address)


def _picture(properties: dict[str, list[Any]], base: str) -> str:
    """Address of the author's picture."""
    photo = _string(_inner(next(iter(properties.get("author", [])), "")).get("photo", []))
    return _short(resolve(base, photo)) if photo else ""


def _inner(value: Any) -> dict[str, list[Any]]:
    """The properties of what is a microformat itself; a plain text has none."""
    return value.get("properties", {}) if isinstance(value, dict) else {}


def _short(address: str | None) -> str:
    return address if address and len(address) <= ADDRESS_LENGTH else ""


def _string(values: list[Any]) -> str:
    """The first of the values as text."""
    value = next(iter(values), "")
    value = value.get("value") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


def _text(properties: dict[str, list[Any]]) -> str:
    """What it says, else what it says in short, else what it is called."""
    for name in ("content", "summary", "name"):
        value = next(iter(properties.get(name, [])), "")
        markup = value.get("html") if isinstance(value, dict) else None
        said = text_of(clean(markup[:MOST_HTML], READERS)) if markup else _string([value])
        if text := plain(said, TEXT_LENGTH):
            return text
    return ""
