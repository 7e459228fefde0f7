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


LEFT_OUT = {"pytest.mark.skip", "pytest.mark.xfail"}


@cache
def defined_in(path):
    """Names of the tests of a file that run, those of classes as Class::test."""
    body = ast.parse(path.read_text()).body
    if is_left_out(marks_of_all(body)):
        return set()
    found = set(running(body))
    for node in body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{name}" for name in running(node.body, of=node)}
    return found


def marks_of_all(body):
    """What ``pytestmark`` says of a module or a class."""
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            yield from node.value.elts if isinstance(node.value, ast.List) else [node.value]


def is_left_out(marks):
    return any(ast.unparse(mark).partition("(")[0] in LEFT_OUT for mark in marks)


def running(body, of=None):
    """Names of the tests in a body, which is the module's or that ``of`` a class."""
    if of and is_left_out([*of.decorator_list, *marks_of_all(body)]):
        return
    tests = [node for node in body if isinstance(node, ast.FunctionDef)]
    for test in tests:
        left_out = is_left_out(test.decorator_list) or ends_itself(test)
        if test.name.startswith("test_") and not left_out:
            yield test.name


def ends_itself(test):
    """Whether nothing is tested: the first thing that it does is to skip, or it does nothing."""
    first = ast.unparse(test.body[0])
    return first.startswith(("pytest.skip(", "pytest.xfail(")) or first in {"...", "pass"}


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
    assert TESTS_OF[point], "no test proves it"
    assert [test for test in TESTS_OF[point] if not exists(test)] == []


def test_a_test_that_is_not_there_is_noticed():
    assert exists("discovery::test_a_closed_article_says_nothing")
    assert not exists("discovery::test_a_closed_article_says")
    assert not exists("nowhere::test_a_closed_article_says_nothing")
    assert not exists("lib/fetch_addresses::test_our_own_pages_are_never_fetched")


def test_a_test_that_is_left_out_proves_nothing(tmp_path):
    file = tmp_path / "test_x.py"
    file.write_text(
        "@pytest.mark.skip\ndef test_a(): 1\n"
        "@pytest.mark.xfail(strict=True)\ndef test_b(): 1\n"
        "def test_c(): pytest.skip('later')\n"
        "def test_d(): ...\n"
        "@pytest.mark.skip\nclass TestA:\n    def test_e(self): 1\n"
        "class TestB:\n    pytestmark = pytest.mark.xfail\n    def test_f(self): 1\n"
        "class TestX:\n    def test_g(self): 1\n"
    )
    assert defined_in(file) == {"TestX::test_g"}


@pytest.mark.parametrize("marks", ["pytest.mark.skip('no')", "[pytest.mark.a, pytest.mark.xfail]"])
def test_a_file_that_is_left_out_proves_nothing(tmp_path, marks):
    file = tmp_path / "test_x.py"
    file.write_text(f"pytestmark = {marks}\ndef test_a(): 1\n")
    assert defined_in(file) == set()


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
