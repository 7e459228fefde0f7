"""The one place from which an outgoing connection to an address that strangers supplied is made.

Nothing comes from the environment: no proxies, no netrc, no cookies, no certificate files.
"""

import functools
import re
import ssl
import threading
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpcore2
import httpx2
from django.conf import settings

from lib import charsets, links
from lib.connecting import (
    Deadline,
    FetchError,
    FetchFailed,
    FetchRefused,
    JudgedBackend,
    addresses_of,
    turn,
)
from lib.networks import Address, Network, named, refused

__all__ = [
    "ANYTHING", "WEB_PAGES", "FetchError", "FetchFailed", "FetchRefused", "Fetched", "fetch",
]  # fmt: skip

PORTS = frozenset({80, 443, 8080, 8443})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
GZIP_MEMBERS = 8
SMALLEST_PIECE = 64  # bytes in a chunk, on average: taking chunks apart costs more than reading
WEB_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
ANYTHING = ("*/*",)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status; ``url`` is the address that gave it, after redirects.

    ``headers`` are pairs of lower-case name and value, as many as came. ``content_type`` is lower
    case without parameters, "" when there was none. ``body`` is decompressed; empty for redirects,
    and where that of an answer outside 2xx could not be had or was of no wanted type.
    """

    status: int
    url: str
    headers: tuple[tuple[str, str], ...]
    content_type: str
    charset: str | None
    body: bytes

    @property
    def text(self) -> str:
        """The body as characters; see ``lib.charsets.decode``."""
        return charsets.decode(self.body, self.charset)

    def all(self, name: str) -> list[str]:
        """Return every value of the header ``name``, in order."""
        return [value for key, value in self.headers if key == name.lower()]

    def first(self, name: str) -> str | None:
        """Return the first value of the header ``name``."""
        return next(iter(self.all(name)), None)


def fetch(
    url: str,
    *,
    purpose: str,
    accept: Collection[str] = WEB_PAGES,
    deadline: float = 10.0,
    connect_timeout: float = 3.0,
    max_bytes: int = 1024 * 1024,
    method: str = "GET",
    body: bytes | None = None,
    content_type: str | None = None,
) -> Fetched:
    """Ask a stranger's server for ``url``, or POST ``body`` to it, and return what it answers.

    ``purpose`` says why, in ASCII, and ends up in the User-Agent. ``accept`` lists wanted media
    types ("image/*" and "*/*" work, "" is an answer that names none); a 2xx of another type is
    refused before its body is read. ``deadline`` is for everything together and
    ``connect_timeout`` for each address, in seconds; ``max_bytes`` counts before and after
    decompression. GET and HEAD follow up to five redirects, POST none.

    Raises FetchRefused for what is not wanted ("invalid", "scheme", "userinfo", "port", "own",
    "address", "redirects", "type", "encoding", "too-large") and FetchFailed for what may work later
    ("unresolvable", "unreachable", "timeout", "tls", "protocol"). A status outside 2xx is an answer
    and raises nothing.
    """
    if method not in ("GET", "HEAD", "POST") or not (purpose.isascii() and purpose.isprintable()):
        raise ValueError("method is GET, HEAD or POST, purpose is printable ASCII")
    errand = _Errand(method, body, content_type, purpose, accept, max_bytes)
    until = Deadline(deadline)
    address = _address(url)
    for _ in range(MAX_REDIRECTS + 1):
        answer = _exchange(address, errand, until, connect_timeout)
        onward = answer.first("location") if answer.status in REDIRECTS else None
        if onward is None or method == "POST":
            return answer
        address = _address(onward, base=address.url)
    raise FetchRefused("redirects")


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is the same at every hop."""

    method: str
    body: bytes | None
    content_type: str | None
    purpose: str
    accept: Collection[str]
    max_bytes: int

    def request(self, address: links.WebAddress) -> httpcore2.Request:
        headers: dict[bytes | str, bytes | str] = {
            "Host": address.netloc,
            "User-Agent": f"Newsroom/1.0 (+{links.normalise(settings.SITE_URL)}; {self.purpose})",
            "Accept": ", ".join(filter(None, self.accept)),
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if self.content_type is not None:
            headers["Content-Type"] = self.content_type
        if self.method == "POST":
            headers["Content-Length"] = str(len(self.body or b""))
        url = httpcore2.URL(
            scheme=address.scheme, host=address.host, port=address.port, target=address.target
        )
        return httpcore2.Request(self.method, url, headers=headers, content=self.body)

    def wants(self, content_type: str) -> bool:
        family = content_type.partition("/")[0] + "/*"
        return not {content_type, family, "*/*"}.isdisjoint(self.accept)


def _address(url: str, base: str | None = None) -> links.WebAddress:
    try:
        return links.parse(url if base is None else links.join(base, url))
    except links.NotAWebAddress as error:
        raise FetchRefused(error.reason) from error


def _exchange(
    address: links.WebAddress, errand: _Errand, until: Deadline, connect_timeout: float
) -> Fetched:
    """Make one hop: judge, connect, ask, read."""
    with turn(address.host, until):
        backend = JudgedBackend(_judged(address, until), until, connect_timeout)
        request = errand.request(address)
        connection = httpcore2.HTTPConnection(
            request.url.origin, ssl_context=_trusted(), network_backend=backend
        )
        try:
            with _translated():
                response = connection.handle_request(request)
                backend.allow(2 * errand.max_bytes + 64 * 1024)
                return _answer(response, address, errand)
        finally:
            backend.close()


def _judged(address: links.WebAddress, until: Deadline) -> list[Address]:
    """Resolve the host and return its addresses if each of them may be reached."""
    allowed: list[Network] = settings.FETCH_ALLOW_NETWORKS
    own = links.parse(settings.SITE_URL)
    if address.host == own.host and address.port in {own.port, *_web_ports(own)}:
        raise FetchRefused("own")
    if address.port not in PORTS and not allowed:
        raise FetchRefused("port")
    addresses = addresses_of(address.host, until)
    if address.port == own.port and own.host in map(str, addresses):
        raise FetchRefused("own")
    if any(refused(found, allowed) for found in addresses):
        raise FetchRefused("address")
    if address.port not in PORTS and not all(named(found, allowed) for found in addresses):
        raise FetchRefused("port")
    return addresses


def _web_ports(own: links.WebAddress) -> set[int]:
    """A site on 80 or 443 answers, or redirects, on the other as well."""
    return {80, 443} if own.port in (80, 443) else set()


def _answer(response: httpcore2.Response, address: links.WebAddress, errand: _Errand) -> Fetched:
    headers = tuple((_text(name).lower(), _text(value)) for name, value in response.headers)
    if response.status < 200:
        raise FetchFailed("protocol")
    declared = next((value for name, value in headers if name == "content-type"), "")
    content_type, _, parameters = declared.partition(";")
    answer = Fetched(
        response.status,
        address.url,
        headers,
        content_type.strip().lower(),
        _charset(parameters),
        b"",
    )
    if answer.status in REDIRECTS | {204, 205} or errand.method == "HEAD":
        return answer
    try:
        with _translated():
            return replace(answer, body=_body(response, answer, errand))
    except FetchError:
        if 200 <= answer.status < 300:
            raise
        return answer


def _body(response: httpcore2.Response, answer: Fetched, errand: _Errand) -> bytes:
    """Read what was announced, if it is wanted, and not more than the errand allows."""
    if not errand.wants(answer.content_type):
        raise FetchRefused("type")
    encoding = ", ".join(filter(None, answer.all("content-encoding"))).lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchRefused("encoding")
    announced = answer.first("content-length") or ""
    if announced and int(announced) > errand.max_bytes:
        raise FetchRefused("too-large")
    raw = bytearray()
    for pieces, chunk in enumerate(response.iter_stream()):
        raw += chunk
        if len(raw) > errand.max_bytes:
            raise FetchRefused("too-large")
        if pieces > 1024 + errand.max_bytes // SMALLEST_PIECE:
            raise FetchFailed("protocol")
    return _gunzipped(bytes(raw), errand.max_bytes) if "gzip" in encoding else bytes(raw)


def _gunzipped(raw: bytes, max_bytes: int) -> bytes:
    """Decompress every gzip member of ``raw``; a bomb stops at ``max_bytes``."""
    found = bytearray()
    for _ in range(GZIP_MEMBERS):
        if not raw.startswith(b"\x1f\x8b"):
            break
        member = zlib.decompressobj(wbits=31)
        try:
            found += member.decompress(raw, max_bytes - len(found) + 1)
        except zlib.error as error:
            raise FetchFailed("protocol") from error
        if len(found) > max_bytes:
            raise FetchRefused("too-large")
        if not member.eof:
            raise FetchFailed("protocol")
        raw = member.unused_data
    if raw and not found:
        raise FetchFailed("protocol")
    return bytes(found)


def _text(value: bytes) -> str:
    """Headers are ASCII by the book; addresses in them often come as bare UTF-8."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _charset(parameters: str) -> str | None:
    match = re.search(r"""(?:\A|[;\s])charset\s*=\s*["']?([^\s"';]+)""", parameters, re.IGNORECASE)
    return match[1].lower() if match else None


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the libraries raise into our words; the stream already speaks them."""
    try:
        yield
    except httpcore2.ProtocolError as error:
        raise FetchFailed("protocol") from error
    except (httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as error:
        raise FetchFailed("unreachable") from error


def _trusted() -> ssl.SSLContext:
    """Whom TLS believes, made once for all threads: it takes as long as thirty fetches."""
    with _trusting:
        return _trust()


@functools.cache
def _trust() -> ssl.SSLContext:
    """The system's authorities, not those that the environment names."""
    return httpx2.create_ssl_context(trust_env=False)


_trusting = threading.Lock()
