"""Who sends a request: the address it comes from, and whether one of our own pages sent it."""

from contextlib import suppress
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from lib.tokens import network_hash

type Address = IPv4Address | IPv6Address

DEFAULT_PORTS = {"http": 80, "https": 443}


class Origin(Enum):
    """Where a form was filled in, as far as the browser tells."""

    OWN = "own"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """The client's IP address in canonical form; "" when the server knows none.

    `X-Forwarded-For` counts only as far as trusted proxies wrote it: read from the right, the
    first entry that is not one of settings.TRUSTED_PROXIES. Whatever stands left of it is hearsay.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if address is None:
        return ""
    for entry in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        told = _address(entry)
        if told is None or not _is_trusted(address):
            break
        address = told
    return str(address)


def network_of(request: HttpRequest) -> str:
    """The keyed hash of the client's network; "" when the server knows no address."""
    address = client_address(request)
    return network_hash(address, settings.NETWORK_KEY) if address else ""


def origin_of(request: HttpRequest) -> Origin:
    """Whether a page of this site sent the request, by `Origin` and `Sec-Fetch-Site`.

    One of them saying otherwise is enough for FOREIGN; UNKNOWN when neither was sent, as by old
    browsers and by programs. `Origin: null` says otherwise too, unless it comes with a word that
    only a browser can write: one whose owner lets it tell nobody where it was sends it with our own
    forms (Fetch Standard, 3.2).
    """
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        return Origin.UNKNOWN
    if site not in {None, "same-origin"}:
        return Origin.FOREIGN
    if origin == "null" and site == "same-origin":
        return Origin.OWN
    if origin is not None and _canonical(origin) not in _own_origins(request):
        return Origin.FOREIGN
    return Origin.OWN


def _address(text: str) -> Address | None:
    """The address in `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::7` or `[2001:db8::7]:4711`."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _own_origins(request: HttpRequest) -> set[str]:
    """The site's own origin, and the one that this request was sent to if its host is allowed."""
    own = {_canonical(settings.SITE_URL)}
    with suppress(DisallowedHost):
        own.add(_canonical(f"{request.scheme}://{request.get_host()}"))
    return own - {""}


def _canonical(origin: str) -> str:
    """Scheme, host and port of an origin; "" for what is none."""
    try:
        split = urlsplit(origin)
        port = split.port or DEFAULT_PORTS[split.scheme]
    except (ValueError, KeyError):
        return ""
    if split.path or split.query or split.fragment or "@" in split.netloc or not split.hostname:
        return ""
    return f"{split.scheme}://{split.hostname}:{port}"
