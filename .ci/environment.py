"""Makes .venv and installs what is pinned, when a requirements file or the Python has changed.

    .ci/python .ci/environment.py requirements.txt [requirements-dev.txt]

Uses the standard library only. What was left half-made is made anew.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
UNFINISHED = VENV / ".unfinished"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 12)


def main(names: list[str]) -> None:
    if is_current(names):
        return
    folder = os.open(Path(__file__).parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # two makes at once
    if not is_current(names):
        make(names)


def is_current(names: list[str]) -> bool:
    """Whether .venv works and holds what the last of ``names`` asks for."""
    stamp = stamp_of(names)
    return stamp.exists() and stamp.read_text() == wanted(names) and works()


def works() -> bool:
    """Whether .venv is whole and its Python is new enough."""
    if UNFINISHED.exists() or not os.access(PYTHON, os.X_OK):
        return False
    asked = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([PYTHON, "-c", asked], capture_output=True).returncode == 0


def wanted(names: list[str]) -> str:
    return hashlib.sha256(b"".join(Path(name).read_bytes() for name in names)).hexdigest()


def stamp_of(names: list[str]) -> Path:
    return VENV / f".installed-{Path(names[-1]).stem}"


def make(names: list[str]) -> None:
    kept = works()
    if not kept:
        say(f"Making {VENV} with Python {sys.version.split()[0]} …")
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir(exist_ok=True)
        UNFINISHED.touch()
        run([sys._base_executable, "-m", "venv", str(VENV)])
    UNFINISHED.touch()
    say(f"Installing {names[-1]} …")
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        run([*install, "--requirement", names[-1]])
    except Failed:
        if kept:
            UNFINISHED.unlink()  # it gave up in good order: what was there still works
        raise
    stamp_of(names).write_text(wanted(names))
    UNFINISHED.unlink()


class Failed(Exception):
    """A program failed; the message is its own reason."""


def run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith("ERROR") or "Error" in line]
        why = (telling or lines or ["it said nothing"])[-1]
        raise Failed(f"{' '.join(command[1:4])} failed: {why}")


def say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failed as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(f"error: {error.filename or VENV} cannot be written: {error.strerror}.")
    except KeyboardInterrupt:
        sys.exit(130)
