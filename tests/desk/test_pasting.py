"""What is pasted from word processors and sent without the editor's script: HTML is kept of it."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from desk.editor import cleaned
from lib.html import STAFF, clean
from lib.html_pasted import tidied
from tests.lib.html_rules import assert_within, bleach_attacks, h5sc_attacks, wordpress_attacks
from tests.lib.test_html_properties import soup

SAMPLES = sorted((Path(__file__).parent / "pasted").glob("*.html"))
EXPECTED = (
    "<h2>The price of bread</h2>"
    "<p>Bread became <strong>a third dearer</strong> in <em>one year</em>, says"
    ' <a href="https://statistics.example/bread?year=2026&amp;q=1">'
    "the office of statistics</a>.</p>"
    "<h3>Why</h3>"
    "<ul><li>Flour<ul><li>Wheat from the Ukraine</li><li>Rye</li></ul></li><li>Gas</li></ul>"
    "<p>In this order:</p><ol><li>Harvest</li><li>Mill</li></ol>"
    "<p>Checked by the desk. H<sub>2</sub>O, x<sup>2</sup>, <s>gone</s>.</p>"
    "<table><tr><th>Year</th><th>Price</th></tr><tr><td>2026</td><td>9 €</td></tr></table>"
)
"""What each of the samples says; whether a point of a list is a paragraph, programs disagree."""


def essence(body):
    """Without what programs disagree on: paragraphs in points and cells, parts of tables."""
    body = re.sub(r"(<(?:li|td|th)>)<p>(.*?)</p>", r"\1\2", body)
    return re.sub(r"</?(?:thead|tbody)>|(?<=Flour) (?=<ul>)", "", body)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_of_each_program_says_the_same(sample):
    assert essence(cleaned(sample.read_text())) == EXPECTED


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_cleaning_again_changes_nothing(sample):
    once = cleaned(sample.read_text())
    assert cleaned(once) == once


def mso(level, marker, text, name="l0"):
    return (
        f"<p class=MsoListParagraph style='mso-list:{name} level{level} lfo1'>"
        f"<span style='mso-list:Ignore'>{marker}</span>{text}</p>"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (mso(1, "1.", "a") + mso(2, "a)", "b"), "<ol><li>a<ol><li>b</li></ol></li></ol>"),
        (mso(3, "·", "deep") + mso(1, "·", "up"), "<ul><li>deep</li></ul><ul><li>up</li></ul>"),
        (mso(1, "۱.", "یک"), "<ol><li>یک</li></ol>"),
        (mso(1, "·", "a") + "<p>x</p>" + mso(1, "·", "b"),
         "<ul><li>a</li></ul><p>x</p><ul><li>b</li></ul>"),
        (mso(1, "·", "a") + mso(1, "1.", "b", "l1"), "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("<p class=MsoTitle>T</p><h1>One</h1><h5>Five</h5>",
         "<h2>T</h2><h2>One</h2><h4>Five</h4>"),
        ('<p style="x"><a href="https://www.google.com/url?q=javascript:alert(1)">a</a></p>',
         '<p><a href="https://www.google.com/url?q=javascript:alert(1)">a</a></p>'),
        ('<p style="x"><a href="https://www.google.com.evil.example/url?q=https://b.example">a</a></p>',
         '<p><a href="https://www.google.com.evil.example/url?q=https://b.example">a</a></p>'),
        ('<p style="x">a <del cite="mailto:M" datetime="2026-11-01">old</del><ins>new</ins></p>',
         "<p>a new</p>"),
        ('<p style="x">a <b style="font-weight: normal">b</b> <b>c</b></p>',
         "<p>a b <strong>c</strong></p>"),
        ('<figure style="x" data-photo="7" class="wide"></figure>',
         '<figure data-photo="7" class="wide"></figure>'),
        ('<p style="x">a\n b</p><pre>c\n  d</pre>', "<p>a b</p><pre>c\n  d</pre>"),
    ],
)  # fmt: skip
def test_what_a_style_means_is_kept_as_an_element(given, kept):
    assert cleaned(given) == kept


def test_nothing_that_was_not_pasted_is_touched():
    body = '<p lang="fa" dir="rtl">نان <b>ب</b>\nx</p><blockquote cite="https://a.example/">q</blockquote>'
    assert tidied(body) is body


@pytest.mark.parametrize("attacks", [bleach_attacks, h5sc_attacks, wordpress_attacks])
def test_an_attack_that_looks_pasted_leaves_nothing_foreign(attacks):
    for attack in attacks():
        assert_within(cleaned(f'<p style="x">a</p>{attack}'), STAFF)


@settings(max_examples=200, deadline=None)
@given(soup)
def test_whatever_looks_pasted_becomes_valid_and_stays_the_same(html):
    once = cleaned(f'<p style="x">a</p>{html}')
    assert_within(once, STAFF)
    assert cleaned(once) == once
    assert clean(once, STAFF) == once
