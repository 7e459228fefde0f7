"""Users of embedded databases, ended after each test whatever happened."""

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.newsroom.processes import PYTHON, eventually, kill_group, processes_in, start

USER = Path(__file__).with_name("user.py")


class User:
    """A process that uses the embedded database in ``folder``."""

    def __init__(self, folder, command, durable):
        words = ["durable"] if durable else []
        self.folder = folder
        self.process = start(command or [PYTHON, USER, folder, *words])

    def joined(self):
        said = self.process.stdout.readline()
        assert said == "joined\n", self.process.stderr.read() + self.log()
        return self

    def ask(self, statement):
        self.process.stdin.write(f"{statement}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def log(self):
        log = Path(self.folder) / "log"
        return log.read_text() if log.exists() else "no log"

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
    kill_in(tmp_path)


@pytest.fixture
def open_place():
    """A folder that every user of this machine can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="newsroom-tests-") as name:
        place = Path(name)
        place.chmod(0o755)
        yield place
        kill_in(place)


def kill_in(folder):
    for pid in processes_in(folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    eventually(lambda: not processes_in(folder))
    for link in folder.rglob("run"):
        if link.is_symlink():
            shutil.rmtree(link.readlink(), ignore_errors=True)
