"""Every point of the discussion's reference is proven by tests that exist."""

import pytest

from tests.comments.reference import POINTS
from tests.references import REFERENCES, missing, said_in

TESTS_OF = {point: tests for points in POINTS.values() for point, tests in points.items()}
REFERENCE = "COMMENTS.md"
is_here = pytest.mark.skipif(
    not (REFERENCES / REFERENCE).is_file(), reason="the shared reference is not here"
)


@pytest.mark.parametrize("point", TESTS_OF)
def test_a_point_is_proven_by_tests_that_exist(point):
    assert TESTS_OF[point], "no test proves it"
    assert missing(TESTS_OF[point], "comments") == []


def test_no_point_stands_twice():
    assert len(TESTS_OF) == sum(map(len, POINTS.values()))
    assert all(POINTS.values())


@is_here
def test_every_row_and_paragraph_of_the_reference_has_its_points():
    said = said_in(REFERENCE)
    assert {begins for digest, begins in said.items() if digest not in POINTS} == set()
    assert set(POINTS) - set(said) == set()
