"""Many blogs on loopback, in one process: each has an address of its own in 127.1.0.0/16.

A source is ``http://127.1.x.y:PORT/quick/<path>`` or ``/slow/<path>``: a page that links to that
path of our site, at once or after one to three seconds.
"""

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event

from bench.newsroom import end_with_bench, free_port

type Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

PARAGRAPH = "<p>{0} and what came of it, told once more for those who were not there. </p>\n" * 40
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes of {host}</title>
</head><body><nav><a href="/">Home</a> <a href="/archive/">Archive</a></nav>
<article class="h-entry"><h1 class="p-name">Notes of {host}</h1>
<p class="p-author h-card"><a class="u-url p-name" href="/">Ada of {host}</a></p>
<div class="e-content"><p>Read <a href="{target}">what they found</a>, it is worth it.</p>
{text}</div></article></body></html>"""
SHORTEST, LONGEST = 1.0, 3.0
"""Seconds that a slow source takes; spread evenly over the sources."""


@contextmanager
def sources(count: int, site: str) -> Iterator[list[str]]:
    """Serve ``count`` blogs that link to ``site``; the value is their addresses without a path."""
    hosts = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(count)]
    port = free_port()
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_serve, args=(hosts, port, site, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(30):
            raise SystemExit("The sources did not start.")
        yield [f"http://{host}:{port}" for host in hosts]
    finally:
        process.terminate()
        process.join(10)


def _serve(hosts: list[str], port: int, site: str, ready: Event) -> None:
    end_with_bench()

    async def listen() -> None:
        places = {host: place for place, host in enumerate(hosts)}
        answer = _answering(places, site)
        server = await asyncio.start_server(answer, hosts, port, backlog=16)
        ready.set()
        await server.serve_forever()

    asyncio.run(listen())


def _answering(places: dict[str, int], site: str) -> Answer:
    step = (LONGEST - SHORTEST) / max(1, len(places) - 1)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            host = writer.get_extra_info("sockname")[0]
            __, speed, path = head.split(b" ")[1].decode().split("/", 2)
            if speed == "slow":
                await asyncio.sleep(SHORTEST + step * places[host])
            text = PARAGRAPH.format(host)
            body = PAGE.format(host=host, target=f"{site}/{path}", text=text).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            await writer.drain()
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    return answer
