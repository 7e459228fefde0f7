"""Nothing that is typed is lost: kept a moment after the last key, offered back, told to others."""

import pytest

from articles.models import Article
from articles.revisions import newest
from desk.models import Unsaved
from tests.browser.test_admin import editor_of, sign_in
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import WRITING, address_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer():
    make_newsroom()
    return make_user("mina@example.org", role="Editor", name="Mina")


def kept(page, state="kept"):
    page.wait_for_selector(f"#kept[data-state={state}]", state="attached")


def open_form(page, address):
    page.goto(address)
    editor_of(page).wait_for()
    page.wait_for_selector("#kept:not([hidden])")
    return page


def type_in(page, words):
    editor_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def go_on(page):
    page.click("[name=_go_on]")
    page.wait_for_selector("text=This is what you had typed.")
    editor_of(page).wait_for()


def test_what_is_typed_is_kept_and_offered_with_its_difference(page, writer):
    article = make_article("Bread", published=False, body="<p>Dear.</p>")
    sign_in(page, writer)
    open_form(page, address_of(article))
    kept(page, "saved")
    type_in(page, " Very dear.")
    kept(page)
    assert newest(article) is None
    page.reload()
    assert page.locator(".offer ins").inner_text().strip() == "Very dear."
    go_on(page)
    assert editor_of(page).inner_text() == "Dear. Very dear."
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert page.locator(".offer").count() == 0
    assert newest(article).content["body"] == "<p>Dear. Very dear.</p>"


def test_a_new_article_leaves_no_row_and_is_found_again(page, writer):
    sign_in(page, writer)
    open_form(page, WRITING)
    page.fill("#id_headline", "Bread is dear")
    type_in(page, "Very.")
    kept(page)
    page.goto("/admin/")
    assert not Article.objects.exists()
    page.goto(WRITING)
    page.click("text=Unsaved: Bread is dear")
    go_on(page)
    assert page.input_value("#id_headline") == "Bread is dear"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get().body == "<p>Very.</p>"
    page.goto(WRITING)
    assert page.locator("text=Unsaved:").count() == 0
    assert list(Unsaved.objects.waiting(writer)) == []
