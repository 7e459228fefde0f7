"""After a kill -9 of whatever it may be, the next connection finds its rows again."""

import os
import signal
from contextlib import suppress

import pytest

from tests.newsroom.processes import eventually, processes_in


def postmaster(folder):
    return int((folder / "data" / "postmaster.pid").read_text().split("\n")[0])


def test_a_killed_server_is_started_again_by_the_next_connection(users, tmp_path):
    user = users(durable=True).joined()
    user.ask("CREATE TABLE kept AS SELECT 42 AS number")
    os.kill(postmaster(tmp_path / "database"), signal.SIGKILL)
    assert user.ask("SELECT number FROM kept") == "42"
    assert user.leave() == ""
    assert not processes_in(tmp_path)


@pytest.mark.proof
def test_a_server_that_another_user_started_is_started_again_too(users, tmp_path):
    starter, other = users().joined(), users().joined()
    os.kill(postmaster(tmp_path / "database"), signal.SIGKILL)
    assert other.ask("SELECT 1") == "1"
    assert starter.ask("SELECT 1") == "1"


def test_everything_killed_at_once_comes_back_with_its_rows(users, tmp_path):
    user = users(durable=True).joined()
    user.ask("CREATE TABLE kept AS SELECT 42 AS number")
    pids = [*processes_in(tmp_path), user.process.pid]
    for pid in pids:
        with suppress(ProcessLookupError):  # one may end because another did
            os.kill(pid, signal.SIGKILL)
    user.process.wait(10)
    assert users().joined().ask("SELECT number FROM kept") == "42"


@pytest.mark.proof
def test_a_pid_file_whose_number_is_a_strangers_now_is_no_server(users, tmp_path):
    users().joined().leave()
    stale = tmp_path / "database" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n")
    lock = tmp_path / "database" / "run" / ".s.PGSQL.5432.lock"
    lock.write_text(f"{os.getpid()}\n{stale.parent}\n")
    user = users().joined()
    assert user.ask("SELECT 1") == "1"
    assert postmaster(tmp_path / "database") != os.getpid()


@pytest.mark.proof
def test_a_data_folder_that_was_half_made_is_made_anew(users, tmp_path):
    half = tmp_path / "database" / "new-half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert users().joined().ask("SELECT 1") == "1"
    assert not half.exists()


@pytest.mark.proof
def test_a_start_that_was_killed_is_finished_by_the_next_user(users, tmp_path):
    first = users()
    eventually(lambda: list((tmp_path / "database").glob("new-*/base")), pause=0.001)
    first.process.kill()
    first.process.wait(10)
    assert users().joined().ask("SELECT current_user") == "newsroom"
