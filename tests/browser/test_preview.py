"""The preview beside the form in a real Chromium: live, still, harmless; and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Article
from desk.noting import resolve, write
from desk.sharing import address_of as address_of_link
from tests.articles.drafts import edit
from tests.browser.test_admin import editor_of, sign_in
from tests.browser.test_desk import RULES
from tests.desk.test_preview_links import links_of, make_link
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import WRITING, address_of

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Words and words. " * 20
LONG = "".join(f"<p>Paragraph {n} of a long text. {WORDS}</p>" for n in range(30))
PHONE = {"width": 390, "height": 844}
MODES = ["phone", "desktop", "elsewhere"]


@pytest.fixture
def mina():
    make_newsroom()
    return make_user("mina@example.org", name="Mina", role="Editor")


@pytest.fixture
def article(mina):
    article = make_article("", published=False, slug="", created_by=mina)
    edit(article, headline="Bread is dear", standfirst="Very.", body=LONG)
    return article


@pytest.fixture
def form(page, mina, article):
    sign_in(page, mina)
    page.goto(address_of(article))
    editor_of(page).wait_for()
    return page


def shown(page):
    return page.frame_locator("#dock iframe")


def inside(page, script):
    return page.evaluate(f"document.querySelector('#dock iframe').contentWindow.{script}")


def heading(page, words):
    shown(page).get_by_role("heading", level=1, name=words).wait_for()


def test_it_follows_what_is_typed_and_stays_where_it_is_read(form, article):
    form.click("#preview-toggle")
    heading(form, "Bread is dear")
    inside(form, "scrollTo(0, 900)")
    inside(form, "document.querySelectorAll('.body p')[9].kept = 'yes'")
    form.fill("#id_headline", "Bread is cheap")
    heading(form, "Bread is cheap")
    assert inside(form, "scrollY") == 900
    assert inside(form, "document.querySelectorAll('.body p')[9].kept") == "yes"
    editor_of(form).locator("p").first.click()
    form.keyboard.press("End")
    form.keyboard.type(" More of it.")
    shown(form).get_by_text("More of it.").wait_for()
    assert newest_headline(article) == "Bread is dear"


def test_a_new_article_is_shown_before_it_is_saved(page, mina):
    sign_in(page, mina)
    page.goto(WRITING)
    editor_of(page).click()
    page.keyboard.type("Ink on paper.")
    page.click("#preview-toggle")
    shown(page).get_by_text("Ink on paper.").wait_for()
    assert not Article.objects.exists()


@pytest.mark.proof
def test_it_turns_with_the_language(form):
    form.click("#preview-toggle")
    heading(form, "Bread is dear")
    form.select_option("#id_language", "fa")
    shown(form).locator("html[dir=rtl]").wait_for()


@pytest.mark.proof
def test_a_phone_is_narrow_and_a_desktop_is_wide(form):
    form.click("#preview-toggle")
    heading(form, "Bread is dear")
    assert inside(form, "innerWidth") == 390
    form.click("[data-show=desktop]")
    assert inside(form, "innerWidth") == 1280
    frame, dock = form.locator("#dock iframe"), form.locator("#dock")
    assert frame.bounding_box()["width"] <= dock.bounding_box()["width"]
    form.click("[data-show=elsewhere]")
    assert form.locator(".result .what").inner_text().startswith("Bread is dear")
    form.fill("#id_headline", "Bread is cheap")
    form.locator(".result .what").get_by_text("Bread is cheap").wait_for()


@pytest.mark.proof
def test_a_long_title_is_cut_where_search_engines_cut(form):
    form.fill("#id_headline", "Bread is dear and will be dearer " * 5)
    form.click("#preview-toggle")
    form.click("[data-show=elsewhere]")
    title = form.locator(".result .what")
    title.wait_for()
    assert title.evaluate("one => one.offsetWidth") == 600
    assert title.evaluate("one => one.scrollWidth") > 600


@pytest.mark.proof
def test_nothing_hostile_runs_in_it_even_if_the_server_let_it_through(form, witness):
    evil = (
        "<!doctype html><html><head><title>x</title></head><body><main><h1>Evil</h1>"
        "<script>top.evil = 1</script><img src=x onerror='top.evil = 1'>"
        "<iframe srcdoc='<script>top.evil = 1</script>'></iframe>"
        "<a href='javascript:top.evil = 1'>click</a><svg onload='top.evil = 1'></svg>"
        "<form action='/admin/logout/' method=post><button>go</button></form></main></body></html>"
    )
    form.route("**/preview/", lambda route: route.fulfill(body=evil, content_type="text/html"))
    form.click("#preview-toggle")
    heading(form, "Evil")
    shown(form).get_by_text("click").click()
    shown(form).get_by_role("button", name="go").click()
    with form.expect_response("**/preview/"):
        form.fill("#id_headline", "And once more")
    assert form.evaluate("new Promise((done) => setTimeout(() => done('drawn')))") == "drawn"
    assert form.evaluate("window.evil") is None
    assert form.url.endswith(address_of(Article.objects.get()))
    assert not [one for one in witness.reports if "dialog" in one]
    witness.reports.clear()  # the policy and the sandbox say what they refused


@pytest.mark.proof
def test_when_the_server_does_not_answer_it_says_so_and_the_text_stays(form, witness):
    form.click("#preview-toggle")
    heading(form, "Bread is dear")
    form.route("**/preview/", lambda route: route.abort())
    form.fill("#id_headline", "Typed in a tunnel")
    form.locator(".dock-status").get_by_text("Not up to date").wait_for()
    assert form.input_value("#id_headline") == "Typed in a tunnel"
    form.unroute("**/preview/")
    form.fill("#id_headline", "Out of the tunnel")
    heading(form, "Out of the tunnel")
    witness.reports.clear()  # the tunnel


@pytest.mark.proof
def test_without_javascript_the_button_opens_what_is_in_the_form(open_page, mina, article):
    page = open_page(java_script_enabled=False)
    page.goto("/admin/")
    page.fill("#id_username", mina.email)
    page.fill("#id_password", "correct horse battery staple")
    page.click("#login-form [type=submit]")
    page.goto(address_of(article))
    page.fill("#id_headline", "Typed without scripts")
    with page.expect_popup() as opened:
        page.click("#preview-toggle")
    assert opened.value.locator("h1").inner_text() == "Typed without scripts"
    opened.value.locator("#elsewhere summary").click()
    assert opened.value.locator(".result .what").inner_text().startswith("Typed without scripts")
    assert newest_headline(article) == "Bread is dear"
    page.click("#notes-toggle")
    page.fill("#note-text", "Written without scripts.")
    page.select_option("#note-place", "3")
    page.click(".note-new button")
    assert page.locator(".note-jump q").inner_text().startswith("Paragraph 3")


def newest_headline(article):
    return article.revisions.first().content["headline"]


@pytest.mark.proof
def test_by_keys_alone_it_opens_changes_its_width_and_closes(form):
    form.focus("#preview-toggle")
    form.keyboard.press("Enter")
    heading(form, "Bread is dear")
    assert form.get_attribute("#preview-toggle", "aria-expanded") == "true"
    for _ in ("links", "phone", "desktop"):
        form.keyboard.press("Tab")
    form.keyboard.press("Space")
    assert form.get_attribute("[data-show=desktop]", "aria-pressed") == "true"
    form.keyboard.press("Escape")
    assert form.locator("#dock").is_hidden()
    assert form.evaluate("document.activeElement.id") == "preview-toggle"


@pytest.mark.proof
def test_whoever_opens_and_closes_it_while_writing_goes_on_writing(form):
    form.focus("#id_headline")
    for is_open in (True, False):
        form.evaluate("document.querySelector('#preview-toggle').click()")
        assert form.locator("#dock").is_visible() is is_open
        assert form.evaluate("document.activeElement.id") == "id_headline"


def test_a_links_address_is_copied_by_its_button(form, article, mina):
    address = address_of_link(make_link(article, by=mina))
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.click("#links-toggle")
    form.click("#dock .link-copy button")
    form.get_by_role("button", name="Copied").wait_for()
    assert form.evaluate("navigator.clipboard.readText()").endswith(address)
    form.reload()
    form.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    form.click("#links-toggle")
    form.click("#dock .link-copy button")
    assert form.evaluate("document.activeElement.value").endswith(address)
    form.get_by_role("button", name="Copy", exact=True).wait_for()


def test_an_outsider_reads_notes_and_approves(open_page, article, mina):
    link = make_link(article, by=mina)
    page = open_page(viewport=PHONE)
    page.goto(address_of_link(link))
    page.fill("#note-name", "Ada")
    page.fill("#note-text", "I never said that.")
    page.click("[name=leave]")
    page.get_by_text("Your note is with the newsroom").wait_for()
    page.fill("#approval-name", "Ada")
    page.click("[name=approve]")
    page.get_by_text(re.compile("You approved revision")).wait_for()
    assert [note.text for note in link.notes.all()] == ["I never said that."]
    assert link.approvals.get().revision == article.revisions.first()


@pytest.mark.proof
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_and_everything_fits(open_page, article, mina, language, scheme, width):
    mina.language = language
    mina.save()
    edit(article, language=language)
    write(article, "Who says so?", by=mina, place=2)
    write(article, "The whole of it.", by=mina, meant_for=mina)
    resolve(write(article, "Done.", by=mina, place=3), by=mina)
    link = make_link(article, by=mina)
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address in (address_of_link(link), "/preview/0-0/"):
        page.goto(address)
        holds(page, address)
    sign_in(page, mina)
    for address in (links_of(article), f"/admin/articles/article/{article.pk}/notes/",
                    f"/admin/articles/article/{article.pk}/preview/"):  # fmt: skip
        page.goto(address)
        holds(page, address)
    page.goto(address_of(article))
    editor_of(page).wait_for()
    page.click("#preview-toggle")
    shown(page).locator("h1").wait_for()
    for mode in MODES:
        page.click(f"[data-show={mode}]")
        holds(page, mode, "#dock")
    page.keyboard.press("Escape")
    for toggle, there in (("#notes-toggle", "li.thread"), ("#links-toggle", ".link-address")):
        page.click(toggle)
        page.wait_for_selector(f"#dock {there}")
        holds(page, toggle, "#dock")
        page.click(".dock-close")


def holds(page, where, part=None):
    """Nothing is wider than the window, and axe has nothing to say."""
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    ), where
    results = Axe().run(page, context=part, options=RULES)
    assert results.violations_count == 0, (where, results.generate_report())
