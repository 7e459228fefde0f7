"""Which tests prove which point of a reference, and whether they exist and run.

A reference is a Markdown file beside the project. Each of its rows, list items and paragraphs is
one unit, known by the beginning of its SHA-256, so that a changed one is noticed; a room's table
(such as `tests/trackbacks/reference.py`) gives each unit its points, and each point its tests, as
"file::test" in the same room or "room/file::test" elsewhere.
"""

import ast
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

TESTS = Path(__file__).parent
REFERENCES = TESTS.parents[1] / "shared" / "reference"
BULLET = re.compile(r"\n(?=- )")
LEFT_OUT = {"pytest.mark.skip", "pytest.mark.xfail"}


def units(text):
    """The rows, list items and paragraphs below the first heading, each on one line."""
    body = text[text.index("\n## ") :]
    for block in re.split(r"\n\s*\n|\n(?=## )", body):
        lines = [line for line in block.strip().splitlines() if not line.startswith("## ")]
        is_table = lines and lines[0].startswith("|")
        for unit in lines[2:] if is_table else BULLET.split("\n".join(lines)):
            if unit:
                yield " ".join(unit.split())


def key(unit):
    return sha256(unit.encode()).hexdigest()[:12]


def said_in(file):
    """Key of each unit of a reference → how it begins."""
    return {key(unit): unit[:70] for unit in units((REFERENCES / file).read_text())}


def missing(tests, room):
    """Those of the tests that do not exist, or are left out."""
    return [test for test in tests if not exists(test, room)]


def exists(test, room):
    where, _, name = test.partition("::")
    other, _, file = where.rpartition("/")
    path = TESTS / (other or room) / f"test_{file}.py"
    return path.is_file() and name in defined_in(path)


@cache
def defined_in(path):
    """Names of the tests of a file that run, those of classes as Class::test."""
    body = ast.parse(path.read_text()).body
    if _is_left_out(_marks_of_all(body)):
        return set()
    found = set(_running(body))
    for node in body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{name}" for name in _running(node.body, of=node)}
    return found


def _marks_of_all(body):
    """What ``pytestmark`` says of a module or a class."""
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            yield from node.value.elts if isinstance(node.value, ast.List) else [node.value]


def _is_left_out(marks):
    return any(ast.unparse(mark).partition("(")[0] in LEFT_OUT for mark in marks)


def _running(body, of=None):
    """Names of the tests in a body, which is the module's or that ``of`` a class."""
    if of and _is_left_out([*of.decorator_list, *_marks_of_all(body)]):
        return
    tests = [node for node in body if isinstance(node, ast.FunctionDef)]
    for test in tests:
        left_out = _is_left_out(test.decorator_list) or _ends_itself(test)
        if test.name.startswith("test_") and not left_out:
            yield test.name


def _ends_itself(test):
    """Whether nothing is tested: the first thing that it does is to skip, or it does nothing."""
    first = ast.unparse(test.body[0])
    return first.startswith(("pytest.skip(", "pytest.xfail(")) or first in {"...", "pass"}
