"""Two people write one article in real editors: both stand, and where they meet one chooses."""

import pytest

from articles.publishing import publish
from articles.revisions import newest, waiting
from tests.articles.drafts import edit
from tests.browser.test_admin import editor_of, sign_in
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import address_of

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>First.</p><p>Second.</p><p>Third.</p>"
PHONE = {"width": 390, "height": 800}


def type_after(page, paragraph, words):
    editor_of(page).locator(f"p >> text={paragraph}").click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def save(page, button="_save"):
    with page.expect_navigation():
        page.click(f"[name={button}]")


def fits(page):
    """Whether nothing is wider than the window, once scripts have dressed the page."""
    page.wait_for_load_state("networkidle")
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.fixture
def both(open_page):
    """An article, and the form of it open before two people."""
    make_newsroom()
    article = make_article("Bread is dear", published=False, body=BODY, slug="")
    publish(article, by=None)
    pages = []
    for name in ("mina", "rana"):
        page = open_page(viewport={"width": 1280, "height": 900})
        sign_in(page, make_user(f"{name}@example.org", role="Editor"))
        page.goto(address_of(article))
        editor_of(page).wait_for()
        pages.append(page)
    return article, *pages


def test_a_headline_and_a_paragraph_both_stand_and_wait_until_they_are_published(both):
    article, mina, rana = both
    mina.fill("#id_headline", "Bread is cheap")
    save(mina)
    type_after(rana, "Third.", " More.")
    save(rana)
    article.refresh_from_db()
    content = waiting(article).content
    assert content["headline"] == "Bread is cheap"
    assert content["body"] == BODY.replace("Third.", "Third. More.")
    assert article.headline == "Bread is dear"
    rana.wait_for_selector("text=Changes that are not published yet")
    save(rana, "_publish")
    article.refresh_from_db()
    assert article.headline == "Bread is cheap"


@pytest.mark.proof
def test_a_paragraph_that_both_changed_is_chosen_side_by_side(both):
    article, mina, rana = both
    type_after(mina, "Second.", " As Mina says.")
    save(mina)
    type_after(rana, "Second.", " As Rana says.")
    rana.fill("#id_standfirst", "Nothing is lost.")
    save(rana)
    rana.wait_for_selector(".clash")
    sides = rana.locator(".clash .side").all_inner_texts()
    assert ["As Mina says." in sides[0], "As Rana says." in sides[1]] == [True, True]
    between = rana.locator(".clash .between")
    between.locator("summary").click()
    assert between.locator("del").all_inner_texts() == ["Mina"]
    assert between.locator("ins").all_inner_texts() == ["Rana"]
    assert rana.locator("#id_standfirst").input_value() == "Nothing is lost."
    rana.click(".clash label >> text=Both")
    save(rana)
    rana.wait_for_selector(".messagelist .success")
    content = newest(article).content
    assert content["standfirst"] == "Nothing is lost."
    said = "<p>Second. As Mina says.</p><p>Second. As Rana says.</p>"
    assert content["body"] == BODY.replace("<p>Second.</p>", said)


@pytest.mark.proof
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_history_fits_a_phone(open_page, language, scheme):
    make_newsroom(language=language)
    article = make_article("Bread is dear", body=BODY)
    edit(article, headline="Bread is cheap", body=BODY.replace("Second", "Third and last"))
    page = open_page(viewport=PHONE, color_scheme=scheme)
    sign_in(page, make_user(role="Editor", language=language))
    listed = address_of(article).replace("change", "revisions")
    for address in (address_of(article), listed, f"{listed}compare/?from=1&to=2"):
        page.goto(address)
        assert fits(page), address
