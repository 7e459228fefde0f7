"""Notes beside the text in a real Chromium: from a selection, back to the paragraph, by keys."""

import pytest

from desk.models import Note
from desk.noting import write
from tests.articles.drafts import edit
from tests.browser.test_admin import editor_of, sign_in
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import address_of

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>First of all.</p><p>Second part here.</p><p>Third and last.</p>"

SELECTED = """new Promise((done) => document.addEventListener("selectionchange", () =>
    document.getSelection().toString() && done(document.getSelection().toString())))"""
"""What is selected once something is."""


@pytest.fixture
def article():
    make_newsroom()
    article = make_article("", published=False, slug="")
    edit(article, headline="Bread is dear", body=BODY)
    return article


@pytest.fixture
def mina():
    return make_user("mina@example.org", name="Mina", role="Editor")


@pytest.fixture
def form(page, article, mina):
    sign_in(page, mina)
    page.goto(address_of(article))
    editor_of(page).wait_for()
    return page


def open_notes(page):
    page.click("#notes-toggle")
    page.wait_for_selector("#note-text")


def test_selected_words_become_a_note_and_lead_back(form):
    open_notes(form)
    editor_of(form).locator("p >> text=Second").dblclick(position={"x": 5, "y": 10})
    assert form.locator("#note-place option:checked").inner_text() == "Second part here."
    form.fill("#note-text", "Which one was first?")
    form.click(".note-new button")
    form.wait_for_selector("li.thread")
    note = Note.objects.get()
    assert (note.quote, note.place, note.text) == ("Second", 1, "Which one was first?")
    assert form.inner_text("#notes-count") == "1"
    editor_of(form).locator("p >> text=Third").click()
    words = form.evaluate(f"(document.querySelector('.note-jump').click(), {SELECTED})")
    assert words == "Second"


@pytest.mark.proof
def test_writing_a_note_leaves_what_is_typed_alone(form, article):
    form.fill("#id_headline", "Not saved yet")
    open_notes(form)
    form.fill("#note-text", "A note.")
    form.click(".note-new button")
    form.wait_for_selector("li.thread")
    assert form.input_value("#id_headline") == "Not saved yet"
    assert form.url.endswith(address_of(article))


@pytest.mark.proof
def test_a_paragraph_that_is_not_saved_yet_is_quoted(form, article):
    open_notes(form)
    editor_of(form).locator("p >> text=Third").click()
    form.keyboard.press("End")
    form.keyboard.press("Enter")
    form.keyboard.type("Fourth and new.")
    form.fill("#note-text", "Check this.")
    form.click(".note-new button")
    form.wait_for_selector("li.thread")
    note = Note.objects.get()
    assert (note.quote, note.place) == ("Fourth and new.", None)
    form.click("[name=_save]")
    form.wait_for_selector(".messagelist .success")
    open_notes(form)
    form.wait_for_selector(".note-jump")


def test_by_keys_alone_a_note_is_written_answered_and_resolved(form):
    form.focus("#notes-toggle")
    form.keyboard.press("Space")
    form.wait_for_selector("#note-text:focus")
    form.keyboard.type("Who says so?")
    form.keyboard.press("Tab")
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.wait_for_selector("li.thread")
    form.focus(".note-answer summary")
    form.keyboard.press("Enter")
    form.keyboard.press("Tab")
    form.keyboard.type("I do.")
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.wait_for_selector(".answers li")
    form.focus("[value=resolve]")
    form.keyboard.press("Enter")
    form.wait_for_selector(".notes-resolved")
    assert form.text_content("#notes-count") == ""
    assert Note.objects.begun().get().resolved_at
    form.keyboard.press("Escape")
    assert form.evaluate("document.activeElement.id") == "notes-toggle"


def test_a_note_with_markup_stays_text_in_the_form(form, article, mina, witness):
    write(article, "<img src=x onerror=alert(1)><script>alert(2)</script>", by=mina, place=0)
    open_notes(form)
    form.wait_for_selector("text=<img src=x onerror=alert(1)>")
    assert form.locator("#dock img").count() == 0


@pytest.mark.proof
def test_a_refusal_is_said_where_it_was_written(form):
    open_notes(form)
    form.evaluate("document.querySelector('#note-text').required = false")
    form.click(".note-new button")
    form.locator("#dock .error").get_by_text("This field is required.").wait_for()
    assert not Note.objects.exists()
