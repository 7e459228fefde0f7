"""What tells an open form that the notes have changed: a word in the answer that it gets anyway."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.revisions import newest
from desk.noting import answer, mark_of, reopen, resolve, reword, write
from tests.articles.drafts import edit
from tests.desk.reports import report, unsaved_at
from tests.desk.test_notes import BODY, make_draft, notes_of
from tests.factories import make_newsroom, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina(client):
    make_newsroom()
    mina = make_user("mina@example.org", name="Mina", role="Reporter")
    client.force_login(mina)
    return mina


@pytest.fixture
def article(mina):
    return make_draft()


@pytest.fixture
def note(article, mina):
    return write(article, "Who says so?", by=mina, place=2)


def told(client, article, person):
    """What the form hears of the notes."""
    return report(client, unsaved_at(article), person).json()["notes"]


def test_the_form_hears_the_word_that_the_page_of_the_notes_has(client, mina, article, note):
    word = told(client, article, mina)
    assert word
    assert f'data-mark="{word}"' in client.get(notes_of(article)).content.decode()
    assert told(client, article, mina) == word


def test_without_notes_there_is_nothing_to_fetch(client, mina, article):
    write(make_draft(), "Elsewhere", by=mina)
    assert told(client, article, mina) == ""
    assert 'data-mark=""' in client.get(notes_of(article)).content.decode()


def test_whatever_changes_the_notes_or_their_text_changes_the_word(client, mina, article, note):
    other = write(article, "And this?", by=mina)
    changes = [
        lambda: write(article, "A third", by=mina),
        lambda: answer(note, "I do.", by=mina),
        lambda: reword(note, "Who says so, and when?"),
        lambda: resolve(note, by=mina),
        lambda: (reopen(note), resolve(other, by=mina)),
        lambda: reopen(other),
        lambda: edit(article, body=BODY + "<p>More.</p>"),
    ]
    words = [told(client, article, mina)]
    for change in changes:
        change()
        words.append(told(client, article, mina))
    assert [one for one, next_one in pairwise(words) if one == next_one] == []


def test_what_a_colleague_notes_is_told_although_the_text_is_not_taken(client, mina, article, note):
    before = told(client, article, mina)
    report(client, unsaved_at(article), mina, sequence=9, fields={"headline": ["Mine"]})
    write(article, "Another", by=make_user())
    old = report(client, unsaved_at(article), mina, sequence=5, fields={"headline": ["Old"]})
    assert old.json()["reason"] == "old"
    assert old.json()["notes"] not in ("", before)


def test_who_may_not_change_the_article_hears_nothing(client, article, note):
    moderator = make_user(role="Moderator")
    client.force_login(moderator)
    assert "notes" not in report(client, unsaved_at(article), moderator).json()


def test_the_word_costs_one_query_however_many_notes_there_are(article, note, mina):
    last = newest(article)
    for number in (1, 20):
        for index in range(number):
            answer(write(article, f"Note {index}", by=mina, place=0), "Yes", by=mina)
        with CaptureQueriesContext(connection) as captured:
            mark_of(article, last)
        assert len(captured) == 1


# What the markers beside the text are made of


def test_an_unresolved_note_says_at_which_paragraph_it_is(client, mina, article, note):
    write(article, "On the whole", by=mina)
    page = client.get(notes_of(article)).content.decode()
    assert page.count("data-quote=") == 1
    assert (
        'data-quote="Second part here." data-place="2" data-beginning="Second part here."' in page
    )
    resolve(note, by=mina)
    assert "data-quote=" not in client.get(notes_of(article)).content.decode()


def test_quoted_markup_ends_no_attribute(client, mina, article):
    write(article, "Hm.", by=mina, quote='"><img src=x onerror=alert(1)>')
    page = client.get(notes_of(article)).content.decode()
    assert "<img src=x" not in page
    assert 'data-quote="&quot;&gt;&lt;img' in page
