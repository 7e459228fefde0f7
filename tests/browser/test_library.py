"""Pictures of the library are put into an article: by button, by dragging, straight from disk."""

import pytest

from articles.models import Article
from photos.library import keep
from photos.models import Photo
from tests.browser.test_admin import editor_of, sign_in
from tests.factories import make_newsroom, make_user
from tests.forms import WRITING
from tests.photos.pictures import picture, upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer(page):
    make_newsroom()
    mina = make_user("mina@example.org", role="Editor")
    keep(upload(), by=mina, alt="A loaf of bread")
    keep(upload(picture(colour=(200, 0, 0))), by=mina, alt="A red door")
    sign_in(page, mina)
    page.goto(WRITING)
    editor_of(page).click()
    page.keyboard.type("First.")
    page.keyboard.press("Enter")
    page.keyboard.type("Second.")
    return page


def body_of(page):
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    return Article.objects.get().body


def open_library(page):
    page.click(".prose-menubar [data-name=figure]")
    page.wait_for_selector("#library .tiles img")


def photo(alt):
    return Photo.objects.get(alt=alt).pk


@pytest.mark.proof
def test_a_picture_is_searched_and_put_in_behind_the_paragraph_by_keys_alone(writer):
    editor_of(writer).locator("p").first.click()
    open_library(writer)
    writer.keyboard.press("Tab")
    writer.keyboard.press("Tab")
    writer.keyboard.type("loaf")
    writer.wait_for_selector("#library .tiles:not(:has(li + li))")
    writer.focus("#library .put")
    writer.keyboard.press("Enter")
    writer.wait_for_selector(".ProseMirror figure img")
    writer.focus("#library .put")
    writer.keyboard.press("Escape")
    assert writer.locator("#library").is_hidden()
    figure = f'<figure data-photo="{photo("A loaf of bread")}"></figure>'
    assert body_of(writer) == f"<p>First.</p>{figure}<p>Second.</p>"


@pytest.mark.proof
def test_a_picture_is_dragged_between_two_paragraphs(writer):
    open_library(writer)
    tile = writer.locator("#library .tiles li", has_text="A red door")
    box = editor_of(writer).bounding_box()
    second = editor_of(writer).locator("p >> text=Second.").bounding_box()
    between = {"x": box["width"] - 60, "y": second["y"] - box["y"] - 6}
    tile.drag_to(editor_of(writer), target_position=between)
    writer.wait_for_selector(".ProseMirror figure img")
    figure = f'<figure data-photo="{photo("A red door")}"></figure>'
    assert body_of(writer) == f"<p>First.</p>{figure}<p>Second.</p>"


@pytest.mark.proof
def test_a_caption_is_written_in_the_body_and_a_figure_taken_away_again(writer):
    open_library(writer)
    writer.locator("#library .put").first.click()
    writer.locator("#library .put").last.click()
    writer.wait_for_selector(".ProseMirror figure ~ figure")
    writer.click("#library .close")
    writer.locator(".ProseMirror figcaption").first.click()
    writer.keyboard.type("In spring")
    writer.locator(".ProseMirror .figure-acts >> text=Remove").last.click()
    assert writer.locator(".ProseMirror figure").count() == 1
    assert "<figcaption>In spring</figcaption></figure>" in body_of(writer)


def test_a_file_is_dropped_described_and_stands_in_the_library_and_in_the_body(writer, tmp_path):
    path = tmp_path / "green.jpg"
    path.write_bytes(upload(picture(colour=(0, 200, 0))).read())
    open_library(writer)
    writer.set_input_files("#library [name=pictures]", path)
    writer.click("#library .send")
    assert Photo.objects.count() == 2  # not without a description
    writer.fill("#library [name=alt]", "A green field")
    writer.fill("#library [name=credit]", "M. Karim")
    writer.click("#library .send")
    writer.wait_for_selector(".ProseMirror figure img")
    kept = Photo.objects.get(alt="A green field")
    assert kept.credit == "M. Karim"
    assert f'<figure data-photo="{kept.pk}">' in body_of(writer)


DROP = """
(element, bytes) => {
  const transfer = new DataTransfer()
  transfer.items.add(new File([Uint8Array.from(bytes)], "green.jpg", { type: "image/jpeg" }))
  const { x, y } = element.getBoundingClientRect()
  const place = { clientX: x + 5, clientY: y + 5, bubbles: true, cancelable: true }
  element.dispatchEvent(new DragEvent("drop", { ...place, dataTransfer: transfer }))
}
"""


@pytest.mark.proof
def test_a_file_dropped_on_the_text_goes_by_way_of_the_library(writer):
    green = list(upload(picture(colour=(0, 200, 0))).read())
    editor_of(writer).locator("p").first.evaluate(DROP, green)
    writer.wait_for_selector("#library .said:not([hidden])")
    writer.fill("#library [name=alt]", "A green field")
    writer.click("#library .send")
    writer.wait_for_selector(".ProseMirror figure img")
    figure = f'<figure data-photo="{photo("A green field")}"></figure>'
    assert body_of(writer) == f"<p>First.</p>{figure}<p>Second.</p>"


@pytest.mark.proof
def test_what_is_no_picture_is_refused_with_a_sentence_and_nothing_is_lost(
    writer, witness, tmp_path
):
    witness.refusing = ("/admin/photos/photo/drawer/",)
    path = tmp_path / "false.jpg"
    path.write_bytes(b"no picture")
    open_library(writer)
    writer.set_input_files("#library [name=pictures]", path)
    writer.fill("#library [name=alt]", "A green field")
    writer.click("#library .send")
    writer.wait_for_selector("#library .refusals >> text=false.jpg")
    assert writer.input_value("#library [name=alt]") == "A green field"
    assert Photo.objects.count() == 2
