"""Outgoing connections to addresses that were judged: one resolution, one deadline, counted bytes.

The network side of ``lib.fetch``, which alone uses it.
"""

import queue
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address

import httpcore2

from lib.networks import Address

HEADER_BYTES = 64 * 1024
LOOKUPS_AT_ONCE = 16
AT_ONCE_PER_HOST = 2


class FetchError(Exception):
    """Nothing was had from there; ``reason`` is one short, stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FetchRefused(FetchError):
    """We do not want it, and shall not tomorrow."""


class FetchFailed(FetchError):
    """It did not work; another time it may."""


class Deadline:
    """The moment when an exchange ends, however it stands."""

    def __init__(self, seconds: float) -> None:
        self.moment = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, more than 0; raises FetchFailed("timeout")."""
        seconds = self.moment - time.monotonic()
        if seconds <= 0:
            raise FetchFailed("timeout")
        return seconds


def look_up(host: str) -> list[str]:
    """Ask the system for the addresses of ``host``; may take as long as it likes."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def addresses_of(host: str, until: Deadline) -> list[Address]:
    """Resolve ``host`` once, at least one address; raises FetchFailed.

    The system's resolver has no timeout, so it runs in a thread that is left to itself when the
    deadline passes; at most LOOKUPS_AT_ONCE such threads live in one process.
    """
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    if not _lookups.acquire(timeout=until.left()):
        raise FetchFailed("timeout")
    answers: queue.SimpleQueue[list[Address]] = queue.SimpleQueue()
    _start(lambda: answers.put(_looked_up(host)))
    try:
        addresses = answers.get(timeout=until.left())
    except queue.Empty:
        raise FetchFailed("timeout") from None
    if not addresses:
        raise FetchFailed("unresolvable")
    return addresses


@contextmanager
def turn(host: str, until: Deadline) -> Iterator[None]:
    """Wait until fewer than AT_ONCE_PER_HOST others of this process ask ``host``.

    Raises FetchFailed("timeout") when the deadline passes first.
    """
    with _turns_lock:
        semaphore = _turns.setdefault(host, threading.Semaphore(AT_ONCE_PER_HOST))
        _waiting_or_served[host] += 1
    try:
        if not semaphore.acquire(timeout=until.left()):
            raise FetchFailed("timeout")
        try:
            yield
        finally:
            semaphore.release()
    finally:
        with _turns_lock:
            _waiting_or_served[host] -= 1
            if not _waiting_or_served[host]:
                del _turns[host], _waiting_or_served[host]


class JudgedBackend(httpcore2.NetworkBackend):
    """Connects to ``addresses``, in this order, whatever host it is asked for."""

    def __init__(
        self, addresses: Sequence[Address], until: Deadline, connect_timeout: float
    ) -> None:
        self.addresses = addresses
        self.until = until
        self.connect_timeout = connect_timeout
        self.stream: BoundedStream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Return the stream of the first address that answers; raises FetchFailed."""
        reason = "unreachable"
        for address in self.addresses:
            try:
                seconds = min(self.connect_timeout, self.until.left())
                self.stream = BoundedStream(_connected(address, port, seconds), self.until)
                return self.stream
            except OSError as error:
                reason = "timeout" if isinstance(error, TimeoutError) else "unreachable"
        raise FetchFailed(reason)

    def allow(self, count: int) -> None:
        """Let ``count`` more bytes come in; at first it is HEADER_BYTES."""
        if self.stream is not None:
            self.stream.allowance = count

    def close(self) -> None:
        """Hang up, however far it came."""
        if self.stream is not None:
            self.stream.close()


class BoundedStream(httpcore2.NetworkStream):
    """A socket, or TLS over it, that keeps the deadline at every step and counts what it reads."""

    def __init__(self, sock: socket.socket, until: Deadline) -> None:
        self.sock = sock
        self.until = until
        self.allowance = HEADER_BYTES

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, b"" at the end; raises FetchError."""
        if self.allowance <= 0:
            raise FetchRefused("too-large")
        chunk = self._kept(partial(self.sock.recv, min(max_bytes, self.allowance)))
        self.allowance -= len(chunk)
        return chunk

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``; a connection that breaks here may still hold an answer."""
        sent = 0
        try:
            while sent < len(buffer):
                sent += self._kept(partial(self.sock.send, memoryview(buffer)[sent:]))
        except FetchFailed as error:
            if error.reason == "timeout":
                raise
            raise httpcore2.WriteError(error) from error

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Speak TLS from here on, to nobody but ``server_hostname``; raises FetchFailed."""
        self.sock = self._kept(
            partial(ssl_context.wrap_socket, self.sock, server_hostname=server_hostname)
        )
        return self

    def close(self) -> None:
        self.sock.close()

    def _kept[Result](self, step: Callable[[], Result]) -> Result:
        try:
            self.sock.settimeout(self.until.left())
            return step()
        except TimeoutError as error:
            raise FetchFailed("timeout") from error
        except (ssl.SSLError, ValueError) as error:
            raise FetchFailed("tls") from error
        except OSError as error:
            raise FetchFailed("unreachable") from error


_turns: dict[str, threading.Semaphore] = {}
_waiting_or_served: Counter[str] = Counter()
_turns_lock = threading.Lock()
_lookups = threading.BoundedSemaphore(LOOKUPS_AT_ONCE)


def _start(lookup: Callable[[], None]) -> None:
    """Run ``lookup`` in a thread that gives its permit back, however long it takes."""
    permits = _lookups

    def run() -> None:
        try:
            lookup()
        finally:
            permits.release()

    try:
        threading.Thread(target=run, daemon=True, name="look-up").start()
    except RuntimeError as error:
        permits.release()
        raise FetchFailed("unresolvable") from error


def _looked_up(host: str) -> list[Address]:
    try:
        return [ip_address(text) for text in dict.fromkeys(look_up(host))]
    except (OSError, ValueError):
        return []


def _connected(address: Address, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect((str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock
