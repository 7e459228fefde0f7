"""What is pasted from word processors into the real editor says the same as in the cleaner."""

import pytest

from articles.models import Article
from tests.browser.test_admin import editor_of, sign_in
from tests.desk.test_pasting import EXPECTED, SAMPLES, essence
from tests.factories import make_newsroom, make_user
from tests.forms import WRITING

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """
(element, given) => {
  const transfer = new DataTransfer()
  for (const [type, text] of Object.entries(given)) transfer.setData(type, text)
  const options = { clipboardData: transfer, bubbles: true, cancelable: true }
  element.dispatchEvent(new ClipboardEvent("paste", options))
}
"""


@pytest.fixture
def writer(page):
    make_newsroom()
    sign_in(page, make_user("mina@example.org", role="Editor"))
    page.goto(WRITING)
    editor_of(page).click()
    return page


def paste(page, **given):
    types = {"html": "text/html", "text": "text/plain"}
    editor_of(page).evaluate(PASTE, {types[name]: text for name, text in given.items()})


def saved(page):
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    return Article.objects.get().body


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(path, id=path.stem, marks=pytest.mark.proof if index else ())
        for index, path in enumerate(SAMPLES)
    ],
)
def test_a_sample_says_the_same_as_without_the_editors_script(writer, sample):
    paste(writer, html=sample.read_text(), text="plain")
    assert essence(saved(writer)) == EXPECTED


@pytest.mark.proof
def test_pictures_stay_behind_and_that_is_said(writer):
    paste(writer, html='<p>A</p><img src="https://example.org/a.png">', text="A")
    said = "Pictures do not come along: put them in from the library."
    assert writer.locator(".prose-said").inner_text() == said
    assert saved(writer) == "<p>A</p>"


@pytest.mark.proof
def test_what_would_run_does_not(writer):
    attack = (
        "<p style='x'>A<script>alert(1)</script><img src=x onerror=alert(1)>"
        "<a href='javascript:alert(1)'>b</a></p>"
        "<table><caption><img src=x onerror=alert(1)>c</caption><tr><td>d</td></tr></table>"
    )
    paste(writer, html=attack, text="A")
    body = saved(writer)  # the witness reports dialogs, requests and violations
    assert body.startswith("<p>Ab</p>")
    assert "<caption>c</caption>" in body


@pytest.mark.proof
def test_lines_of_plain_text_are_paragraphs(writer):
    paste(writer, text="One\nTwo\n\nThree")
    assert saved(writer) == "<p>One</p><p>Two</p><p>Three</p>"


@pytest.mark.proof
def test_the_address_of_a_video_alone_becomes_the_video(writer):
    paste(writer, text="https://youtu.be/dQw4w9WgXcQ")
    writer.wait_for_selector(".ProseMirror .embedded >> text=YouTube")
    assert saved(writer) == '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"></figure>'


@pytest.mark.proof
def test_the_address_of_any_other_page_stays_a_link(writer):
    paste(writer, text="https://youtu.be.evil.example/dQw4w9WgXcQ")
    assert "data-embed" not in saved(writer)
