"""What people paste from word processors and pages, in plain HTML: before it is cleaned.

Word (Microsoft's "Office HTML and XML Reference"), Google Docs, LibreOffice, Apple's editors and
web pages say with styles and classes what HTML has elements for. `static/js/pasted.js` does the
same in the browser; both are tested with the same samples.
"""

import re
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from lib.html_attributes import CONTROLS

FOREIGN = re.compile(
    r"<[^<>]*\s(?:style|class=[\"']?(?:Mso|Apple|western|css))|<(?:meta|h1|font|o:p|html|center)\b",
    re.IGNORECASE,
)
"""Signs of something pasted; the vocabulary of staff has none of them."""
KEPT = {"href", "colspan", "rowspan", "scope", "data-photo", "data-embed"}
DROPPED = {"style", "script", "meta", "link", "title", "xml", "img", "button", "select", "iframe"}
COMMENTS = {"MsoCommentReference", "msocomtxt", "msocomanchor"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"p", "div", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", *HEADINGS}
REDIRECTS = {"www.google.com": "q", "google.com": "q"}
"""Hosts whose `/url` leads on → the parameter that says where to."""
SPACE = re.compile(r"[ \t\r\n\f]+")
NUMBERED = re.compile(r"\(?\w{1,5}[.)\-]")


def tidied(html: str) -> str:
    """Pasted HTML with lists, emphasis, headings and links as elements; any other HTML as it is."""
    if not FOREIGN.search(html):
        return html
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    whole = document_fromstring(b"<html><body>" + html.encode("utf-8", "replace"), parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return html  # nobody writes so deep; the cleaner keeps its words
    body = whole.find("body")
    for step in STEPS:
        step(body)
    return str(tostring(body, encoding="unicode"))[len("<body>") : -len("</body>")]


def _style(element: HtmlElement) -> dict[str, str]:
    pairs = (one.partition(":") for one in element.get("style", "").lower().split(";"))
    return {name.strip(): " ".join(value.split()) for name, _colon, value in pairs}


def _printable(body: HtmlElement) -> None:
    for element in body.iter():
        element.text = CONTROLS.sub("", element.text or "")
        element.tail = CONTROLS.sub("", element.tail or "")


def _lists(body: HtmlElement) -> None:
    """Word's paragraphs that look like points of a list become lists."""
    open_lists: list[tuple[int, str, HtmlElement]] = []  # level, which of Word's lists, element
    for point in list(body.iter("p")):
        said = re.match(r"(l\d+) level(\d+)", _style(point).get("mso-list", ""))
        if not said:
            continue
        name, level = said[1], int(said[2])
        tag = "ol" if NUMBERED.match(_marker(point)) else "ul"
        if not open_lists or point.getprevious() is not open_lists[0][2]:
            open_lists = []
        while open_lists and _ends(open_lists[-1], level, name):
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            made = point.makeelement(tag)
            if open_lists:
                open_lists[-1][2][-1].append(made)
            else:
                point.addprevious(made)
            open_lists.append((level, name, made))
        tail = point.tail
        item = point.makeelement("li")
        open_lists[-1][2].append(item)
        item.text, item[:] = point.text, point[:]
        point.getparent().remove(point)
        open_lists[0][2].tail = tail


def _ends(one: tuple[int, str, HtmlElement], level: int, name: str) -> bool:
    return one[0] > level or (one[0] == level and one[1] != name)


def _marker(point: HtmlElement) -> str:
    signs = [one for one in point.iter() if _style(one).get("mso-list") == "ignore"]
    return str(signs[0].text_content()).strip() if signs else ""


def _drop(body: HtmlElement) -> None:
    """What nobody reads, remarks to the writer, and what was deleted already."""
    for element in list(body.iter()):
        style = _style(element)
        if element is not body and (
            element.tag in DROPPED
            or (element.tag == "del" and "datetime" in element.attrib)
            or style.get("display") == "none"
            or style.get("mso-list") == "ignore"
            or style.get("mso-element", "").startswith("comment")
            or COMMENTS & set(element.get("class", "").split())
        ):
            element.drop_tree()


def _emphasis(body: HtmlElement) -> None:
    """Styles that mean something become elements; elements that a style takes back go."""
    for element in list(body.iter("b", "strong", "i", "em", "strike", "del")):
        style = _style(element)
        plain = {"b": "font-weight", "strong": "font-weight", "i": "font-style", "em": "font-style"}
        if style.get(plain.get(element.tag, ""), "") in {"normal", "400"}:
            element.drop_tag()
        else:
            names = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
            element.tag = names.get(element.tag, element.tag)
    for element in list(body.iter("span", "font", "u")):
        style = _style(element)
        weight, slant = style.get("font-weight", ""), style.get("font-style", "")
        struck = style.get("text-decoration", "") + style.get("text-decoration-line", "")
        raised = {"super": "sup", "sub": "sub"}.get(style.get("vertical-align", ""))
        for is_so, tag in (
            (weight in {"bold", "bolder", "600", "700", "800", "900"}, "strong"),
            (slant in {"italic", "oblique"}, "em"),
            ("line-through" in struck, "s"),
            (bool(raised), raised or ""),
        ):
            if is_so:
                _fill(element, tag)


def _fill(element: HtmlElement, tag: str) -> None:
    inner = element.makeelement(tag)
    inner.text, inner[:] = element.text, element[:]
    element.text = None
    element.append(inner)


def _nest(body: HtmlElement) -> None:
    """Google Docs' lists in lists belong to the point before them."""
    for inner in list(body.iter("ul", "ol")):
        before = inner.getprevious()
        if inner.getparent().tag in {"ul", "ol"} and before is not None and before.tag == "li":
            inner.tail = None
            before.append(inner)


def _headings(body: HtmlElement) -> None:
    """The headline is the article's own: a text with headings of the first level moves down."""
    for title in body.iter("p"):
        if "MsoTitle" in title.get("class", "").split():
            title.tag = "h1"
    down = int(body.find(".//h1") is not None)
    for heading in body.iter(*HEADINGS):
        heading.tag = f"h{min(int(heading.tag[1]) + down, 4)}"
        _plain(heading)


def _heads(body: HtmlElement) -> None:
    """The first row of a table is its head where it says so, or where all of it is bold."""
    for table in body.iter("table"):
        rows = list(table.iterfind("thead/tr"))
        first = next(table.iter("tr"), None)
        if not rows and first is not None and all(map(_is_bold, first.iter("td", "th"))):
            rows = [first]
        for cell in [cell for row in rows for cell in row.iter("td", "th")]:
            cell.tag = "th"
        for cell in table.iter("th"):
            _plain(cell)


def _is_bold(cell: HtmlElement) -> bool:
    bold = "".join(one.text_content() for one in cell.iter("strong"))
    return bool(bold.strip()) and bold.split() == cell.text_content().split()


def _plain(element: HtmlElement) -> None:
    for strong in list(element.iter("strong")):
        strong.drop_tag()


def _links(body: HtmlElement) -> None:
    """Links lead where they mean to, not by way of who counts them; notes of Word lead nowhere."""
    for link in list(body.iter("a")):
        href = link.get("href", "")
        try:
            parts = urlsplit(href)
        except ValueError:
            continue
        name = REDIRECTS.get(parts.hostname or "") if parts.path == "/url" else None
        target = parse_qs(parts.query).get(name or "", [""])[0]
        if target.startswith(("http://", "https://")):
            link.set("href", CONTROLS.sub("", target))
        elif href.startswith("#") or not href:
            link.drop_tag()


def _spaces(body: HtmlElement) -> None:
    """Line ends of the file are spaces; what is empty goes."""
    for element in body.iter():
        if not any(around.tag == "pre" for around in (element, *element.iterancestors())):
            element.text = SPACE.sub(" ", element.text or "")
            if element.tag in BLOCKS and len(element) and element[0].tag in BLOCKS:
                element.text = element.text.strip(" ")
        element.tail = SPACE.sub(" ", element.tail or "")
        if element.tag in BLOCKS:
            element.tail = element.tail.lstrip(" ")
    for rule in list(body.iter("br")):
        if rule.getparent().tag in {"body", "div"}:
            rule.drop_tag()
    for block in list(body.iter("p", *HEADINGS)):
        if not block.text_content().strip():
            block.drop_tree()
        else:
            _trim(block)


def _trim(block: HtmlElement) -> None:
    block.text = (block.text or "").lstrip(" ")
    if len(block):
        block[-1].tail = (block[-1].tail or "").rstrip(" ")
    else:
        block.text = block.text.rstrip(" ")


def _bare(body: HtmlElement) -> None:
    for element in body.iter():
        kept = KEPT | ({"class"} if element.tag == "figure" else set())
        for name in set(element.attrib) - kept:
            del element.attrib[name]


STEPS = (
    _printable, _lists, _drop, _emphasis, _nest, _headings, _heads, _links, _spaces, _bare,
)  # fmt: skip
