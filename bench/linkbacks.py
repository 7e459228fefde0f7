"""How many links from other sites the newsroom takes and verifies, and whether readers notice.

``python -m bench.linkbacks`` announces N sources by each protocol, once from blogs that answer at
once and once from blogs that take one to three seconds, while somebody reads the article that they
link to; then the same page is read while nothing happens. It prints a table in Markdown.

Rates and times depend on what else the machine does; the CPU time of a link, from its arrival to
the last mail about it and without what the reader's pages cost, hardly does: compare that first.
"""

import argparse
import os
import platform
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import rows
from bench.clients import PROTOCOLS, Protocol, Sent, is_offered, reading, send_all
from bench.cost import PARTS, cpu_seconds
from bench.newsroom import newsroom
from bench.sources import sources

SPEEDS = {"quick": "at once", "slow": "1–3 s"}
IDLE = 5.0
"""Seconds in which the page is read while nothing happens."""
REST = 30.0
"""Seconds in which the worker may finish what is left to do, before the page is read at rest."""
LOOK = 0.25
REHEARSAL = 24
"""Links of which nothing is measured: every process has then loaded what it needs."""
COLUMNS = [
    "protocol", "sources answer", "accepted", "accepted/s", "verified", "all verified after",
    "verified/s", "page p50 (idle)", "page p99 (idle)", "ratio p50", "ratio p99",
    *(f"CPU of {part} per link" for part in PARTS),
]  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One row of the table; times of pages in milliseconds, the rest in seconds.

    ``cost`` is the CPU time of each part of the newsroom for all links together.
    """

    protocol: str
    speed: str
    sent: Sent
    verified: int
    seconds: float
    busy: list[float]
    idle: list[float]
    cost: dict[str, float]

    def cells(self) -> list[str]:
        busy, idle = quantiles(self.busy), quantiles(self.idle)
        pages = [f"{was:.0f} ms ({rest:.0f})" for was, rest in zip(busy, idle, strict=True)]
        ratios = [f"{was / rest:.1f}" for was, rest in zip(busy, idle, strict=True)]
        rates = self.sent.accepted / self.sent.seconds, self.verified / self.seconds
        return [
            self.protocol, SPEEDS[self.speed], str(self.sent.accepted), f"{rates[0]:.0f}",
            str(self.verified), f"{self.seconds:.1f} s", f"{rates[1]:.0f}",
            *pages, *ratios, *self.costs(),
        ]  # fmt: skip

    def costs(self) -> Iterator[str]:
        """Of one link."""
        for seconds in self.cost.values():
            yield f"{1_000 * seconds / self.verified:.1f} ms" if seconds and self.verified else "–"


def quantiles(times: list[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]


def main() -> None:
    """Measure what the arguments name, and print it."""
    chosen = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C, both clean up
    measured: list[Measured] = []
    try:
        with newsroom() as site, sources(chosen.sources, site) as blogs:
            rows.join()
            try:
                for one in measurements(chosen, site, blogs):
                    measured.append(one)  # noqa: PERF402 (what was measured before Ctrl-C counts)
            finally:
                rows.leave()
    except KeyboardInterrupt:
        say("Stopped.")
    report(chosen, measured)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkbacks", description=__doc__)
    parser.add_argument("--sources", type=int, default=500, help="blogs that link (500)")
    parser.add_argument("--senders", type=int, default=8, help="announcements at a time (8)")
    parser.add_argument(
        "--patience", type=float, default=240, help="seconds to wait for each (240)"
    )
    names = [protocol.name for protocol in PROTOCOLS]
    parser.add_argument("--protocol", choices=names, action="append", help="only this one")
    parser.add_argument("--speed", choices=SPEEDS, action="append", help="only such sources")
    chosen = parser.parse_args()
    if not 2 <= chosen.sources <= 5_000 or not 1 <= chosen.senders <= 64:
        parser.error("between 2 and 5,000 sources, and 1 to 64 senders")
    return chosen


def measurements(chosen: argparse.Namespace, site: str, blogs: list[str]) -> Iterator[Measured]:
    """One measurement after the other, each with an article of its own."""
    for protocol in PROTOCOLS:
        if chosen.protocol and protocol.name not in chosen.protocol:
            continue
        if not is_offered(protocol, site, rows.publish("Nothing").absolute_url):
            say(f"{protocol.name}: skipped, there is no endpoint.")
            continue
        announced(protocol, "quick", blogs[:REHEARSAL], site, chosen)
        for speed in chosen.speed or SPEEDS:
            say(f"{protocol.name}: {len(blogs)} sources that answer {SPEEDS[speed]} …")
            yield announced(protocol, speed, blogs, site, chosen)


def announced(
    protocol: Protocol, speed: str, blogs: list[str], site: str, chosen: argparse.Namespace
) -> Measured:
    """Announce all, wait until all are verified; then read the same page while nothing happens."""
    article = rows.publish(f"{protocol.name} {speed}")
    pages = [f"{blog}/{speed}{article.path}" for blog in blogs]
    start = cpu_seconds()
    with reading(article.absolute_url) as busy:
        began = time.monotonic()
        sent = send_all(protocol, site, pages, article.absolute_url, chosen.senders)
        verified, seconds = rows.await_verified(article, began, chosen.patience, LOOK)
    rows.await_rest(REST, LOOK)
    rest = cpu_seconds()
    with reading(article.absolute_url) as idle:
        time.sleep(IDLE)
    end = cpu_seconds()
    share = len(busy) / len(idle)
    cost = {part: rest[part] - start[part] - share * (end[part] - rest[part]) for part in PARTS}
    for answer, count in sent.refusals.most_common(3):
        say(f"  not accepted, {count} times: {answer}")
    return Measured(protocol.name, speed, sent, verified, seconds, busy, idle, cost)


def report(chosen: argparse.Namespace, measured: list[Measured]) -> None:
    """The table, and what it was measured on."""
    table = [COLUMNS, ["---"] * len(COLUMNS), *(one.cells() for one in measured)]
    say("\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in table))
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    say(
        f"\n{chosen.sources} sources, {chosen.senders} senders, {os.cpu_count()} cores for "
        f"newsroom, sources and senders together, Python {platform.python_version()}, load {load}."
    )


def say(line: str) -> None:
    """At once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
