"""A sealed word opens for its purpose only, for a while, and says of which version it is."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils.crypto import get_random_string

from lib.sealing import seal, signature, unseal

WEEK = timedelta(days=7)


def test_it_opens_to_what_was_sealed():
    assert unseal("appeal", seal("appeal", 7, "v1"), WEEK) == [7, "v1"]


def test_another_purpose_does_not_open_it():
    assert unseal("decision", seal("appeal", 7, "v1"), WEEK) == []


def test_it_ends(monkeypatch):
    word = seal("appeal", 7, "v1")
    later = signing.time.time() + WEEK.total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later - 60)
    assert unseal("appeal", word, WEEK) == [7, "v1"]
    monkeypatch.setattr(signing.time, "time", lambda: later + 60)
    assert unseal("appeal", word, WEEK) == []


@pytest.mark.parametrize("change", [str.swapcase, lambda word: word[:-1], lambda word: word + "A"])
def test_a_changed_word_does_not_open(change):
    assert unseal("appeal", change(seal("appeal", 7, "v1")), WEEK) == []


@pytest.mark.parametrize("word", ["", ":", "::", "a:b:c", "é:1:x", get_random_string(300)])
def test_nonsense_does_not_open(word):
    assert unseal("appeal", word, WEEK) == []


def test_a_signed_value_of_another_shape_does_not_open():
    word = signing.dumps("text", salt="newsroom.appeal")
    assert unseal("appeal", word, WEEK) == []


def test_a_signature_is_of_its_words_and_its_purpose():
    known = signature("edit", 7, "v1")
    assert known == signature("edit", 7, "v1")
    others = {signature("edit", 7, "v2"), signature("edit", 71, ""), signature("watch", 7, "v1")}
    assert known not in others
    assert len(others) == 3


def test_it_needs_no_quoting():
    assert re.fullmatch(r"[\w.:-]+", seal("appeal", 7, "a/b c"), re.ASCII)
