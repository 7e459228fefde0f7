"""Writes a tree from people as HTML that the content models allow.

Every browser then reads the same tree from it, nothing stands where a parser would throw it out,
and the work grows with the length of the input only: no formatting is ever opened again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from lxml import etree

from lib.html_attributes import CONTROLS, Vocabulary, attributes


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_INLINE = _names("a abbr b cite code del em i q s strong sub sup")
_FLOW = frozenset({"", "blockquote", "li", "td", "th", "figure", "figcaption"})
_DIRECT = {  # what holds nothing but these
    "ul": {"li"}, "ol": {"li"}, "table": {"caption", "thead", "tbody"},
    "thead": {"tr"}, "tbody": {"tr"}, "tr": {"td", "th"},
}  # fmt: skip
_STEP = {"ul": "li", "ol": "li", "table": "tbody", "thead": "tr", "tbody": "tr", "tr": "td"}
_ROWS = {"table", "thead", "tbody"}
_PARENTS = {  # what stands nowhere else than in (the rows of) these
    "li": {"ul", "ol"}, "figcaption": {"figure"}, "caption": {"table"}, "thead": {"table"},
    "tbody": {"table"}, "tr": _ROWS, "td": {*_ROWS, "tr"}, "th": {*_ROWS, "tr"},
}  # fmt: skip
_TABLE_PARTS = {"caption", "thead", "tbody", "tr", "td", "th"}
BLOCKS = _names(
    "address article aside blockquote caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol"
    " p pre section summary table tbody td tfoot th thead tr ul"
)
SILENT = _names(
    "script style template iframe noembed noframes svg math title select datalist object applet"
    " audio video canvas"
)
_SAME_AS = {"h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "tfoot": "tbody", "kbd": "code",
            "samp": "code", "tt": "code"}  # fmt: skip
_STANDS_ALONE = {"data-photo", "data-embed"}  # a figure of these means something without words
_DEPTH = 40  # of elements in each other; nobody writes deeper

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_URL = re.compile(
    r"https?://[^\s<>\"«»\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,2000}", re.IGNORECASE
)


@dataclass(eq=False)
class _Open:
    """An element being written: where it begins, and how many <div>s ask for paragraphs in it."""

    tag: str
    at: int
    paragraphs: int = 0
    kept: bool = False  # also when empty


class Writer:
    """Writes a tree from people as valid HTML. `prose`: line ends and bare links mean something."""

    def __init__(self, allow: Vocabulary, *, prose: bool) -> None:
        self.allow = allow
        self.prose = prose
        self.parts: list[str] = []
        self.open = [_Open("", -1, paragraphs=int(prose))]

    def walk(self, element: etree._Element) -> None:
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SILENT:
                end = self._start(child)
                self.walk(child)
                end()
            self._text(child.tail)

    def finish(self) -> str:
        self._close_to(self.open[0])
        return "".join(self.parts).strip() if self.prose else "".join(self.parts)

    def _start(self, element: etree._Element) -> Callable[[], None]:
        tag = str(element.tag)
        tag = tag if tag in self.allow.tags else _SAME_AS.get(tag, tag)
        if tag == "br":
            self._settle()
            self.parts.append("<br>")
        elif tag in BLOCKS:
            return self._block(tag, element)
        elif tag in self.allow.tags and len(self.open) < _DEPTH:
            return self._inline(tag, element)
        return _nothing

    def _inline(self, tag: str, element: etree._Element) -> Callable[[], None]:
        known = attributes(tag, dict(element.attrib), self.allow)
        if any(entry.tag == tag for entry in self.open) or (tag == "a" and "href" not in known):
            return _nothing
        self._settle()
        return self._ending(self._put(tag, known))

    def _block(self, tag: str, element: etree._Element) -> Callable[[], None]:
        if tag not in self.allow.tags or not self._make_room(tag):
            return self._boundary()
        if tag == "hr":
            self.parts.append("<hr>")
            return _nothing
        return self._ending(self._put(tag, attributes(tag, dict(element.attrib), self.allow)))

    def _boundary(self) -> Callable[[], None]:
        """A block that is not in the vocabulary: its loose text becomes paragraphs."""
        self._leave_phrasing()
        around = self.open[-1]
        around.paragraphs += 1

        def end() -> None:
            self._leave_phrasing()
            around.paragraphs -= 1

        return end

    def _make_room(self, tag: str) -> bool:
        """Close and open what must be so that `tag` may stand here; False where it never may."""
        if tag not in _PARENTS:
            if len(self.open) >= _DEPTH:
                return False
            self._leave_phrasing()
        else:
            crossed = _TABLE_PARTS if tag in _TABLE_PARTS else {tag}
            for entry in reversed(self.open):
                if entry.tag in _PARENTS[tag]:
                    self._close_to(entry)
                    break
                if entry.tag in _FLOW | _DIRECT.keys() and entry.tag not in crossed:
                    return False
        self._step_into(tag)
        return True

    def _settle(self) -> None:
        """Make sure that text may stand here."""
        self._step_into("")
        if self._between_paragraphs() and len(self.open) < _DEPTH:
            self._put("p", {})

    def _step_into(self, tag: str) -> None:
        while tag not in _DIRECT.get(self.open[-1].tag, {tag}):
            self._put(_STEP[self.open[-1].tag], {})

    def _between_paragraphs(self) -> bool:
        return self.open[-1].tag in _FLOW and self.open[-1].paragraphs > 0

    def _leave_phrasing(self) -> None:
        while self.open[-1].tag not in _FLOW and self.open[-1].tag not in _DIRECT:
            self._close()

    def _put(self, tag: str, known: Mapping[str, str]) -> _Open:
        kept = tag in {"td", "th"} or bool(_STANDS_ALONE & known.keys())
        entry = _Open(tag, len(self.parts), kept=kept)
        entry.paragraphs = int(self.prose and tag == "blockquote")
        self.parts.append(_tag(tag, known))
        self.open.append(entry)
        return entry

    def _ending(self, entry: _Open) -> Callable[[], None]:
        def end() -> None:
            if entry in self.open:
                self._close_to(entry)
                self._close()

        return end

    def _close_to(self, entry: _Open) -> None:
        while self.open[-1] is not entry:
            self._close()

    def _close(self) -> None:
        entry = self.open.pop()
        inline = entry.tag in _INLINE
        if self.prose and not inline:
            while len(self.parts) > entry.at + 1 and _blank(self.parts[-1]):
                self.parts.pop()
            self.parts[-1] = self.parts[-1].rstrip()
        inside = range(entry.at + 1, len(self.parts))
        if entry.kept or any(inline or not _blank(self.parts[i]) for i in inside):
            self.parts.append(f"</{entry.tag}>" + ("\n" if self.prose and not inline else ""))
        else:
            del self.parts[entry.at :]

    def _text(self, text: str | None) -> None:
        text = CONTROLS.sub("", text or "")
        if not self.prose or any(entry.tag == "pre" for entry in self.open):
            self._words(text)
            return
        for number, paragraph in enumerate(_BLANK_LINE.split(text)):
            if number:
                self._break()
            for line_number, line in enumerate(paragraph.split("\n")):
                if line_number:
                    self._line()
                self._linked(line)

    def _words(self, text: str) -> None:
        here = self.open[-1]
        if not text.strip() and (here.tag in _DIRECT or self._between_paragraphs()):
            return
        if here.tag == "pre" and len(self.parts) == here.at + 1:
            text = text.lstrip("\n")  # a browser drops one there: the next reading would differ
        if text:
            self._settle()
            self.parts.append(escape(text, quote=False))

    def _break(self) -> None:
        if self.open[-1].tag == "p":
            self._close()
        elif self.open[-1].tag not in _DIRECT and not self._between_paragraphs():
            self.parts += ["<br>", "<br>"]

    def _line(self) -> None:
        fresh = len(self.parts) == self.open[-1].at + 1 or self.parts[-1] == "<br>"
        if not fresh and self.open[-1].tag not in _DIRECT and not self._between_paragraphs():
            self.parts.append("<br>")

    def _linked(self, line: str) -> None:
        end = 0
        if not any(entry.tag in {"a", "code"} for entry in self.open):
            for match in _URL.finditer(line):
                url = _without_punctuation(match[0])
                known = attributes("a", {"href": url}, self.allow)
                if known:
                    self._words(line[end : match.start()])
                    self._settle()
                    self.parts += [_tag("a", known), escape(url, quote=False), "</a>"]
                    end = match.start() + len(url)
        self._words(line[end:])


def _nothing() -> None:
    """The end of an element that was not opened."""


def _blank(part: str) -> bool:
    return part == "<br>" or not part.strip()


def _tag(tag: str, known: Mapping[str, str]) -> str:
    return f"<{tag}{''.join(f' {name}="{escape(value)}"' for name, value in known.items())}>"


def _without_punctuation(url: str) -> str:
    """`url` without the end of the sentence around it: a full stop, a bracket it did not open."""
    while url[-1:] in set(".,;:!?'*_]}…”’،؛؟") or (
        url.endswith(")") and url.count(")") > url.count("(")
    ):
        url = url[:-1]
    return url
