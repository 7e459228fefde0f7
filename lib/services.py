"""The plain door out: to services that the operator configured, wherever they are.

No address is judged here, unlike in `lib.fetch`; but one deadline holds for everything together,
and nothing comes from the environment: no proxies, no netrc, no cookies. Redirects are answers.
"""

import functools
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import httpcore2
import httpx2

from lib import links
from lib.connecting import Deadline, FetchFailed, FetchRefused, JudgedBackend, addresses_of, turn


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said, whatever its status; names of headers are lower case."""

    status: int
    headers: Mapping[str, str]
    text: str


def post_form(
    url: str, fields: Mapping[str, str], *, deadline: float, max_bytes: int = 64 * 1024
) -> Answer:
    """POST a form as UTF-8 and return the answer, within ``deadline`` seconds.

    Raises FetchError: FetchFailed for what may work later ("unresolvable", "unreachable",
    "timeout", "tls", "protocol"), FetchRefused("too-large") for more than ``max_bytes``; and
    NotAWebAddress.
    """
    address, until = links.parse(url), Deadline(deadline)
    body = urlencode(fields).encode()
    headers: dict[bytes | str, bytes | str] = {
        "Host": address.netloc,
        "User-Agent": "Newsroom/1.0",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    where = httpcore2.URL(
        scheme=address.scheme, host=address.host, port=address.port, target=address.target
    )
    request = httpcore2.Request("POST", where, headers=headers, content=body)
    with turn(address.host, until):
        backend = JudgedBackend(addresses_of(address.host, until), until, deadline)
        connection = httpcore2.HTTPConnection(
            request.url.origin, ssl_context=_trust(), network_backend=backend
        )
        try:
            response = connection.handle_request(request)
            backend.allow(max_bytes)
            return _answer(response, max_bytes)
        except httpcore2.ProtocolError as error:
            raise FetchFailed("protocol") from error
        except (httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as error:
            raise FetchFailed("unreachable") from error
        finally:
            backend.close()


def _answer(response: httpcore2.Response, max_bytes: int) -> Answer:
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > max_bytes:
            raise FetchRefused("too-large")
    return Answer(response.status, headers, body.decode("utf-8", "replace"))


@functools.cache
def _trust() -> ssl.SSLContext:
    """The system's authorities, not those that the environment names."""
    return httpx2.create_ssl_context(trust_env=False)
