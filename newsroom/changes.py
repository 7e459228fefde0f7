"""Notices that source files have changed, for ``make dev``."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".py", ".html", ".txt", ".xml", ".po")
PASSED_OVER = {"__pycache__", "static", "tests", "node_modules"}


PAUSE = 0.7
"""Seconds between two looks."""


class Changes:
    """Remembers what the files under ``folder`` looked like at the last look."""

    def __init__(self, folder: Path, but: Path) -> None:
        self._folder = folder
        self._but = but
        self._looked = time.monotonic()
        self._seen = self._look()

    def noticed(self) -> bool:
        """Whether a file has come, gone or changed; looks once in a while only."""
        if time.monotonic() - self._looked < PAUSE:
            return False
        self._looked = time.monotonic()
        before, self._seen = self._seen, self._look()
        return before != self._seen

    def _look(self) -> dict[str, int]:
        return dict(modified(self._folder, self._but))


def modified(folder: Path, but: Path) -> Iterator[tuple[str, int]]:
    """Path and modification time (ns) of each source file, without ``but`` and dot folders."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in PASSED_OVER:
                continue
            if entry.is_dir(follow_symlinks=False):
                if Path(entry.path) != but:
                    yield from modified(Path(entry.path), but)
            elif entry.name.endswith(SUFFIXES):
                yield entry.path, entry.stat().st_mtime_ns
