"""``make serve`` in a clean copy of the tree: from nothing to the demo, as root and as anybody."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.newsroom.conftest import kill_in
from tests.newsroom.processes import ROOT, as_ordinary_user, eventually
from tests.newsroom.serving import Served

pytestmark = pytest.mark.proof
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", "tests")


@pytest.fixture
def copy(open_place):
    """The tree as a clone would have it, in a folder whose name has a space."""
    place = open_place / "a clean copy"
    shutil.copytree(ROOT, place, ignore=NOT_COPIED)
    return place


def make(copy, target, command=None, **env):
    return Served(
        copy / "var",
        command=command or ["make", target],
        cwd=copy,
        PYTHON=sys._base_executable,
        HOME=str(copy),
        **env,
    )


@pytest.mark.parametrize("who", ["root", "anybody"])
def test_make_serve_from_nothing_to_the_demo(copy, open_place, who):
    command = ["make", "serve"]
    if who == "anybody":
        command = as_ordinary_user(command, open_place)
    elif os.geteuid():
        pytest.skip("only root is root")
    served = make(copy, "serve", command, DEMO="yes", VAR_DIR=str(copy / "var"))
    try:
        served.ready(seconds=300)
        eventually(lambda: "Ctrl-C stops it." in served.text())
        assert "Demo accounts" in served.text()
        assert b"h-entry" in served.get("/")[1]
        os.killpg(served.process.pid, signal.SIGINT)  # as a terminal's Ctrl-C does
        served.wait()
        eventually(lambda: not served.family())
    finally:
        served.kill_family()
        kill_in(copy)
    assert "Traceback" not in served.text()
    assert not [line for line in served.said if "rror" in line and "Interrupt" not in line]


def test_nothing_outlives_a_killed_make(copy):
    served = make(copy, "serve")
    try:
        served.ready(seconds=300)
        served.process.kill()
        eventually(lambda: not served.family())
    finally:
        served.kill_family()


def test_make_dev_takes_up_changed_code(copy):
    served = make(copy, "dev")
    try:
        served.ready(seconds=300)
        health = copy / "newsroom" / "health.py"
        health.write_text(health.read_text().replace('"ok\\n"', '"changed\\n"'))
        eventually(lambda: served.get("/healthz") == (200, b"changed\n"))
    finally:
        served.kill_family()


def test_without_a_python_make_ends_in_one_sentence_of_ours(copy):
    tools = copy / "bin"
    tools.mkdir()
    for tool in ("make", "sh", "cat", "cut", "dirname", "head"):
        (tools / tool).symlink_to(shutil.which(tool))
    done = subprocess.run(
        ["make", "serve"], cwd=copy, env={"PATH": str(tools)}, capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode
    assert len(ours) == 1
    assert ours[0].startswith("error: Python 3.12 or newer is needed")
