"""A newsroom served by real processes, as ``make serve`` does it."""

import os
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.newsroom.processes import PYTHON, ROOT, eventually, start


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """``manage.py serve`` (or another command) with all that it writes in ``var``."""

    def __init__(self, var, command=(PYTHON, "manage.py", "serve"), cwd=ROOT, **env):
        self.var = var
        self.port = free_port()
        self.env = {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "VAR_DIR": str(var),
            "PORT": str(self.port),
            "DEMO": "no",
            **env,
        }
        self.said = []
        self.process = start(command, cwd=cwd, env=self.env)
        self._readers = [
            threading.Thread(target=self._read, args=(pipe,), daemon=True)
            for pipe in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, pipe):
        for line in pipe:
            self.said.append(line)

    def text(self):
        return "".join(self.said)

    def get(self, path, timeout=5):
        """Status and body; (0, reason) while nobody answers."""
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError as error:
            return 0, str(error)

    def ready(self, seconds=90):
        """Wait until it could serve; a command that ends instead fails the test."""

        def answers():
            assert self.process.poll() is None, self.text()
            return self.get("/readyz") == (200, b"ok\n")

        eventually(answers, seconds)
        return self

    def end(self, number=signal.SIGTERM, seconds=30):
        """Stop it with a signal; the exit status."""
        self.process.send_signal(number)
        return self.wait(seconds)

    def wait(self, seconds=60):
        status = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(10)
        return status

    def family(self, word=""):
        """Pid and command of each living process of this newsroom, however it was started."""
        found = {}
        marker = f"VAR_DIR={self.var}\0".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                with suppress(OSError):
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if marker in (entry / "environ").read_bytes() and word in command:
                        found[int(entry.name)] = command
        return found

    def kill_family(self):
        while family := self.family():
            for pid in family:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
