"""A newsroom of its own for a measurement: real processes, a database of its own, one folder."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from lib.lifetime import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
START = 180.0
"""Seconds in which it must answer."""
END = 30.0
FOREIGN = {"DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "SECRET_KEY"}
"""Variables of a deployment, which a measurement must not touch."""


@contextmanager
def newsroom(*, demo: bool = False) -> Iterator[str]:
    """Serve an empty newsroom, or the demo; the value is its address.

    Its environment is this process's too, so that ``django.setup()`` leads to the same database.
    Whoever connects from 127.0.0.1 is believed to be a proxy: each sender can have an address of
    its own.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        port = free_port()
        for name in FOREIGN & set(os.environ):
            del os.environ[name]
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "VAR_DIR": f"{folder}/var",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "DEMO": "yes" if demo else "no",
            "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "TRUSTED_PROXIES": "127.0.0.1/32",
        }
        command = [sys.executable, "manage.py", "serve", "--end-with-parent"]
        with Path(folder, "serve.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            _await(process, port, Path(folder, "serve.log"))
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(process)


def end_with_bench() -> None:
    """For the other processes of a measurement: Ctrl-C is for the one that began them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"The newsroom did not start:\n{log.read_text()}")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
