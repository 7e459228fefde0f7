"""Who talks to the newsroom while it is measured: senders of three protocols, and one reader."""

import multiprocessing
import time
import xmlrpc.client
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from urllib.parse import urlencode, urlsplit

from bench.newsroom import end_with_bench

PATIENCE = 30.0
"""Seconds for one answer."""
PACE = 0.05
"""Seconds that the reader rests between two pages."""


@dataclass(frozen=True)
class Reply:
    """An answer of the newsroom."""

    status: int
    body: str


@dataclass(frozen=True)
class Message:
    """What one sender says: where to, and which form."""

    path: str
    body: str
    content_type: str = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Protocol:
    """How a link is announced, and how to know that it was taken."""

    name: str
    message: Callable[[str, str], Message]
    taken: Callable[[Reply], bool]


@dataclass
class Sent:
    """What came of all announcements; ``refusals`` are answers by how often they came."""

    seconds: float = 0.0
    accepted: int = 0
    refusals: Counter[str] = field(default_factory=Counter)


def _pingback(source: str, target: str) -> Message:
    call = xmlrpc.client.dumps((source, target), "pingback.ping")
    return Message("/xmlrpc/", call, "text/xml")


def _trackback(source: str, target: str) -> Message:
    told = {"url": source, "title": "Notes", "excerpt": "Read this.", "blog_name": "A blog"}
    return Message(f"{urlsplit(target).path}trackback/", urlencode(told))


def _webmention(source: str, target: str) -> Message:
    return Message("/webmention/", urlencode({"source": source, "target": target}))


PROTOCOLS = [
    Protocol(
        "pingback",
        _pingback,
        lambda reply: reply.status == 200 and "<params>" in reply.body,
    ),
    Protocol(
        "trackback",
        _trackback,
        lambda reply: reply.status == 200 and "<error>0</error>" in reply.body,
    ),
    Protocol("webmention", _webmention, lambda reply: reply.status == 201),
]


def is_offered(protocol: Protocol, site: str, target: str) -> bool:
    """Whether there is an endpoint of this protocol: an empty announcement is refused, not lost."""
    path = protocol.message("", target).path
    return _post(site, Message(path, ""), "10.255.255.254").status != 404


def send_all(protocol: Protocol, site: str, sources: list[str], target: str, senders: int) -> Sent:
    """Announce every source once, by ``senders`` at a time, each from a network of its own."""

    def send(number: int) -> Reply:
        message = protocol.message(sources[number], target)
        return _post(site, message, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    sent = Sent()
    began = time.monotonic()
    with ThreadPoolExecutor(senders) as pool:
        replies = list(pool.map(send, range(len(sources))))
    sent.seconds = time.monotonic() - began
    for reply in replies:
        if protocol.taken(reply):
            sent.accepted += 1
        else:
            sent.refusals[f"{reply.status} {' '.join(reply.body.split())[-160:]}"] += 1
    return sent


def _post(site: str, message: Message, client: str) -> Reply:
    """One connection for one announcement, as blogs do it."""
    connection = HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
    headers = {"Content-Type": message.content_type, "X-Forwarded-For": client}
    try:
        connection.request("POST", message.path, message.body.encode(), headers)
        answer = connection.getresponse()
        return Reply(answer.status, answer.read().decode(errors="replace"))
    except OSError as error:
        return Reply(0, type(error).__name__)
    finally:
        connection.close()


@contextmanager
def reading(url: str) -> Iterator[list[float]]:
    """Somebody reads one page again and again meanwhile, in a process of their own.

    When it ends, the value holds the milliseconds of each page.
    """
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(url, stop, theirs), daemon=True)
    process.start()
    times: list[float] = []
    try:
        ours.recv()
        yield times
    finally:
        stop.set()
        times += ours.recv() if ours.poll(2 * PATIENCE) else []
        process.terminate()
        process.join(10)


def _read(url: str, stop: Event, results: Connection) -> None:
    end_with_bench()
    times = []
    results.send("ready")
    while not stop.is_set():
        began = time.perf_counter()
        _page(url)
        times.append(1_000 * (time.perf_counter() - began))
        stop.wait(PACE)
    results.send(times)


def _page(url: str) -> None:
    split = urlsplit(url)
    connection = HTTPConnection(split.netloc, timeout=PATIENCE)
    try:
        connection.request("GET", split.path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{url} answers {answer.status}.")
    finally:
        connection.close()
