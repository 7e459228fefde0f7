"""Notes beside the text in a real Chromium: from a selection, back to the paragraph, by keys, and
those of colleagues while one writes.
"""

import pytest

from desk.models import Note
from desk.noting import answer, resolve, write
from tests.articles.drafts import edit
from tests.browser.test_admin import editor_of, sign_in
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import address_of
from tests.newsroom.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>First of all.</p><p>Second part here.</p><p>Third and last.</p>"

SELECTED = """new Promise((done) => document.addEventListener("selectionchange", () =>
    document.getSelection().toString() && done(document.getSelection().toString())))"""
"""What is selected once something is."""
SEEN = """(element) => {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const middle = [(left + right) / 2, (top + Math.min(bottom, innerHeight)) / 2];
  const there = document.elementFromPoint(...middle);
  return top >= 0 && top < innerHeight && (element.contains(there) || there.contains(element));
}"""
"""Whether somebody sees it: within the window and under nothing else."""


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


def hear(page):
    """Let the form report now, as it does when somebody comes back to its window."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def marks(page):
    """The markers beside the text: the beginning of the paragraph at which each is, its count."""
    return page.evaluate("""[...document.querySelectorAll(".note-mark")].map((mark) => {
      const { top } = mark.getBoundingClientRect();
      const blocks = [...document.querySelector(".ProseMirror[contenteditable]").children];
      const beside = blocks.find((one) => Math.abs(one.getBoundingClientRect().top - top) < 4);
      return [beside?.textContent.split(" ")[0], mark.textContent];
    })""")


def until_marked(page, *expected):
    """Wait until exactly these markers stand beside these paragraphs."""
    wanted = [list(one) for one in expected]
    try:
        eventually(lambda: marks(page) == wanted, seconds=5)
    except AssertionError:
        assert marks(page) == wanted


@pytest.mark.proof
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


@pytest.mark.parametrize(
    ("width", "language", "counts"),
    [
        pytest.param(1280, "en", ("12", "1"), marks=pytest.mark.proof),
        (390, "fa", ("۱۲", "۱")),
    ],
)
def test_a_marker_at_the_end_of_the_line_opens_the_notes_of_its_paragraph_and_they_lead_back(
    open_page, mina, width, language, counts
):
    make_newsroom(language=language)
    article = make_article("", published=False, slug="", language=language)
    edit(article, headline="Bread", body=BODY)
    write(article, "Whole", by=mina)
    for number in range(12):
        write(article, f"First {number}", by=mina, place=0)
    second = write(article, "Who says so?", by=mina, place=1)
    page = open_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    sign_in(page, mina)
    page.goto(address_of(article))
    until_marked(page, ("First", counts[0]), ("Second", counts[1]))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mark, text = (
        page.locator(one).bounding_box()
        for one in (".note-mark >> nth=1", ".ProseMirror[contenteditable]")
    )
    edge = text["x"] + (text["width"] if language == "en" else 0)
    assert mark["x"] < edge < mark["x"] + mark["width"]
    editor_of(page).locator("p >> text=Third").click()
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(f"#note-{second.pk}:focus")
    page.wait_for_selector(".dock-section:not([aria-busy])")
    assert page.locator(f"#note-{second.pk}").evaluate(SEEN)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ProseMirror .noted >> text=Second")
    assert page.evaluate("document.getSelection().toString()") == "Second part here."
    assert editor_of(page).locator("p >> text=Second").evaluate(SEEN)
    assert page.input_value("[name=body]") == BODY
    page.wait_for_selector(".ProseMirror[contenteditable]:not(:has(.noted))")


@pytest.mark.proof
def test_a_marker_stays_with_its_paragraph_however_that_is_rewritten(form, article, mina):
    write(article, "Who says so?", by=mina, place=1)
    hear(form)
    until_marked(form, ("Second", "1"))
    editor_of(form).locator("p >> text=First").click()
    form.keyboard.press("Home")
    form.keyboard.type("New")
    form.keyboard.press("Enter")
    until_marked(form, ("Second", "1"))
    editor_of(form).locator("p >> text=Second").click(click_count=3)
    form.keyboard.type("Anew entirely")
    until_marked(form, ("Anew", "1"))
    form.keyboard.press("Control+Alt+2")
    form.wait_for_selector(".ProseMirror h2 >> text=Anew")
    until_marked(form, ("Anew", "1"))


@pytest.mark.proof
def test_a_marker_goes_with_its_paragraph_and_comes_back_with_it(form, article, mina):
    write(article, "Who says so?", by=mina, place=1)
    hear(form)
    until_marked(form, ("Second", "1"))
    editor_of(form).press("ControlOrMeta+a")
    form.keyboard.press("Delete")
    until_marked(form)
    form.keyboard.press("ControlOrMeta+z")
    until_marked(form, ("Second", "1"))


def test_one_key_begins_a_note_where_the_cursor_stands_and_escape_leads_back(form):
    editor_of(form).locator("p >> text=Third").click()
    form.keyboard.press("Control+Alt+m")
    form.wait_for_selector("#note-text:focus")
    assert form.locator("#note-place option:checked").inner_text() == "Third and last."
    form.keyboard.type("Is it?")
    form.keyboard.press("Escape")
    form.wait_for_selector(".ProseMirror:focus")
    form.keyboard.press("Control+Alt+m")
    form.wait_for_selector("#note-text:focus")
    assert form.input_value("#note-text") == "Is it?"
    form.click(".note-new button")
    until_marked(form, ("Third", "1"))
    assert Note.objects.get().place == 2


@pytest.mark.proof
def test_notes_of_colleagues_come_while_an_answer_is_typed_and_take_nothing_of_it(
    form, article, mina
):
    nima = make_user("nima@example.org", name="Nima", role="Editor")
    first = write(article, "Who says so?", by=nima, place=0)
    hear(form)
    until_marked(form, ("First", "1"))
    form.click(".note-mark")
    form.click(f"#note-{first.pk} .note-answer summary")
    form.locator(f"#note-{first.pk} .note-answer textarea").press_sequentially("The baker ")
    write(article, "On the whole", by=nima)
    write(article, "And this?", by=nima, place=1)
    answer(first, "Do you know?", by=nima)
    hear(form)
    form.wait_for_selector("#dock >> text=Do you know?")
    assert form.inner_text("#notes-count") == "3"
    until_marked(form, ("First", "1"), ("Second", "1"))
    form.keyboard.type("said")
    form.context.clear_cookies(name="csrftoken")
    form.evaluate("fetch(location.href)")  # gives another, as signing in again does
    resolve(first, by=nima)
    hear(form)
    until_marked(form, ("Second", "1"))
    form.keyboard.type(" so.")
    field = form.locator(f"#note-{first.pk} textarea:focus")
    assert field.input_value() == "The baker said so."
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.wait_for_selector(".answers >> text=The baker said so.")
    assert first.thread.filter(text="The baker said so.", written_by=mina).exists()
    form.focus("#notes li:has-text('And this?') [value=resolve]")
    write(article, "At the end", by=nima, place=2)
    hear(form)
    until_marked(form, ("Second", "1"), ("Third", "1"))
    assert form.evaluate("document.activeElement.closest('li').innerText.includes('And this?')")
    assert form.evaluate("document.activeElement.value") == "resolve"


LEAVES = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
"""Whether nobody would be asked before the page is left."""


@pytest.mark.proof
def test_a_note_that_is_not_sent_is_not_left_behind_unasked(form):
    open_notes(form)
    assert form.evaluate(LEAVES)
    form.fill("#note-text", "Who says so?")
    form.keyboard.press("Escape")
    assert not form.evaluate(LEAVES)
    form.wait_for_selector("#note-text:focus")
    form.click(".note-new button")
    form.wait_for_selector("li.thread")
    assert form.evaluate(LEAVES)


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


@pytest.mark.proof
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
