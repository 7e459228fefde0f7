"""XML-RPC as bytes: a pure, bounded parser of calls, and writers of answers and faults.

The format is that of http://xmlrpc.com/spec.md; codes below −32000 are those of the
"Specification for Fault Code Interoperability"; the others are Pingback 1.0's. Nothing that XML
can be made to do besides carrying text is allowed: no DTD, no entities, bounded bytes, depth and
number of elements.
"""

import base64
import binascii
import re
import xmlrpc.client
from dataclasses import dataclass, field
from enum import IntEnum
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from lib import charsets

LONGEST = 64 * 1024
"""Bytes of a call; what is longer is refused before it is parsed."""
DEEPEST = 24
MOST_ELEMENTS = 1_000

METHOD_NAME = re.compile(r"[A-Za-z0-9_.:/]{1,200}")
DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']"""
)
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,19}")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Fault(IntEnum):
    """Every code that a fault may carry."""

    GENERIC = 0
    SOURCE_MISSING = 16
    NO_LINK = 17
    TARGET_MISSING = 32
    TARGET_CLOSED = 33
    REGISTERED = 48
    DENIED = 49
    UPSTREAM = 50
    """Only ever received: by us a source that cannot be had is SOURCE_MISSING."""
    MALFORMED = -32700
    NOT_A_CALL = -32600
    NO_METHOD = -32601
    WRONG_PARAMETERS = -32602


class Faulted(Exception):
    """What was asked ends in a fault; the sentence is for people."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Call:
    """A method's name and its parameters as Python values (str, int, bool, float, bytes, …)."""

    method: str
    params: tuple[object, ...]


def parse(body: bytes) -> Call:
    """Read a call; raises Faulted with MALFORMED, NOT_A_CALL or WRONG_PARAMETERS."""
    root = _parsed(body)
    names = [child for child in root.children if child.tag == "methodName"]
    if root.tag != "methodCall" or len(names) != 1 or names[0].children:
        raise Faulted(Fault.NOT_A_CALL, _("This is no XML-RPC call."))
    method = names[0].text.strip()
    if not METHOD_NAME.fullmatch(method):
        raise Faulted(Fault.NOT_A_CALL, _("This is no XML-RPC call."))
    params = [param for child in root.children if child.tag == "params" for param in child.children]
    return Call(method, tuple(_value(_only(param, "param", "value")) for param in params))


def answer(value: str | list[str]) -> bytes:
    """Write the answer of a method; characters that XML has not fall away."""
    cleaned = _clean(value) if isinstance(value, str) else [_clean(text) for text in value]
    return xmlrpc.client.dumps((cleaned,), methodresponse=True).encode()


def fault(code: int, sentence: str) -> bytes:
    """Write a fault."""
    return xmlrpc.client.dumps(xmlrpc.client.Fault(int(code), _clean(sentence))).encode()


@dataclass(slots=True)
class _Element:
    tag: str
    text: str = ""
    children: list["_Element"] = field(default_factory=list)


class _TooMuch(Exception):
    """Deeper or more elements than any call needs."""


class _Builder:
    """The parser's target: a small tree that stops growing at its bounds."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self.open: list[_Element] = []
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise _TooMuch
        element = _Element(tag)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].text += text

    def close(self) -> _Element | None:
        return self.root


def _parsed(body: bytes) -> _Element:
    if len(body) > LONGEST:
        raise Faulted(Fault.MALFORMED, _("A call is no longer than 64 KiB."))
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(_characters(body))
        root: _Element | None = parser.close()
    except (ParseError, DefusedXmlException, _TooMuch, ValueError) as error:
        raise Faulted(Fault.MALFORMED, _("This is no XML that can be read here.")) from error
    if root is None:
        raise Faulted(Fault.MALFORMED, _("This is no XML that can be read here."))
    return root


def _characters(body: bytes) -> str:
    """Decode by byte order mark, else by the XML declaration, else as UTF-8; raises ValueError."""
    for mark, codec in charsets.BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec)
    match = DECLARED.match(body)
    if match is None:
        return body.decode()
    codec_name = charsets.known(match[1].decode())
    if codec_name is None:
        raise ValueError("unknown character set")
    return body.decode(codec_name)


def _only(element: _Element, tag: str, inner: str) -> _Element:
    if element.tag != tag or len(element.children) != 1 or element.children[0].tag != inner:
        raise _wrong_parameters()
    return element.children[0]


def _value(element: _Element) -> object:
    """The Python value of a ``<value>``; without a type it is a string."""
    if not element.children:
        return element.text
    kind = element.children[0]
    if len(element.children) > 1 or element.text.strip():
        raise _wrong_parameters()
    if kind.tag == "array":
        return [_value(_tagged(child, "value")) for child in _only(kind, "array", "data").children]
    if kind.tag == "struct":
        return dict(_member(_tagged(child, "member")) for child in kind.children)
    if kind.children:
        raise _wrong_parameters()
    return _scalar(kind.tag, kind.text)


def _tagged(element: _Element, tag: str) -> _Element:
    if element.tag != tag:
        raise _wrong_parameters()
    return element


def _member(element: _Element) -> tuple[str, object]:
    if [child.tag for child in element.children] != ["name", "value"]:
        raise _wrong_parameters()
    return element.children[0].text, _value(element.children[1])


def _scalar(tag: str, text: str) -> object:
    word = text.strip()
    try:
        match tag:
            case "string" | "dateTime.iso8601":
                return text
            case "int" | "i4" | "i8" if WHOLE_NUMBER.fullmatch(word):
                return int(word)
            case "boolean" if word in ("0", "1"):
                return word == "1"
            case "double":
                return float(word)
            case "base64":
                return base64.b64decode("".join(word.split()), validate=True)
            case "nil" if not word:
                return None
    except (ValueError, binascii.Error) as error:
        raise _wrong_parameters() from error
    raise _wrong_parameters()


def _wrong_parameters() -> Faulted:
    return Faulted(Fault.WRONG_PARAMETERS, _("These are not the parameters of this method."))


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)
