"""The writing desk by keys, its first page and lists in a real Chromium, on a phone and to axe."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from articles.copying import make_template
from articles.models import Article
from articles.publishing import publish
from desk.handing import hand_over
from tests.articles.drafts import edit, make_draft
from tests.browser.test_admin import sign_in
from tests.browser.test_desk import RULES
from tests.factories import make_article, make_comment, make_newsroom, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/articles/article/"


@pytest.fixture
def mina():
    make_newsroom()
    return make_user("mina@example.org", name="Mina", is_superuser=True)


def written(headline, by, **changes):
    article = make_draft("", created_by=by)
    edit(article, headline=headline, by=by, **changes)
    return article


def focused(page, attribute="id"):
    return page.evaluate(f"document.activeElement.{attribute}")


@pytest.mark.proof
def test_articles_are_found_walked_and_opened_by_keys(page, mina):
    for headline in ("Bread", "Salt", "Bread and salt"):
        written(headline, mina)
    sign_in(page, mina)
    page.keyboard.press("/")
    assert focused(page) == "find"
    page.keyboard.type("brea")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result_list mark")
    assert page.locator("#result_list tbody tr").count() == 2
    page.keyboard.press("Control+k")
    assert focused(page) == "searchbar"
    page.keyboard.type("j?")
    assert page.input_value("#searchbar") == "j?"
    page.fill("#searchbar", "bread")
    page.wait_for_url("**q=bread")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[name=_selected_action]:checked").count() == 1
    page.keyboard.press("?")
    page.wait_for_selector("#keys:popover-open")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_selector("#article_form")
    assert page.input_value("#id_headline").startswith("Bread")


def test_an_article_is_saved_and_published_without_the_mouse(page, mina):
    article = written("Bread", mina)
    sign_in(page, mina)
    page.goto(f"{LIST}{article.pk}/change/")
    page.fill("#id_headline", "Salt")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Salt", "draft")
    page.focus("#id_headline")
    page.keyboard.press("Control+Enter")
    assert focused(page, "name") == "_publish"
    article.refresh_from_db()
    assert article.status == "draft"
    page.keyboard.press("Enter")
    page.wait_for_selector(".state-published")
    article.refresh_from_db()
    assert article.is_public


@pytest.mark.proof
def test_in_the_editor_the_key_for_a_link_stays_the_editors(page, mina):
    article = written("Bread", mina, body="<p>bread</p>")
    sign_in(page, mina)
    page.goto(f"{LIST}{article.pk}/change/")
    page.locator(".ProseMirror[contenteditable=true] p").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.wait_for_selector(".prose-editor-dialog [name=href]")
    assert focused(page) != "find"


@pytest.mark.proof
def test_enter_in_a_field_saves_and_does_nothing_else(page, mina):
    article = written("Bread", mina)
    sign_in(page, mina)
    page.goto(f"{LIST}{article.pk}/change/")
    page.focus("#id_headline")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.count() == 1
    assert page.locator("[name=_take_back]").count() == 0


@pytest.mark.proof
def test_a_letter_is_known_by_its_place_on_a_persian_keyboard(page, mina):
    article = written("Bread", mina)
    sign_in(page, mina)
    page.goto(f"{LIST}{article.pk}/change/")
    page.fill("#id_headline", "نان")
    page.evaluate(
        """document.querySelector("#id_headline").dispatchEvent(new KeyboardEvent("keydown",
        {key: "س", code: "KeyS", ctrlKey: true, bubbles: true, cancelable: true}))"""
    )
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert article.headline == "نان"


@pytest.mark.proof
def test_single_keys_that_were_switched_off_do_nothing(page, mina):
    written("Bread", mina)
    sign_in(page, mina)
    page.goto(LIST)
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert focused(page, "tagName") == "BODY"
    page.keyboard.press("Control+k")
    assert focused(page) == "searchbar"


@pytest.mark.proof
def test_what_was_done_to_several_is_undone_by_its_button(page, mina):
    one, other = written("One", mina), written("Other", mina)
    section = make_section("World")
    sign_in(page, mina)
    page.goto(LIST)
    assert not page.locator("[name=section]").is_visible()
    page.check("#action-toggle")
    page.select_option("[name=action]", "file_selected")
    page.select_option("[name=section]", str(section.pk))
    page.click("button[name=index]")
    page.wait_for_selector(".messagelist .success")
    assert {row.section for row in Article.objects.all()} == {section}
    page.click(".messagelist .undo button")
    page.get_by_text("2 articles are as before.").wait_for()
    assert {row.section for row in Article.objects.filter(pk__in=[one.pk, other.pk])} == {None}


@pytest.mark.proof
def test_the_first_page_tells_what_is_new_when_somebody_comes_back_to_it(page, mina):
    sign_in(page, mina)
    written("Brand new", mina)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("Brand new").wait_for()


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fa", "light", 390), ("", "light", 1280), ("", "dark", 390), ("fa", "dark", 1280)],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    open_page, mina, language, scheme, width
):
    mina.language = language
    mina.save()
    rana = make_user("rana@example.org", role="Reporter")
    now = timezone.now()
    for headline in ("A headline that is long enough to break " * 3, "کتاب‌های تازه"):
        hand_over(written(headline, rana, body="<p>bread and salt</p>" * 9), to=mina, by=rana)
    make_template(written("Template", mina))
    make_draft("Binned", binned_at=now)
    article = make_article("Out", published_at=now - timedelta(hours=1))
    make_comment(article, state="held")
    publish(article, by=mina)
    edit(article, standfirst="bread", by=mina)
    publish(article, by=mina, at=now + timedelta(hours=1))
    article.revisions.exclude(publish_at=None).update(publish_at=now - timedelta(hours=1))
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, mina)
    for address in [
        "/admin/", LIST, f"{LIST}?q=bread", f"{LIST}?q=none", f"{LIST}?state=bin",
        f"{LIST}?state=template", f"{LIST}?state=scheduled",
    ]:  # fmt: skip
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
        faults = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        assert faults == [], address
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, address
    page.goto(LIST)
    page.locator("[name=_selected_action]").first.check()
    page.select_option("[name=action]", "assign_selected")
    page.click("button[name=index]")
    page.wait_for_selector(".messagelist .undo")
    assert Axe().run(page, options=RULES).response["violations"] == []
