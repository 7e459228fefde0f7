"""The check of the references notices what it is there to notice."""

import pytest

from tests.references import defined_in, exists, key, missing, units


def test_a_test_that_is_not_there_is_noticed():
    assert exists("discovery::test_a_closed_article_says_nothing", "trackbacks")
    assert exists("trackbacks/discovery::test_a_closed_article_says_nothing", "comments")
    assert not exists("discovery::test_a_closed_article_says", "trackbacks")
    assert not exists("nowhere::test_a_closed_article_says_nothing", "trackbacks")
    left = "lib/fetch_addresses::test_our_own_pages_are_never_fetched"
    assert missing([left], "trackbacks") == [left]


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


def test_a_changed_row_is_noticed():
    text = "\n## A\n\n| a | b |\n|---|---|\n| one | two |\n\nText\nhere.\n\n- x\n  y\n- z\n"
    assert list(units(text)) == ["| one | two |", "Text here.", "- x y", "- z"]
    assert key("| one | two |") != key("| one | three |")
