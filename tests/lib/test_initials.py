"""Everybody has a face: a letter of their own script, in a colour that stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.initials import HUES, NONE, hue, initial


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Rita", "R"),
        ("  “élodie”", "É"),
        ("E\u0301lodie", "É"),
        ("سارا رضایی", "س"),
        ("@مُحمد", "مُ"),
        ("\u200fعلی", "ع"),
        ("Ömer", "Ö"),
        ("ßen", "ß"),
        ("کِوین", "کِ"),
        ("कविता", "क"),
        ("किरण", "कि"),
        ("李明", "李"),
        ("7 of 9", "7"),
        ("۷", "۷"),
        ("_-_", NONE),
        ("🙂", NONE),
        ("", NONE),
    ],
)
def test_it_begins_as_the_name_does(name, letter):
    assert initial(name) == letter


def test_a_colour_stays_however_a_name_is_spelt():
    assert hue("Rita") == hue("RITA ") == 5
    assert hue("علي كاظمي") == hue("علی کاظمی")
    assert {hue(f"Reader {number}") for number in range(100)} == set(range(1, HUES + 1))


@given(st.text())
def test_every_name_has_a_face(name):
    assert 1 <= len(initial(name)) <= 4
    assert 1 <= hue(name) <= HUES
    assert not set(initial(name)) & set("<>&\"'")
