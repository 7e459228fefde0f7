"""What is typed into a search box, and the words of a text, fold to the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.fold import words
from lib.searches import LONGEST, exactly, excerpt, marked, terms, tsquery, tsvector


def query(typed):
    return tsquery(terms(typed))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Élection", "('election':*)"),
        ("bread dear", "('bread':*) & ('dear':*)"),
        ('"New York"', "('new' <-> 'york')"),
        ("«آزادی بیان»", "('ازادی' <-> 'بیان')"),
        ('"New Yo', "('new' <-> 'yo':*)"),
        ("bread -salt", "('bread':*) & !('salt')"),
        ('bread -"sea salt"', "('bread':*) & !('sea' <-> 'salt')"),
        ("e-mail", "('e' <-> 'mail':*)"),
        ("كتاب\u200cها", "('کتابها':*)"),
        ("۱۴۰۵", "('1405':*)"),
        ("a", "('a')"),
    ],
)
def test_what_is_typed_becomes_a_query(typed, asked):
    assert query(typed) == asked


@pytest.mark.parametrize(
    "typed", ["", "   ", "-", '"', '""', "& | ! ( ) <-> :*", "\0", "😀", "-salt", "'\\", "--"]
)
def test_signs_alone_ask_for_nothing(typed):
    assert terms(typed) == []


def test_a_flood_is_cut():
    assert len(query("word " * 10_000)) < 300
    assert len(terms("x" * 10_000)[0].words[0]) == LONGEST


@given(st.text(max_size=400))
def test_nothing_that_is_typed_gets_out_of_its_quotes(typed):
    said = query(typed)
    for quoted in said.split("'")[1::2]:
        assert not set(quoted) & set("\\:*&|!<>() \0")


def test_a_vector_has_weights_and_places_and_no_phrase_across_fields():
    said = tsvector([("A", "Bread, bread"), ("C", "dear")])
    assert said == "'bread':1A,2A 'dear':4C"


def test_a_vector_stays_below_what_the_database_takes():
    body = " ".join(f"{number:040}" for number in range(30_000))
    assert len(tsvector([("C", body)]).encode()) < 1_048_575


def test_an_excerpt_shows_where_most_of_the_words_stand_as_they_were_written():
    text = "Salt. " * 100 + "Here the «كتاب‌ها», salt and Élan are. " + "Nothing. " * 100
    pieces = excerpt(text, terms("کتابها elan salt"))
    assert [piece for piece, is_hit in pieces if is_hit][-3:] == ["كتاب‌ها", "salt", "Élan"]
    assert "".join(piece for piece, __ in pieces).startswith("…")
    assert len("".join(piece for piece, __ in pieces)) < 240


def test_an_excerpt_of_what_is_elsewhere_is_the_beginning():
    assert excerpt("The first words.", terms("none")) == [("The first words.", False)]
    assert excerpt("", terms("none")) == []


def test_what_is_not_wanted_is_not_marked():
    assert marked("bread and salt", terms("bread -salt")) == [("bread", True), (" and salt", False)]


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_marking_changes_no_letter(text, typed):
    assert "".join(piece for piece, __ in marked(text, terms(typed))) == text


def test_a_name_is_looked_for_whole_and_where_it_has_its_weight():
    said = str(exactly("L. O'Brien-Élan", weight="B"))
    assert said == "(" + " <-> ".join(f"'{word}':B" for word in words("L. O'Brien-Élan")) + ")"
    assert exactly("!!!") is None
