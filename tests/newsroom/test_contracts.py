"""The contracts on imports can fail: each kind of trespass is named by the linter."""

import re
import shutil
import subprocess
import tomllib

import pytest

from tests.newsroom.processes import PYTHON, ROOT

LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
ROOMS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The rooms without their tests, free to be spoilt."""
    copy = tmp_path_factory.mktemp("tree")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(tree):
    done = subprocess.run(
        [PYTHON, "-c", LINT],
        cwd=tree,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    return done.returncode, done.stdout


def spoil(tree, name, text):
    """The linter's answer with ``text`` added to a file, which is put back."""
    file = tree / name
    before = file.read_text() if file.exists() else None
    file.write_text((before or "") + f"\n{text}\n")
    try:
        return lint(tree)
    finally:
        file.unlink() if before is None else file.write_text(before)


def test_the_rooms_keep_all_contracts(tree):
    status, said = lint(tree)
    assert status == 0, said


@pytest.mark.parametrize(
    ("file", "line", "contract", "named"),
    [
        ("articles/models/__init__.py", "import comments.models", "Rooms import only", "comments"),
        ("lib/links.py", "import articles.models", "Rooms import only downwards", "lib.links"),
        (
            "likes/models.py",
            "import comments.models",
            "Rooms import only downwards",
            "likes.models",
        ),
        ("articles/models/__init__.py", "import articles.urls", "Inside a room", "articles.urls"),
        ("comments/querysets.py", "import comments.models", "Inside a room", "comments.querysets"),
        ("comments/stray.py", "", "Inside a room", "comments.stray"),
        ("articles/publishing.py", "import socket", "lib's alone", "articles.publishing -> socket"),
        ("newsroom/health.py", "import http.client", "lib's alone", "newsroom.health -> http"),
        ("trackbacks/outgoing.py", "import httpx2", "lib's alone", "outgoing -> httpx2"),
    ],
)
def test_a_trespass_is_named(tree, file, line, contract, named):
    status, said = spoil(tree, file, line)
    assert status == 1, said
    assert re.search(rf"{re.escape(contract)}.* BROKEN", said), said
    assert named in said


def test_a_circle_is_named(tree):
    status, said = spoil(tree, "lib/networks.py", "import lib.connecting")
    assert status == 1, said
    assert "No circles, at any depth BROKEN" in said


def test_no_package_stands_outside_the_rooms():
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert packages - {"bench", "tests"} == set(ROOMS)
    assert {file.name for file in ROOT.glob("*.py")} == {"manage.py"}


@pytest.mark.parametrize("line", ["import urllib.request", "from http import client"])
def test_what_the_import_linter_cannot_tell_apart_ruff_does(tmp_path, line):
    spoilt = tmp_path / "articles" / "stray.py"
    spoilt.parent.mkdir()
    spoilt.write_text(f'"""A stray module."""\n\n{line}\n')
    done = subprocess.run(
        [PYTHON, "-m", "ruff", "check", "--no-cache", "--config", ROOT / "pyproject.toml", spoilt],
        capture_output=True,
        text=True,
    )
    assert "TID251" in done.stdout
