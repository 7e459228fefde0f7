"""Real processes for the tests: started, waited for, killed; never slept on."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def eventually(condition, seconds=30, pause=0.02):
    """The condition's first true value; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {condition}")
        time.sleep(pause)
    return value


def start(command, cwd=ROOT, env=None, **options):
    """A process in a group of its own whose output can be read line by line."""
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment(), "PYTHONUNBUFFERED": "1", **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def environment():
    """Ours without what the browser tests need."""
    return {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}


def kill_group(process):
    """kill -9 of the process and its group, unless it has ended: its number may be another's."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def processes_in(folder):
    """Pids of the processes that work in a folder or below it, as a server does in its data."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                where = Path(os.readlink(entry / "cwd"))
            except OSError:
                continue
            if where == folder or folder in where.parents:
                found.append(int(entry.name))
    return found


def as_ordinary_user(command, *owned):
    """The command as nobody runs it, who is given the folders. He may read what only root may: the
    Python that root developed with often lies in a closed home."""
    if os.geteuid():
        return [str(part) for part in command]
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is not installed")
    for folder in owned:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    reading = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *reading]
    return [*drop, "--", *(str(part) for part in command)]


def on_a_mount(options, folder, command):
    """The command in a mount namespace of its own in which ``folder`` is mounted anew."""
    mount = f'mount {options} "$0" && exec "$@"'
    wrapped = ["unshare", "--mount", "sh", "-c", mount, str(folder), *map(str, command)]
    probe = ["unshare", "--mount", "sh", "-c", f'mount {options} "$0"', str(folder)]
    if os.geteuid() or subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("only root can mount, and only where it is allowed")
    return wrapped


PYTHON = sys.executable
