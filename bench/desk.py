"""How long the moderation desk takes with a million responses: ``python -m bench.desk [NUMBER]``.

For each queue, and for what narrows it, the first, the 1,000th and the last page: queries,
milliseconds (the median of five, the whole answer), and whether a plan walks or sorts too much.
"""

import os
import sys
import time
from statistics import median
from typing import Any

from bench.newsroom import newsroom
from bench.rows import join, leave

PAGE = 50
DESK = "/admin/moderation/response/"


def main(number: int) -> int:
    """Make the rows, measure, print; 1 when a page walks or sorts too much."""
    with newsroom():
        join()
        try:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
            return _measure(number)
        finally:
            leave()


def _measure(number: int) -> int:
    from bench.desk_pages import client_of, make_rows, pages  # noqa: PLC0415 - models must be there

    began = time.monotonic()
    moderator = make_rows(number)
    _print(f"{number:,} responses made in {time.monotonic() - began:.0f} s")
    client = client_of(moderator)
    bad = 0
    _print(f"{'page':40} {'queries':>7} {'ms':>7}  plans")
    for name, address in pages(number):
        queries, faults = _asked(client, address)
        times = [_milliseconds(client, address) for _ in range(5)]
        bad += bool(faults)
        _print(f"{name:40} {queries:7} {median(times):7.1f}  {'; '.join(faults) or 'good'}")
    return 1 if bad else 0


def _asked(client: Any, address: str) -> tuple[int, list[str]]:
    from bench.plans import asked  # noqa: PLC0415 - the database must be there

    with asked() as found:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(found.queries), found.faults()


def _milliseconds(client: Any, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
