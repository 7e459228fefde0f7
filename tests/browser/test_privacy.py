"""Reading asks nobody else, sets no cookie and stores nothing; only what a reader does may."""

import pytest
from playwright.sync_api import expect

from accounts.links import Purpose, signed, signed_for
from tests.factories import make_newsroom, make_user
from tests.pages.test_html import addresses, make_site

pytestmark = pytest.mark.django_db(transaction=True)
STORED = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}
PASSWORD = "correct horse battery staple"


@pytest.fixture
def article(site):
    article = make_site()
    newsroom = make_newsroom(reader_accounts=True)
    assert newsroom.reader_accounts
    return article


@pytest.fixture(autouse=True)
def pictures(page):
    """The photos of these rows have no files."""
    page.route("**/media/**", lambda route: route.fulfill(body="", content_type="image/webp"))


@pytest.fixture
def asked(page, site):
    """Every address that the browser asked for; the witness of all browser tests sees them too."""
    found = []
    page.on("request", lambda request: found.append(request.url))
    return found


def test_no_public_page_asks_others_sets_a_cookie_or_stores_anything(article, page, site, asked):
    for address in [*addresses(article), "/account/sent/"]:
        page.goto(address)
        page.mouse.wheel(0, 20_000)
        page.wait_for_load_state("networkidle")
        assert page.context.cookies() == [], address
        assert page.evaluate(STORED) == NOTHING, address
    assert len(asked) > 40
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []


@pytest.mark.proof
def test_pages_of_accounts_ask_nobody_else_and_store_nothing_but_their_cookies(
    article, page, site, asked
):
    rita = make_user("rita@example.org", name="Rita", is_staff=False)
    links = [
        f"/account/join/{signed(Purpose.JOIN, email='new@example.org', name='New')}/",
        f"/account/enter/{signed_for(Purpose.ENTER, rita)}/",
        f"/account/renew/{signed_for(Purpose.PASSWORD, rita)}/",
    ]
    forms = ["join", "sign-in", "enter", "forgotten"]
    for address in [*links, *(f"/account/{name}/" for name in forms)]:
        page.goto(address)
        assert page.evaluate(STORED) == NOTHING, address
        assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
    page.goto("/account/sign-in/")
    page.get_by_label("Email").fill("rita@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    own = ["", "name/", "address/", "password/", "delete/", "comments/", f"reply/{article.pk}/"]
    for address in own:
        page.goto(f"/account/{address}")
        assert page.evaluate(STORED) == NOTHING, address
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names == {"csrftoken", "sessionid", "signed_in_before"}
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []


def test_a_signed_link_acts_in_a_real_browser(article, page):
    """Its page must not say ``no-referrer``: browsers send its form from ``Origin: null`` then."""
    rita = make_user("rita@example.org", name="Rita", is_staff=False)
    page.goto(f"/account/enter/{signed_for(Purpose.ENTER, rita)}/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def test_liking_stores_one_word_and_one_cookie(article, page):
    page.goto(article.path)
    page.get_by_role("button", name="Like", exact=True).click()
    expect(page.get_by_role("button", name="Unlike")).to_be_visible()
    assert page.evaluate(STORED) == {**NOTHING, "local": [f"liked:{article.path}likes/"]}
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("visitor", True, "Lax")
