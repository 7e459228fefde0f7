"""One server per data folder, started by the first user and stopped by the last."""

from contextlib import suppress

import psycopg2
import pytest

from newsroom.embedded.server import server_for
from tests.newsroom.processes import eventually, processes_in


def test_the_first_user_starts_it_and_the_last_one_out_stops_it(users, tmp_path):
    first = users().joined()
    second = users().joined()
    assert processes_in(tmp_path)
    assert first.leave() == ""
    assert second.ask("SELECT 1") == "1"
    assert second.leave() == ""
    assert not processes_in(tmp_path)


@pytest.mark.proof
def test_twelve_users_at_once_start_one_server(users):
    twelve = [users() for _ in range(12)]
    for user in twelve:
        user.joined()
    started = {user.ask("SELECT pg_postmaster_start_time()") for user in twelve}
    assert len(started) == 1


def test_what_was_written_is_there_after_a_stop(users):
    user = users().joined()
    user.ask("CREATE TABLE kept AS SELECT 42 AS number")
    user.leave()
    assert users().joined().ask("SELECT number FROM kept") == "42"


def test_two_newsrooms_side_by_side_have_nothing_in_common(users, tmp_path):
    here = users(tmp_path / "here" / "database").joined()
    there = users(tmp_path / "there" / "database").joined()
    here.ask("CREATE TABLE only_here (number int)")
    assert there.ask("SELECT to_regclass('only_here') IS NULL") == "True"
    here.leave()
    assert there.ask("SELECT 1") == "1"


def test_a_user_who_is_killed_leaves_the_server_to_the_others(users, tmp_path):
    killed, staying = users().joined(), users().joined()
    killed.process.kill()
    killed.process.wait(10)
    assert staying.ask("SELECT 1") == "1"
    staying.leave()
    assert not processes_in(tmp_path)


@pytest.mark.proof
def test_a_server_left_alone_by_kills_is_joined_and_stopped_by_the_next_user(users, tmp_path):
    for user in (users().joined(), users().joined()):
        user.process.kill()
        user.process.wait(10)
    assert processes_in(tmp_path)
    user = users().joined()
    assert user.ask("SELECT 1") == "1"
    user.leave()
    assert eventually(lambda: not processes_in(tmp_path))


@pytest.mark.proof
def test_a_server_that_is_full_is_alive(users, tmp_path):
    users().joined()
    reached = server_for(tmp_path / "database", False).connection()
    open_ones = list(until_refused(lambda: psycopg2.connect(dbname="newsroom", **reached)))
    assert len(open_ones) > 50
    late = users().joined()
    for one in open_ones:
        one.close()
    assert late.ask("SELECT 1") == "1"


def until_refused(connect):
    with suppress(psycopg2.OperationalError):
        while True:
            yield connect()
