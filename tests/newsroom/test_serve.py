"""``serve`` starts everything, keeps it running and stops all of it."""

import gzip
import os
import re
import signal
import socket
from contextlib import suppress

import pytest

from newsroom.management.commands.serve import NICENESS, WORKERS
from tests.newsroom.processes import PYTHON, eventually, on_a_mount
from tests.newsroom.serving import Served


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A newsroom's folder, filled by whichever test serves it first."""
    return tmp_path_factory.mktemp("served") / "var"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A newsroom that the tests leave running."""
    served = Served(tmp_path_factory.mktemp("running") / "var").ready()
    yield served
    served.kill_family()


@pytest.fixture
def serve(var):
    made = []

    def begin(folder=var, **options):
        made.append(Served(folder, **options))
        return made[-1]

    yield begin
    for served in made:
        served.kill_family()


@pytest.mark.proof
def test_it_says_where_it_is_and_where_mails_go(running):
    eventually(lambda: "Ctrl-C stops it." in running.text())
    assert f"The newsroom is at http://127.0.0.1:{running.port}/" in running.text()
    assert f"Mails are kept in {running.var / 'mail'}" in running.text()
    assert running.get("/")[0] == 200
    assert "Traceback" not in running.text()


@pytest.mark.proof
def test_static_files_are_named_by_content_and_compressed(running):
    _, page = running.get("/")
    sheet = re.search(rb'href="(/static/css/[a-z]+\.[0-9a-f]{12}\.css)"', page)[1].decode()
    status, body = running.get(sheet)
    assert status == 200
    assert gzip.decompress((running.var / f"{sheet[1:]}.gz").read_bytes()) == body


def test_uploads_are_served_and_nothing_beside_them(running):
    (running.var / "media" / "seen.txt").write_text("seen")
    assert running.get("/media/seen.txt") == (200, b"seen")
    assert running.get("/media/../secret_key")[0] == 404
    assert running.get("/media/%2e%2e/secret_key")[0] == 404


@pytest.mark.proof
@pytest.mark.parametrize("which", ["ox_worker", "granian"])
def test_a_child_that_dies_is_started_again(running, which):
    eventually(lambda: running.family(which))
    before = running.family(which)
    for pid in before:
        with suppress(ProcessLookupError):  # a worker may end because its master did
            os.kill(pid, signal.SIGKILL)
    eventually(lambda: running.family(which) and not running.family(which).keys() & before.keys())
    running.ready()
    eventually(lambda: "it starts again in" in running.text())


def test_two_workers_go_after_whoever_waits_for_a_page(running):
    eventually(lambda: len(running.family("ox_worker")) == WORKERS)
    served = os.getpriority(os.PRIO_PROCESS, running.process.pid)

    def priorities(which):
        return {os.getpriority(os.PRIO_PROCESS, pid) for pid in running.family(which)}

    assert priorities("granian") == {served}
    assert priorities("ox_worker") == {min(19, served + NICENESS)}


def test_it_starts_from_nothing_starts_again_and_ends_with_its_signals(serve):
    first = serve().ready()
    assert first.end(signal.SIGTERM) == 0
    assert first.family() == {}
    second = serve()
    eventually(lambda: second.get("/healthz")[0] == 200)
    assert second.end(signal.SIGINT) == 0
    assert second.family() == {}


@pytest.mark.proof
def test_killed_whole_or_in_part_nothing_outlives_it_and_its_rows_come_back(serve, users, var):
    served = serve().ready()
    writer = users(var / "database", durable=True).joined()
    writer.ask("CREATE TABLE kept AS SELECT 42 AS number")
    writer.leave()
    served.process.kill()
    eventually(lambda: not served.family())
    served = serve().ready()
    served.kill_family()
    again = serve().ready()
    assert users(var / "database", durable=True).joined().ask("SELECT number FROM kept") == "42"
    assert again.end() == 0


def test_a_busy_port_is_one_sentence(serve):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        served = serve(PORT=str(port))
        assert served.wait() == 1
    assert served.said[-1].startswith(f"CommandError: Port {port} of 127.0.0.1 cannot be had: ")
    assert "Traceback" not in served.text()


def test_a_database_that_does_not_answer_is_one_sentence(serve):
    served = serve(DATABASE_URL="postgres://me@127.0.0.1:1/news")
    assert served.wait() == 1
    assert served.said[-1].startswith("CommandError: The database does not answer: ")
    assert "Traceback" not in served.text()


@pytest.mark.parametrize("options", ["-o ro", "-o size=16k", "-o size=10m"])
def test_a_folder_that_cannot_be_written_is_one_sentence(serve, tmp_path, options):
    place = tmp_path / "var"
    place.mkdir()
    command = on_a_mount(f"-t tmpfs {options} none", place, [PYTHON, "manage.py", "serve"])
    served = serve(place, command=command)
    assert served.wait() == 1
    errors = [line for line in served.said if line.startswith("CommandError: ")]
    assert len(errors) == 1
    assert re.search("Read-only file system|No space left on device", errors[0])
    assert "Traceback" not in served.text()
