"""Every point of the linkbacks' reference is proven by tests that exist."""

import ast
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from tests.trackbacks.reference import POINTS

TESTS = Path(__file__).parents[1]
REFERENCE = TESTS.parents[1] / "shared" / "reference" / "LINKBACKS.md"
TESTS_OF = {point: tests for points in POINTS.values() for point, tests in points.items()}
BULLET = re.compile(r"\n(?=- )")


@cache
def defined_in(path):
    """Names of the tests of a file that run, those of classes as Class::test."""
    body = ast.parse(path.read_text()).body
    found = set(running(body))
    for node in body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{name}" for name in running(node.body)}
    return found


def running(body):
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = {ast.unparse(one).partition("(")[0] for one in node.decorator_list}
            if not marks & {"pytest.mark.skip", "pytest.mark.xfail"}:
                yield node.name


def exists(test):
    where, _, name = test.partition("::")
    room, _, file = where.rpartition("/")
    path = TESTS / (room or "trackbacks") / f"test_{file}.py"
    return path.is_file() and name in defined_in(path)


def units(text):
    """The rows, list items and paragraphs of the numbered sections, each on one line."""
    body = text[text.index("\n## 1. ") :]
    for block in re.split(r"\n\s*\n|\n(?=## )", body):
        lines = [line for line in block.strip().splitlines() if not line.startswith("## ")]
        is_table = lines and lines[0].startswith("|")
        for unit in lines[2:] if is_table else BULLET.split("\n".join(lines)):
            if unit:
                yield " ".join(unit.split())


def key(unit):
    return sha256(unit.encode()).hexdigest()[:12]


@pytest.mark.parametrize("point", TESTS_OF)
def test_a_point_is_proven_by_tests_that_exist(point):
    if not TESTS_OF[point]:
        pytest.skip(f"not built yet: {point}")
    assert [test for test in TESTS_OF[point] if not exists(test)] == []


def test_a_test_that_is_not_there_is_noticed():
    assert exists("discovery::test_a_closed_article_says_nothing")
    assert not exists("discovery::test_a_closed_article_says")
    assert not exists("nowhere::test_a_closed_article_says_nothing")
    assert not exists("lib/fetch_addresses::test_our_own_pages_are_never_fetched")


def test_a_test_that_is_left_out_proves_nothing(tmp_path):
    file = tmp_path / "test_x.py"
    left_out = "@pytest.mark.skip\ndef test_a(): ...\n@pytest.mark.xfail(strict=True)\n"
    file.write_text(f"{left_out}def test_b(): ...\nclass TestX:\n    def test_c(self): ...\n")
    assert defined_in(file) == {"TestX::test_c"}


def test_no_point_stands_twice():
    assert len(TESTS_OF) == sum(map(len, POINTS.values()))
    assert all(POINTS.values())


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the shared reference is not here")
def test_every_row_and_paragraph_of_the_reference_has_its_points():
    said = {key(unit): unit[:70] for unit in units(REFERENCE.read_text())}
    assert {unit for digest, unit in said.items() if digest not in POINTS} == set()
    assert set(POINTS) - set(said) == set()


def test_a_changed_row_is_noticed():
    text = "\n## 1. A\n\n| a | b |\n|---|---|\n| one | two |\n\nText\nhere.\n\n- x\n  y\n- z\n"
    assert list(units(text)) == ["| one | two |", "Text here.", "- x y", "- z"]
    assert key("| one | two |") != key("| one | three |")
