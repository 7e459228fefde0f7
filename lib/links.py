"""Web addresses as text: read, join, compare. Nothing here touches the network."""

import re
import string
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

import idna

MAX_LENGTH = 8192
REMEMBERED = 256
"""Addresses that were read last: each step of taking a link asks for the same two again."""
PORTS = {"http": 80, "https": 443}
REASONS = {
    "invalid": "This is not a valid web address.",
    "scheme": "A web address starts with http:// or https://.",
    "userinfo": "A web address must not contain a user name or a password.",
}

# Whitespace and control characters that the URL standard takes off both ends of an address.
ENDS = "".join(map(chr, range(0x21)))
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NETLOC = re.compile(
    r"(?:\[(?P<ipv6>[0-9a-fA-F:.]+)\]|(?P<name>[^\[\]:]+))(?::(?P<port>[0-9]{0,5}))?"
)
NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
KEPT = re.compile(r"((?:%[0-7][0-9A-F])+)")
UNRESERVED = string.ascii_letters + string.digits + "-._~"
LITERAL = "/:@!$&'()*+,;="
TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid)(?:=|\Z)", re.IGNORECASE)


class NotAWebAddress(ValueError):
    """Says why in words for people; ``reason`` is one of the keys of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(REASONS[reason])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) address in parts, all ASCII, without user and fragment.

    ``host`` is lower case, IDNA, without brackets and final dot; ``target`` is path and query.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Host, and port where it is not the scheme's own, as a Host header wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.netloc}{self.target}"


@lru_cache(REMEMBERED)
def parse(url: str) -> WebAddress:
    """Take an absolute address apart; what is not plainly one raises NotAWebAddress.

    Escapes in path and query are left as they are, other characters are percent-encoded as UTF-8.
    """
    url = url.strip(ENDS)
    if CONTROL.search(url) or len(url) > MAX_LENGTH:
        raise NotAWebAddress("invalid")
    try:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        target = quote(parts.path or "/", safe=LITERAL + "%") + quote(query, safe=LITERAL + "%?")
    except ValueError as error:
        raise NotAWebAddress("invalid") from error
    if parts.scheme not in PORTS:
        raise NotAWebAddress("scheme")
    if "@" in parts.netloc:
        raise NotAWebAddress("userinfo")
    host, port = _host_and_port(parts.netloc)
    address = WebAddress(parts.scheme, host, port or PORTS[parts.scheme], target)
    if len(address.url) > MAX_LENGTH:
        raise NotAWebAddress("invalid")
    return address


def normalise(url: str) -> str:
    """Write an absolute address as it is asked for: ASCII, no fragment. Raises NotAWebAddress."""
    return parse(url).url


@lru_cache(REMEMBERED)
def same_address_key(url: str) -> str:
    """Give two spellings of one page the same text; raises NotAWebAddress. Idempotent, ASCII.

    http and https, ``www.`` and none, a slash at the end or none, default port, fragment, letter
    case of the host, Unicode form and needless escapes make no difference; nor do ``utm_*``,
    ``fbclid`` and ``gclid``. The order of the query does.
    """
    address = parse(url)
    host = address.host
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    host = f"[{host}]" if ":" in host else host
    port = "" if address.port in PORTS.values() else f":{address.port}"
    path, _, query = address.target.partition("?")
    pieces = [_canonical(piece) for piece in query.split("&")]
    kept = "&".join(piece for piece in pieces if piece and not TRACKING.match(piece))
    key = f"https://{host}{port}{_without_dots(_canonical(path))}{kept and '?'}{kept}"
    if len(key) > MAX_LENGTH:
        raise NotAWebAddress("invalid")
    return key


def host_of(url: str) -> str:
    """Return the host in lower-case ASCII, ``www.`` kept; raises NotAWebAddress."""
    return parse(url).host


def join(base: str, href: str) -> str:
    """Resolve ``href`` against ``base`` as browsers do; the result may be of any scheme.

    Raises NotAWebAddress where even that cannot be told.
    """
    href = re.sub(r"[\t\n\r]", "", href.strip(ENDS))
    if len(href) > MAX_LENGTH:
        raise NotAWebAddress("invalid")
    path_end = min(href.find(mark) if mark in href else len(href) for mark in "?#")
    try:
        return urljoin(base, href[:path_end].replace("\\", "/") + href[path_end:])
    except ValueError as error:
        raise NotAWebAddress("invalid") from error


def resolve(base: str, href: str) -> str | None:
    """Resolve a link found on the page ``base``; None unless it leads to an http(s) address."""
    try:
        joined = join(base, href)
        parse(joined)
    except NotAWebAddress:
        return None
    return joined


JOINERS = "\u200c\u200d"
"""What UTS 46 leaves of all that cannot be seen."""


def web_address(text: str, max_length: int = 2048) -> str:
    """Return what somebody typed, trimmed, if it is an http(s) address.

    Raises ValueError with the reason in words; ``max_length`` counts characters.
    """
    text = text.strip(ENDS)
    if len(text) > max_length:
        raise ValueError(f"This web address is longer than {max_length:,} characters.")
    parse(text)
    return text


def _host_and_port(netloc: str) -> tuple[str, int | None]:
    match = NETLOC.fullmatch(netloc)
    if match is None:
        raise NotAWebAddress("invalid")
    port = int(match["port"]) if match["port"] else None
    if port is not None and not 0 < port < 65536:
        raise NotAWebAddress("invalid")
    return (_ipv6(match["ipv6"]) if match["ipv6"] else _ascii(match["name"])), port


def _ipv6(text: str) -> str:
    try:
        return IPv6Address(text).compressed
    except AddressValueError as error:
        raise NotAWebAddress("invalid") from error


def _ascii(name: str) -> str:
    """Turn a host name into what is asked of the DNS: UTS 46 mapping, then Punycode per label.

    The mapping is looser than IDNA 2008, as browsers are: bloggers do live at emoji domains.
    """
    if len(name) > 253 + 1:
        raise NotAWebAddress("invalid")
    try:
        mapped = idna.uts46_remap(name, std3_rules=False)
        labels = [_label(label) for label in mapped.removesuffix(".").split(".")]
    except (idna.IDNAError, UnicodeError) as error:
        raise NotAWebAddress("invalid") from error
    host = ".".join(labels)
    if not NAME.fullmatch(host):
        raise NotAWebAddress("invalid")
    return host


def _label(label: str) -> str:
    if label and not label.strip(JOINERS):
        raise UnicodeError("nothing of it can be seen")
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _canonical(text: str) -> str:
    """Write an encoded path or query in one way: only the escapes that mean something, NFC."""
    text = ESCAPE.sub(_needed, STRAY_PERCENT.sub("%25", text))
    parts = KEPT.split(text)
    parts[::2] = [_composed(part) for part in parts[::2]]
    return "".join(parts)


def _needed(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in UNRESERVED else escape[0].upper()


def _composed(text: str) -> str:
    """Bring escaped UTF-8 into composed form; bytes that are none stay what they are."""
    decoded = unquote_to_bytes(text).decode("utf-8", "surrogateescape")
    composed = unicodedata.normalize("NFC", decoded)
    return quote(composed.encode("utf-8", "surrogateescape"), safe=LITERAL + "?")


def _without_dots(path: str) -> str:
    """Remove ``.`` and ``..`` segments (RFC 3986 5.2.4) and all slashes at the end."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "".join(f"/{segment}" for segment in kept).rstrip("/")
