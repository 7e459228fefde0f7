"""A name is one line of what can be seen, in every script."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from lib.lines import BLANK, Line, line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \t\n Byron ", "Ada Byron"),
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("\u2066Ada\u2069\u200b\ufeff", "Ada"),
        ("Ada\u2028Byron", "Ada Byron"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("\U0001f468\u200d\U0001f680", "\U0001f468\u200d\U0001f680"),
        ("A\u3164da \u2800", "Ada"),
        ("محمّد", "محمّد"),
    ],
)
def test_what_is_typed_is_kept_without_what_cannot_be_seen(typed, kept):
    assert line(typed) == kept


@pytest.mark.parametrize("typed", ["", " ", "\u200c", "\u200d \u200c", "\u202e", *sorted(BLANK)])
def test_a_name_that_nobody_sees_is_none(typed):
    with pytest.raises(forms.ValidationError):
        Line().clean(typed)


def test_nul_is_refused_and_not_dropped():
    with pytest.raises(forms.ValidationError, match="NUL"):
        Line().clean("A\0da")


@given(st.text())
def test_a_line_stays_as_it_is(text):
    assert line(line(text)) == line(text)
    assert "\n" not in line(text)
