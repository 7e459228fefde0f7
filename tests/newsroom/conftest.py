"""Users of embedded databases, ended after each test whatever happened."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from tests.newsroom.processes import PYTHON, eventually, kill_group, processes_in, start

USER = Path(__file__).with_name("user.py")


class User:
    """A process that uses the embedded database in ``folder``."""

    def __init__(self, folder, command, durable):
        words = ["durable"] if durable else []
        self.process = start(command or [PYTHON, USER, folder, *words])

    def joined(self):
        said = self.process.stdout.readline()
        assert said == "joined\n", self.process.stderr.read()
        return self

    def ask(self, statement):
        self.process.stdin.write(f"{statement}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def leave(self):
        """End in good order; says what went to standard error."""
        _, errors = self.process.communicate(timeout=60)
        return errors


@pytest.fixture
def users(tmp_path):
    """Makes users; ends them and every server below the test's own folder."""
    made = []

    def make(folder=tmp_path / "database", command=None, durable=False):
        made.append(User(folder, command, durable))
        return made[-1]

    yield make
    for user in made:
        kill_group(user.process)
        for pipe in (user.process.stdin, user.process.stdout, user.process.stderr):
            pipe.close()
    for pid in processes_in(tmp_path):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    eventually(lambda: not processes_in(tmp_path))
