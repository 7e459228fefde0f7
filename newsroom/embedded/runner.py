"""Runs PostgreSQL's programs, which refuse to run as root, under an id that they accept."""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from newsroom.embedded import EmbeddedError

NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


@dataclass(frozen=True)
class Runner:
    """How to run a program: behind a prefix, or as another user (root only), or just so."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def run(self, command: list[str], text: str = "") -> None:
        """Run to the end with ``text`` as input; a failure is raised as its own last words."""
        done = subprocess.run(
            [*self.prefix, *command],
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment(),
            cwd="/",
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            check=False,
        )
        if done.returncode:
            raise EmbeddedError(f"{Path(command[0]).name} failed: {last_words(done.stdout)}")

    def spawn(self, command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start in a session of its own, so that a terminal's Ctrl-C does not reach it."""
        return subprocess.Popen(
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment(),
            cwd="/",
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            start_new_session=True,
        )

    def own(self, path: Path) -> None:
        """Give what we have just made to the user who will use it."""
        if self.user is not None:
            os.chown(path, self.user, -1 if self.group is None else self.group)


def runner_for(directory: Path, binaries: Path) -> Runner:
    """The way to run ``binaries`` on files that lie in ``directory``, which exists."""
    owner = directory.stat()
    if os.geteuid():
        if owner.st_uid != os.geteuid():
            raise EmbeddedError(
                f"{directory} belongs to {name_of(owner.st_uid)}: "
                f"run as {name_of(owner.st_uid)}, or set VAR_DIR to a folder of your own."
            )
        return Runner()
    if owner.st_uid:
        return Runner(user=owner.st_uid, group=owner.st_gid)
    if namespaces_work():
        return Runner(prefix=NAMESPACE)
    return as_nobody(directory, binaries)


@cache
def namespaces_work() -> bool:
    """Whether root may map itself to an unprivileged id here (many containers forbid it)."""
    if shutil.which(NAMESPACE[0]) is None:
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def as_nobody(directory: Path, binaries: Path) -> Runner:
    """Hand a new, still empty database folder to ``nobody``, who must be able to reach it."""
    refusal = EmbeddedError(
        "PostgreSQL does not run as root, and this machine allows neither user namespaces nor "
        f"nobody to reach {directory} and {binaries}: run as an ordinary user, or set "
        "DATABASE_URL."
    )
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise refusal from error
    runner = Runner(user=nobody.pw_uid, group=nobody.pw_gid)
    if (directory / "data").exists():
        raise refusal
    runner.own(directory)
    try:
        reach = 'test -w "$0" && test -x "$1"'
        runner.run(["/bin/sh", "-c", reach, str(directory), str(binaries / "postgres")])
    except EmbeddedError as error:
        os.chown(directory, 0, 0)
        raise refusal from error
    return runner


def environment() -> dict[str, str]:
    """Ours without PostgreSQL's own variables, in a UTF-8 locale and UTC."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def name_of(uid: int) -> str:
    """A user's name, or the number of one who has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def last_words(output: str) -> str:
    """The line of a program's output that says why it failed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search("FATAL|PANIC|error:|could not", line)]
    return (telling or lines or ["it said nothing"])[-1]
