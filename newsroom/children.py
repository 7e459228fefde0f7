"""The processes that ``serve`` starts, watches and ends."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from lib.lifetime import end_with_parent

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
"""Seconds before a child that died is started again: doubled each time."""
SETTLED = 30.0
"""Seconds after which a child counts as sound and the pause begins anew."""


class Child:
    """One program in a process group of its own, started again whenever it dies."""

    def __init__(
        self,
        name: str,
        command: list[str],
        folder: Path,
        env: Mapping[str, str],
        niceness: int = 0,
    ) -> None:
        self.name = name
        self._command = command
        self._folder = folder
        self._env = env
        self._niceness = niceness
        self._pause = FIRST_PAUSE
        self._due = 0.0
        self._started = 0.0
        self._asked_to_renew = False
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start; it ends with us even when we are killed."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            cwd=self._folder,
            env=dict(self._env),
            process_group=0,
            preexec_fn=partial(self._begin, os.getpid()),  # noqa: PLW1509 (no threads here)
        )

    def _begin(self, parent: int) -> None:
        """In the new process, before the program."""
        end_with_parent(parent)
        os.nice(self._niceness)

    def tend(self) -> str:
        """Start it again when it has died and its pause is over; say what was noticed."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._due:
                self.start()
            return ""
        status = self._process.poll()
        if status is None:
            return ""
        self._signal(signal.SIGKILL)  # what it left in its group
        self._process = None
        if self._asked_to_renew:
            self._asked_to_renew = False
            self._due = now
            return ""
        if now - self._started > SETTLED:
            self._pause = FIRST_PAUSE
        said = f"The {self.name} ended with status {status}; it starts again in {self._pause:g} s."
        self._due = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        return said

    def renew(self, number: signal.Signals) -> None:
        """Tell the running program to take up changed code."""
        if self._process is not None and self._process.poll() is None:
            self._asked_to_renew = number == signal.SIGTERM
            self._process.send_signal(number)

    def ask_to_end(self) -> None:
        self._signal(signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Wait until ``deadline`` (monotonic), then kill the whole group."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)


def end_all(children: list[Child], grace: float) -> None:
    """End all at once, each within ``grace`` seconds."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + grace
    for child in children:
        child.end(deadline)
