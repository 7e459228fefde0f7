"""What is found shows while it is typed: below the box, or in the list, and by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Article
from tests.articles.drafts import edit, make_draft
from tests.browser.test_admin import sign_in
from tests.browser.test_desk import RULES
from tests.factories import make_newsroom, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/articles/article/"
ASKED = """() => performance.getEntriesByType("resource")
  .filter((one) => one.initiatorType === "fetch").map((one) => new URL(one.name).search)"""

TYPE_AT_ONCE = """(word) => {
  const box = document.querySelector("#find");
  for (const letter of word) {
    box.value += letter;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""


@pytest.fixture
def mina():
    make_newsroom()
    return make_user("mina@example.org", name="Mina", is_superuser=True)


@pytest.fixture
def desk(page, mina):
    for headline in ("Bread", "Salt", "Bread and salt"):
        written(headline, body="<p>What it costs.</p>")
    return sign_in(page, mina)


def written(headline, **changes):
    article = make_draft("")
    edit(article, headline=headline, **changes)
    return article


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def titles(page, selector="#found li a"):
    return [text.split("\n")[0] for text in page.locator(selector).all_inner_texts()]


def says(page, text):
    page.locator("[role=search] [role=status]").get_by_text(text, exact=True).wait_for()


def test_below_the_box_it_is_walked_and_opened_by_keys(desk):
    desk.keyboard.press("/")
    desk.keyboard.type("brea")
    says(desk, "2 results")
    assert desk.input_value("#find") == "brea"
    assert set(titles(desk)) == {"Bread", "Bread and salt"}
    assert desk.locator("#found mark").first.inner_text() == "Bread"
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    assert focused(desk).startswith(titles(desk)[1])
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")
    assert focused(desk) == "find"
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Escape")
    assert (focused(desk), titles(desk)) == ("find", [])
    desk.keyboard.type("d salt")
    says(desk, "1 result")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#article_form")
    assert desk.input_value("#id_headline") == "Bread and salt"


@pytest.mark.proof
def test_one_letter_asks_nothing_and_a_pause_asks_once(desk):
    desk.evaluate(TYPE_AT_ONCE, "bread")
    says(desk, "2 results")
    assert desk.evaluate(ASKED) == ["?q=bread"]
    desk.fill("#find", "b")
    assert titles(desk) == []
    desk.fill("#find", "salt")
    says(desk, "2 results")
    desk.mouse.click(1200, 850)
    assert titles(desk) == []


@pytest.mark.proof
def test_an_answer_that_comes_late_shows_nothing(desk):
    late = []

    def hold(route):
        late.append(route)

    desk.route("**/*q=bread", hold)
    desk.fill("#find", "bread")
    desk.wait_for_event("request", lambda request: request.url.endswith("q=bread"))
    desk.fill("#find", "salt")
    says(desk, "2 results")
    assert set(titles(desk)) == {"Salt", "Bread and salt"}
    assert late
    assert desk.evaluate(ASKED).count("?q=salt") == 1


@pytest.mark.proof
def test_the_list_follows_in_place_and_its_actions_go_on_working(desk):
    written("Pepper")
    desk.goto(f"{LIST}?state=draft")
    desk.keyboard.press("/")
    desk.keyboard.type("bread")
    says(desk, "2 results")
    rows = "#result_list tbody tr th a"
    assert set(titles(desk, rows)) == {"Bread", "Bread and salt"}
    assert desk.url.endswith("q=bread&state=draft")
    assert "q=bread" in desk.get_attribute(".tabs li:last-child a", "href")
    desk.keyboard.press("ArrowDown")
    assert focused(desk).startswith(titles(desk, rows)[0])
    desk.check("#action-toggle")
    assert desk.locator("[name=_selected_action]:checked").count() == 2
    desk.select_option("[name=action]", "bin_selected")
    desk.click("button[name=index]")
    desk.wait_for_selector(".messagelist .success")
    binned = Article.objects.in_bin().values_list("headline", flat=True)
    assert set(binned) == {"Bread", "Bread and salt"}
    desk.fill("#searchbar", "")
    desk.get_by_role("link", name="Pepper").wait_for()
    desk.fill("#searchbar", "none of them")
    desk.get_by_text("Nothing has these words.").wait_for()
    desk.reload()
    assert desk.input_value("#searchbar") == "none of them"


def test_what_is_found_is_only_text(desk):
    written(
        "<img src=x onerror=alert(1)> hostile", body="<p>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
    )
    desk.fill("#find", "hostile")
    says(desk, "1 result")
    assert titles(desk) == ["<img src=x onerror=alert(1)> hostile"]
    assert desk.locator("#found img, #found script").count() == 0


@pytest.mark.proof
def test_without_javascript_enter_leads_to_the_list(open_page, mina):
    written("Bread")
    page = open_page(java_script_enabled=False)
    sign_in(page, mina)
    page.fill("#find", "bread")
    page.press("#find", "Enter")
    page.wait_for_selector("#result_list mark")


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("fa", "dark", 390), ("", "light", 1280)]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    open_page, mina, language, scheme, width
):
    mina.language = language
    mina.save()
    for number in range(9):
        written(f"Bread {number} " + "کتاب‌های تازه " * 5, body="<p>bread</p>" * 9)
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, mina)
    page.fill("#find", "bread")
    page.wait_for_selector("#found li:nth-child(8)")
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
