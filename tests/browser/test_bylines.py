"""Names over an article in a real Chromium: ordered by keyboard or mouse, made without leaving."""

import pytest
from playwright.sync_api import expect

from articles.models import Author
from tests.browser.test_admin import sign_in
from tests.factories import PASSWORD, make_article, make_author, make_newsroom, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LINES = "#bylines-group tr.form-row:not(.empty-form)"
SHOWN = f"""[...document.querySelectorAll("{LINES}")]
  .map((line) => line.querySelector(".field-author select").selectedOptions[0]?.text || "")
  .filter((name) => name)"""


@pytest.fixture
def boss():
    make_newsroom()
    return make_user("boss@example.org", is_superuser=True)


@pytest.fixture
def article():
    return make_article(
        "Bread", published=False, authors=[make_author(name) for name in ("Ana", "Ben", "Cem")]
    )


def form_of(page, article, boss):
    sign_in(page, boss)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_selector(f"{LINES} .moves")
    return page


def saved(page, article):
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    return [str(one.author) for one in article.bylines.all()]


def test_the_keyboard_puts_names_in_order_and_stays_where_it_is(page, article, boss):
    form_of(page, article, boss)
    page.locator(f"{LINES} [data-move='1']").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN) == ["Ben", "Ana", "Cem"]
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN) == ["Ben", "Cem", "Ana"]
    assert page.evaluate("document.activeElement.dataset.move") == "1"
    assert page.locator(f"{LINES} [data-move='-1']").first.is_disabled()
    assert saved(page, article) == ["Ben", "Cem", "Ana"]


@pytest.mark.proof
def test_the_mouse_drags_a_name_to_its_place(page, article, boss):
    form_of(page, article, boss)
    lines = page.locator(LINES)
    lines.nth(2).locator(".moves").drag_to(lines.nth(0), source_position={"x": 2, "y": 2})
    assert page.evaluate(SHOWN) == ["Cem", "Ana", "Ben"]
    assert saved(page, article) == ["Cem", "Ana", "Ben"]


@pytest.mark.proof
def test_a_new_author_is_made_without_leaving_and_stands_last(page, article, boss):
    form_of(page, article, boss)
    with page.expect_popup() as popup:
        page.locator(LINES).last.locator(".add-related").click()
    popup.value.fill("#id_name", "Dea New")
    popup.value.click("[name=_save]")
    chosen = page.locator(LINES).last.locator(".select2-selection__rendered")
    expect(chosen).to_contain_text("Dea New")
    assert saved(page, article) == ["Ana", "Ben", "Cem", "Dea New"]
    assert Author.objects.get(name="Dea New").slug == "dea-new"


@pytest.mark.proof
def test_without_scripts_numbers_put_names_in_order(open_page, article, boss):
    page = open_page(java_script_enabled=False)
    page.goto("/admin/")
    page.fill("#id_username", boss.email)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit]")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    assert page.locator("#id_bylines-3-position").input_value() == "3"
    page.fill("#id_bylines-0-position", "9")
    assert saved(page, article) == ["Ben", "Cem", "Ana"]
