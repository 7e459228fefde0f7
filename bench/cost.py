"""CPU time of the newsroom's processes as the kernel counts it: what other load hardly touches.

Read from ``/proc`` (Linux); elsewhere there is nothing to read, and nothing is printed.
"""

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

PARTS = {"web": b"granian", "worker": b"ox_worker", "database": b"postgres"}
"""A part of the newsroom, and a word of the command line that its first process was started by."""
TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/PID/stat after the name in parentheses (proc_pid_stat(5)).
PARENT, OWN_AND_ENDED_CHILDREN = 1, slice(11, 15)


def cpu_seconds() -> dict[str, float]:
    """Seconds that each of PARTS has used since it began; 0 for what does not run.

    A process belongs to this newsroom by the ``VAR_DIR`` that it was started with.
    """
    stats = {int(path.name): _stat(path) for path in Path("/proc").glob("[0-9]*")}
    children: dict[int, list[int]] = defaultdict(list)
    for pid, fields in stats.items():
        children[int(fields[PARENT]) if fields else 0].append(pid)
    seconds = dict.fromkeys(PARTS, 0.0)
    for pid, fields in stats.items():
        part = _part(pid)
        if part and fields and _part(int(fields[PARENT])) != part:
            seconds[part] += sum(_ticks(stats[one]) for one in _tree(pid, children)) / TICKS
    return seconds


def _stat(path: Path) -> list[str]:
    """The fields after the name; none for a process that has just ended."""
    with suppress(OSError):
        return (path / "stat").read_text().rpartition(")")[2].split()
    return []


def _ticks(fields: list[str]) -> int:
    return sum(map(int, fields[OWN_AND_ENDED_CHILDREN]))


def _part(pid: int) -> str | None:
    folder = os.environ["VAR_DIR"].encode()
    with suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        about = command + Path(f"/proc/{pid}/environ").read_bytes()
        if folder in about:
            return next((part for part, word in PARTS.items() if word in command), None)
    return None


def _tree(pid: int, children: dict[int, list[int]]) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for one in found:
        found.extend(children[one])
    return found
