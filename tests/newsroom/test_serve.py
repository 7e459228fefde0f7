"""``serve`` starts everything, keeps it running and stops all of it."""

import gzip
import os
import re
import signal
import time

import pytest

from tests.newsroom.processes import PYTHON, eventually, on_a_mount
from tests.newsroom.serving import Served

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A newsroom's folder, filled by the first test that serves it."""
    return tmp_path_factory.mktemp("served") / "var"


@pytest.fixture
def serve(var):
    made = []

    def begin(folder=var, **options):
        made.append(Served(folder, **options))
        return made[-1]

    yield begin
    for served in made:
        served.kill_family()


def test_from_nothing_to_a_newsroom_that_answers_and_stops(serve):
    served = serve().ready()
    eventually(lambda: "Ctrl-C stops it." in served.text())
    assert f"The newsroom is at http://127.0.0.1:{served.port}/" in served.text()
    assert served.get("/healthz")[0] == 200
    assert served.get("/")[0] == 200
    assert served.end(signal.SIGTERM) == 0
    assert served.family() == {}
    assert "Traceback" not in served.text()


def test_the_second_start_listens_soon_and_ctrl_c_stops_it(serve, var):
    begun = time.monotonic()
    served = serve()
    eventually(lambda: served.get("/healthz")[0] == 200)
    assert time.monotonic() - begun < 10  # five on a machine that has nothing else to do
    begun = time.monotonic()
    assert served.end(signal.SIGINT) == 0
    assert time.monotonic() - begun < 6
    assert served.family() == {}


def test_static_files_are_named_by_content_and_compressed_and_uploads_are_served(serve, var):
    served = serve().ready()
    _, page = served.get("/")
    sheet = re.search(rb'href="(/static/css/[a-z]+\.[0-9a-f]{12}\.css)"', page)[1].decode()
    assert served.get(sheet)[0] == 200
    stored = var / sheet.removeprefix("/").replace("static/", "static/", 1)
    assert gzip.decompress(stored.with_name(f"{stored.name}.gz").read_bytes())
    (var / "media" / "photo.txt").write_text("seen")
    assert served.get("/media/photo.txt") == (200, b"seen")
    assert served.get("/media/../secret_key")[0] == 404
    assert served.get("/media/%2e%2e/secret_key")[0] == 404


@pytest.mark.parametrize("which", ["ox_worker", "granian"])
def test_a_child_that_dies_is_started_again(serve, which):
    served = serve().ready()
    eventually(lambda: served.family(which))
    before = served.family(which)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: served.family(which) and not served.family(which).keys() & before.keys())
    served.ready()
    assert "it starts again in" in served.text()


def test_nothing_outlives_a_killed_serve(serve):
    served = serve().ready()
    served.process.kill()
    eventually(lambda: not served.family())


def test_a_newsroom_that_was_killed_whole_comes_back_with_its_rows(serve, users, var):
    served = serve().ready()
    writer = users(var / "database", durable=True).joined()
    writer.ask("CREATE TABLE kept AS SELECT 42 AS number")
    writer.process.kill()
    served.kill_family()
    again = serve().ready()
    assert users(var / "database", durable=True).joined().ask("SELECT number FROM kept") == "42"
    assert again.end() == 0


def test_a_busy_port_is_one_sentence(serve):
    first = serve().ready()
    second = serve(PORT=str(first.port))
    assert second.wait() == 1
    assert second.said[-1].startswith(f"CommandError: Port {first.port} of 127.0.0.1 cannot be had")
    assert "Traceback" not in second.text()
    assert first.get("/healthz")[0] == 200


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
