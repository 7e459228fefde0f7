"""The text around a link: what the page's main content says there, cut at word boundaries. Pure."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from lxml import etree

from lib.html import excerpt

ENOUGH = 100
"""Characters that a paragraph must have to stand for itself; else its surroundings join it."""
LONGEST_WORD = 40
MOST_LINKS = 100

ROOTS = frozenset({"html", "body", "main", "article"})
SKIPPED_TAGS = frozenset(
    [
        "head",
        "nav",
        "header",
        "footer",
        "aside",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "form",
        "button",
        "select",
        "textarea",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
        "dialog",
    ]
)
SKIPPED_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "complementary", "search", "menu", "toolbar"]
)
SKIPPED_CLASS = re.compile(
    r"(?:share|sharing|social|sharedaddy|addtoany|addthis|breadcrumbs?|sidebar|widget|related"
    r"|jp-relatedposts|navigation|nav|menu|cookie|newsletter|tags?-links|post-meta|entry-meta)"
    r"(?:[-_][\w-]*)?",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    [
        "html",
        "body",
        "main",
        "article",
        "section",
        "div",
        "p",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "details",
        "summary",
        "center",
        "address",
        "hgroup",
    ]
)
BLANKS = re.compile(r"\s+")
# Control characters, lone surrogates, and marks that turn the direction of all that follows.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain(text: str, length: int) -> str:
    """One line of at most ``length`` characters, whole words, without control characters."""
    return excerpt(UNWANTED.sub("", text), length)


def around_link(
    root: etree._Element, links: Sequence[etree._Element], length: int
) -> tuple[str, etree._Element]:
    """The text around the first of ``links`` that stands in the content, and that link.

    Where all stand in what is skipped, the text is "" and the link the first one.
    """
    looked_at = links[:MOST_LINKS]
    flat = _Flat(
        wanted={*looked_at, *(above for link in looked_at for above in link.iterancestors())}
    )
    flat.walk(root)
    for link in looked_at:
        if link in flat.spans:
            start, end = _surroundings(flat, link)
            link_start, link_end = flat.spans[link]
            text = flat.text[start:end]
            return around(text, link_start - start, link_end - start, length), link
    return "", links[0]


def around(text: str, start: int, end: int, length: int) -> str:
    """About ``length`` characters of ``text`` around ``text[start:end]``, "…" where it goes on."""
    left = max(0, min((start + end - length) // 2, len(text) - length))
    right = min(len(text), left + length)
    left, right = _word_start(text, left), _word_end(text, right)
    inner = text[left:right].strip()
    before = "…" if text[:left].strip() else ""
    after = "…" if text[right:].strip() else ""
    return before + inner + after


@dataclass(slots=True)
class _Flat:
    """A document as one line of visible text, and where in it each wanted element stands."""

    wanted: Set[etree._Element]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    spans: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def walk(self, root: etree._Element) -> None:
        starts: dict[etree._Element, int] = {}
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            block = element.tag in BLOCKS or element.tag == "br"
            if event == "start" and _skipped(element):
                walker.skip_subtree()
            elif event == "start":
                self.add(" " if block else "")
                if element in self.wanted:
                    starts[element] = self.length
                self.add(element.text)
            else:
                if element in starts:
                    self.spans[element] = (starts[element], self.length)
                self.add(" " if block else "")
                self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Append with every run of blanks as one, also across pieces."""
        text = BLANKS.sub(" ", UNWANTED.sub("", text or ""))
        if text.startswith(" ") and (not self.pieces or self.pieces[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.pieces.append(text)
            self.length += len(text)


def _skipped(element: etree._Element) -> bool:
    if element.tag in ROOTS:
        return False
    names = (element.get("class") or "").split()
    return (
        element.tag in SKIPPED_TAGS
        or element.get("role") in SKIPPED_ROLES
        or element.get("hidden") is not None
        or any(SKIPPED_CLASS.fullmatch(name) for name in names)
    )


def _surroundings(flat: _Flat, link: etree._Element) -> tuple[int, int]:
    """Where the nearest block begins and ends that says enough to be understood."""
    span = flat.spans[link]
    for above in link.iterancestors():
        if above.tag in BLOCKS:
            span = flat.spans[above]
        if above.tag in ROOTS or (above.tag in BLOCKS and span[1] - span[0] >= ENOUGH):
            break
    return span


def _word_start(text: str, left: int) -> int:
    """The next beginning of a word at or after ``left``."""
    if left == 0 or text[left - 1].isspace():
        return left
    blank = text.find(" ", left, left + LONGEST_WORD)
    return left if blank < 0 else blank + 1


def _word_end(text: str, right: int) -> int:
    """The last end of a word at or before ``right``."""
    if right >= len(text) or text[right].isspace():
        return right
    blank = text.rfind(" ", max(0, right - LONGEST_WORD), right)
    return right if blank < 0 else blank
