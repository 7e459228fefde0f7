"""Telling one endpoint of one link, in the words of its protocol, and understanding its answer."""

import re
import xmlrpc.client
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lib.fetch import ANYTHING, Fetched, FetchError, FetchFailed, FetchRefused, fetch
from lib.html import excerpt, text_of
from lib.links import resolve
from trackbacks.endpoints import Endpoint
from trackbacks.excerpting import plain
from trackbacks.models import Ping
from trackbacks.xmlrpc import LONGEST, NOT_XML, Fault

SECONDS = 10.0
"""For one exchange."""
HOPS = 2
"""A 307 or 308 asks for the same message at another address; it is followed once."""
ANSWER_LENGTH = 300
READ_OF_ANSWER = 4_096
"""Characters of an answer that are looked at for people to read."""
EXCERPT_LENGTH = 250
TEMPORARY = frozenset({408, 425, 429})
REFUSALS = frozenset(range(400, 500)) - TEMPORARY
TWO_HUNDREDS_UNREAD = frozenset({"too-large", "encoding"})
"""Reasons for which only the body of an answer is refused whose status was 2xx."""
LONGEST_WAIT = 86_400.0
FORM = "application/x-www-form-urlencoded; charset=utf-8"
XML = "text/xml; charset=utf-8"
ERROR = re.compile(r"<error>\s*+(\d{1,9})\s*+</error>", re.IGNORECASE)
REASON = re.compile(r"<message>([^<]{0,1000})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """That ``source`` links to ``target``; or, unless ``stands``, that it does so no more."""

    source: str
    target: str
    stands: bool = True
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""
    blog_url: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt ended in; WAITING means again, after ``wait`` seconds or more.

    ``reason`` is a word of ``ping_reasons``, ``answer`` what the other server said, in short.
    """

    state: Ping.State
    reason: str = ""
    answer: str = ""
    wait: float = 0.0


def tell(endpoint: Endpoint, message: Message) -> Outcome:
    """Send the message and judge the answer; never raises."""
    is_webmention = endpoint.protocol == Ping.Protocol.WEBMENTION
    try:
        page = _post(endpoint, *_written(endpoint.protocol, message))
    except FetchRefused as error:
        if is_webmention and error.reason in TWO_HUNDREDS_UNREAD:
            return Outcome(Ping.State.SENT, answer=error.reason)
        return unreached(error)
    except FetchError as error:
        return unreached(error)
    if not 200 <= page.status < 300 and not _is_fault(page, endpoint):
        return unwelcome(page)
    return JUDGES[endpoint.protocol](page, message)


def unreached(error: FetchError) -> Outcome:
    """Nothing was had from a server: what may work later is tried again."""
    state = Ping.State.WAITING if isinstance(error, FetchFailed) else Ping.State.FAILED
    return Outcome(state, error.reason, error.reason)


def unwelcome(page: Fetched) -> Outcome:
    """A status outside 2xx: the server's trouble passes, its refusals stay."""
    if page.status >= 500 or page.status in TEMPORARY:
        return Outcome(Ping.State.WAITING, "status", said(page), _wait_asked(page))
    return Outcome(Ping.State.FAILED, "status", said(page))


def said(page: Fetched) -> str:
    """Status, type and beginning of an answer, on one line for people."""
    words = plain(text_of(page.text[:READ_OF_ANSWER]), ANSWER_LENGTH)
    return plain(f"{page.status} {page.content_type} {words}", ANSWER_LENGTH)


def _is_fault(page: Fetched, endpoint: Endpoint) -> bool:
    """A pingback's fault is one with the status of a refusal too, as node-pingback sends it."""
    if endpoint.protocol != Ping.Protocol.PINGBACK or page.status not in REFUSALS:
        return False
    root = _answer(page)
    return root is not None and root.find("fault") is not None


def _wait_asked(page: Fetched) -> float:
    """The seconds of ``Retry-After``, a day at most; a date is not looked at."""
    value = (page.first("retry-after") or "").strip()
    return min(float(value), LONGEST_WAIT) if re.fullmatch(r"[0-9]{1,9}", value) else 0.0


def _post(endpoint: Endpoint, body: bytes, content_type: str) -> Fetched:
    url = endpoint.url
    for hop in range(HOPS):
        page = fetch(
            url,
            purpose=f"{endpoint.protocol.value} sending",
            accept=ANYTHING,
            deadline=SECONDS,
            method="POST",
            body=body,
            content_type=content_type,
        )
        onward = resolve(url, page.first("location") or "") if page.status in {307, 308} else None
        if onward is None or hop == HOPS - 1:
            break
        url = onward
    return page


def _written(protocol: Ping.Protocol, message: Message) -> tuple[bytes, str]:
    """Body and content type of the request."""
    match protocol:
        case Ping.Protocol.WEBMENTION:
            return _form(source=message.source, target=message.target), FORM
        case Ping.Protocol.PINGBACK:
            return _call("pingback.ping", message.source, message.target), XML
        case Ping.Protocol.WEBLOG:
            return _call("weblogUpdates.ping", message.blog_name, message.blog_url), XML
        case Ping.Protocol.TRACKBACK:
            text = excerpt(message.excerpt, EXCERPT_LENGTH)
            title, name = message.title, message.blog_name
            return _form(url=message.source, title=title, excerpt=text, blog_name=name), FORM


def _form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def _call(method: str, *params: str) -> bytes:
    """An XML-RPC call; characters that XML has not fall away."""
    texts = tuple(NOT_XML.sub("", param) for param in params)
    return xmlrpc.client.dumps(texts, method, encoding="utf-8").encode()


def _webmention(page: Fetched, message: Message) -> Outcome:
    """Any 2xx is success."""
    return Outcome(Ping.State.SENT, answer=said(page))


def _pingback(page: Fetched, message: Message) -> Outcome:
    """A value is success; so is the fault of who knows the link, or who sees that it is gone."""
    root = _answer(page)
    if root is None:
        return Outcome(Ping.State.FAILED, "unreadable-answer", said(page))
    members = _members(root.find("fault/value/struct"))
    answer = _sentence(members, "faultString") or said(page)
    if root.find("params/param/value") is not None:
        return Outcome(Ping.State.SENT, answer=_sentence({"": _text(root.find("params"))}, ""))
    code = members.get("faultCode", "")
    if code == str(Fault.REGISTERED.value):
        return Outcome(Ping.State.SENT, "registered", answer)
    if not message.stands and code in {str(Fault.SOURCE_MISSING.value), str(Fault.NO_LINK.value)}:
        return Outcome(Ping.State.SENT, "seen-gone", answer)
    return Outcome(Ping.State.FAILED, "fault", plain(f"{code}: {answer}", ANSWER_LENGTH))


def _weblog(page: Fetched, message: Message) -> Outcome:
    """A struct with ``flerror`` and ``message`` (weblogUpdates.ping, 2001)."""
    root = _answer(page)
    if root is None:
        return Outcome(Ping.State.FAILED, "unreadable-answer", said(page))
    members = _members(root.find("params/param/value/struct"))
    answer = _sentence(members, "message") or said(page)
    is_fine = members.get("flerror") in {"0", "false"}
    if is_fine:
        return Outcome(Ping.State.SENT, answer=answer)
    return Outcome(Ping.State.FAILED, "refused", answer)


def _trackback(page: Fetched, message: Message) -> Outcome:
    """``<error>0</error>`` is success, any other number a refusal with its message."""
    text = page.text[:LONGEST]
    error = ERROR.search(text)
    if error is None:
        return Outcome(Ping.State.FAILED, "unreadable-answer", said(page))
    if int(error[1]) == 0:
        return Outcome(Ping.State.SENT, answer=said(page))
    why = REASON.search(text)
    answer = plain(text_of(why[1]), ANSWER_LENGTH) if why else said(page)
    return Outcome(Ping.State.FAILED, "refused", answer)


def _answer(page: Fetched) -> Element | None:
    """The ``methodResponse`` of a server, or None: no DTD, no entities, 64 KiB at most."""
    if len(page.body) > LONGEST:
        return None
    try:
        root: Element = fromstring(page.text.strip("\ufeff \t\r\n"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return root if root.tag == "methodResponse" else None


def _members(struct: Element | None) -> dict[str, str]:
    """The members of a struct as text."""
    if struct is None:
        return {}
    found = {(member.findtext("name") or ""): member.find("value") for member in struct}
    return {name.strip(): _text(value).strip() for name, value in found.items()}


def _text(element: Element | None) -> str:
    return "".join(element.itertext()) if element is not None else ""


def _sentence(members: dict[str, str], name: str) -> str:
    return plain(members.get(name, ""), ANSWER_LENGTH)


JUDGES: dict[Ping.Protocol, Callable[[Fetched, Message], Outcome]] = {
    Ping.Protocol.WEBMENTION: _webmention,
    Ping.Protocol.PINGBACK: _pingback,
    Ping.Protocol.TRACKBACK: _trackback,
    Ping.Protocol.WEBLOG: _weblog,
}
