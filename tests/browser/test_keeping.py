"""Nothing that is typed is lost: kept a moment after the last key, offered back, told to others."""

import pytest
from django.contrib.sessions.models import Session

from articles.models import Article
from articles.revisions import newest, save
from desk.models import Unsaved
from tests.articles.drafts import edit
from tests.browser.test_admin import editor_of, sign_in
from tests.factories import PASSWORD, make_article, make_newsroom, make_user
from tests.forms import WRITING, address_of
from tests.newsroom.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)
REPORTS = "**/unsaved/**"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('unsaved:'))"


@pytest.fixture
def writer():
    make_newsroom()
    return make_user("mina@example.org", role="Editor", name="Mina")


@pytest.fixture
def article():
    return make_article("Bread", published=False, body="<p>Dear.</p>")


def slot():
    return Unsaved.objects.get().typed.get("body")


def sign_in_again(page):
    page.fill("#sign-in #id_password", PASSWORD)
    page.click("#sign-in [type=submit]")
    page.wait_for_selector("#sign-in", state="hidden")


def another_tab(page, address):
    return open_form(page.context.new_page(), address)


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


def test_what_is_typed_is_kept_and_offered_with_its_difference(page, writer, article):
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


def test_offline_it_is_kept_here_and_sent_when_the_line_is_back(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    page.context.set_offline(True)
    type_in(page, " Very.")
    kept(page, "offline")
    assert page.evaluate(f"{COPIES}.length") == 1
    page.context.set_offline(False)
    kept(page)
    assert slot() == ["<p>Dear. Very.</p>"]
    assert page.evaluate(f"{COPIES}.length") == 0


@pytest.mark.proof
def test_a_tab_closed_while_offline_is_offered_back_in_the_same_browser(
    page, writer, article, witness
):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    page.context.set_offline(True)
    type_in(page, " Very.")
    kept(page, "offline")
    page.close()
    page.context.set_offline(False)
    again = another_tab(page, address_of(article))
    assert again.locator(".offer ins").inner_text().strip() == "Very."
    go_on(again)
    assert editor_of(again).inner_text() == "Dear. Very."


@pytest.mark.proof
def test_a_tab_closed_right_after_the_last_key_is_offered_back_everywhere(
    page, open_page, writer, article
):
    sign_in(page, writer)
    open_form(page, address_of(article))
    type_in(page, " Very.")
    page.close(run_before_unload=True)
    eventually(Unsaved.objects.waiting(writer).exists)
    other = sign_in(open_page(), writer)
    open_form(other, address_of(article))
    assert other.locator(".offer ins").inner_text().strip() == "Very."


def test_who_was_signed_out_signs_in_again_on_the_page_and_goes_on(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    Session.objects.all().delete()
    type_in(page, " Very.")
    kept(page, "signed-out")
    page.keyboard.type(" dear.")  # the dialog takes nobody's focus
    sign_in_again(page)
    kept(page)
    assert slot() == ["<p>Dear. Very. dear.</p>"]
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert newest(article).content["body"] == "<p>Dear. Very. dear.</p>"


@pytest.mark.proof
def test_a_wrong_password_is_said_in_the_dialog(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    Session.objects.all().delete()
    type_in(page, " Very.")
    page.fill("#sign-in #id_password", "wrong")
    page.click("#sign-in [type=submit]")
    page.wait_for_selector("#sign-in .errornote:not([data-other])")
    sign_in_again(page)
    kept(page)


@pytest.mark.proof
def test_save_of_who_was_signed_out_is_done_after_signing_in(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    type_in(page, " Very.")
    Session.objects.all().delete()
    page.click("[name=_save]")
    sign_in_again(page)
    page.wait_for_selector(".messagelist .success")
    assert newest(article).content["body"] == "<p>Dear. Very.</p>"


@pytest.mark.proof
def test_save_without_a_server_stays_on_the_page(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    page.context.set_offline(True)
    type_in(page, " Very.")
    page.click("[name=_save]")
    kept(page, "offline")
    page.context.set_offline(False)
    kept(page)
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")


@pytest.mark.proof
def test_somebody_else_who_signs_in_meanwhile_gets_nothing_of_it(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    other = page.context.new_page()
    Session.objects.all().delete()
    sign_in(other, make_user("rana@example.org", role="Editor", name="Rana"))
    type_in(page, " Very.")
    page.wait_for_selector("text=Somebody else is signed in now.")
    kept(page, "signed-out")
    open_form(other, address_of(article))
    assert other.locator(".offer").count() == 0
    assert not Unsaved.objects.exists()


def log_out(page):
    page.click("#logout-form button")
    page.wait_for_selector("text=Log in again")


@pytest.mark.proof
def test_signing_out_sends_what_every_tab_has_and_leaves_nothing_in_the_browser(
    page, writer, article, witness
):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    other = page.context.new_page()
    other.goto("/admin/")
    type_in(page, " Very.")
    log_out(other)
    assert slot() == ["<p>Dear. Very.</p>"]
    with page.expect_response(REPORTS):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("#sign-in.covers:modal")
    assert other.evaluate(f"{COPIES}.length") == 0
    sign_in_again(page)
    type_in(page, " So.")
    kept(page)
    assert slot() == ["<p>Dear. Very. So.</p>"]


@pytest.mark.proof
def test_what_cannot_be_sent_is_asked_about_before_signing_out_and_then_gone(
    page, writer, article, witness
):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    page.route(REPORTS, lambda route: route.abort())
    type_in(page, " Very.")
    kept(page, "offline")
    other = page.context.new_page()
    other.goto("/admin/")
    asked = []
    other.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    log_out(other)
    assert "could not be kept" in asked[0]
    assert other.evaluate(f"{COPIES}.length") == 0
    page.wait_for_selector("#sign-in.covers")
    sign_in(other, make_user("rana@example.org", role="Editor"))
    open_form(other, address_of(article))
    assert other.locator(".offer").count() == 0


@pytest.mark.proof
def test_a_second_tab_is_told_and_neither_loses_a_word(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    other = another_tab(page, address_of(article))
    type_in(page, " One.")
    kept(page)
    type_in(other, " Two.")
    kept(other, "elsewhere")
    assert "another tab" in other.locator("#kept").inner_text()
    other.click("[data-take-over]")
    kept(other)
    page.reload()
    shown = page.locator(".offer ins").all_text_contents()
    assert [words.strip() for words in shown] == ["Two.", "One."]


@pytest.mark.proof
def test_two_browsers_see_each_other_write_and_save(page, open_page, writer, article):
    sign_in(page, writer)
    open_form(page, address_of(article))
    rana = make_user("rana@example.org", role="Editor", name="Rana")
    other = sign_in(open_page(), rana)
    open_form(other, address_of(article))
    type_in(page, " One.")
    kept(page)
    page.wait_for_selector("#others >> text=Rana")
    type_in(other, " Two.")
    kept(other)
    other.wait_for_selector("#others >> text=is writing here")
    save(article, {"standfirst": "By Rana"}, by=rana)
    type_in(page, " Three.")
    page.wait_for_selector("#news >> text=saved revision 2")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    content = newest(article).content
    assert content["standfirst"] == "By Rana"
    assert content["body"] == "<p>Dear. One. Three.</p>"


@pytest.mark.proof
def test_a_text_that_is_too_long_is_said_and_stays_in_the_browser(page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)
    sign_in(page, writer)
    open_form(page, address_of(article))
    page.evaluate(
        """() => {
          const field = document.querySelector("#id_standfirst")
          field.value = "x".repeat(900_000)
          field.dispatchEvent(new Event("input", { bubbles: true }))
        }"""
    )
    kept(page, "refused")
    assert "too long" in page.locator("#kept").inner_text()
    assert page.evaluate(f"{COPIES}.length") == 1


@pytest.mark.proof
def test_a_throw_and_its_undo_leave_the_page_as_it_is(page, writer, article):
    sign_in(page, writer)
    open_form(page, address_of(article))
    type_in(page, " One.")
    kept(page)
    page.reload()
    page.wait_for_selector("#kept")
    page.fill("#id_standfirst", "Typed since")
    page.click("[name=_throw_away]")
    page.wait_for_selector(".offer.thrown")
    assert page.locator(".offer:not(.thrown)").count() == 0
    page.click("[name=_get_back]")
    page.wait_for_selector(".offer:not(.thrown)")
    assert page.input_value("#id_standfirst") == "Typed since"


@pytest.mark.proof
def test_without_scripts_it_is_offered_as_well(open_page, page, writer, article, witness):
    witness.refusing = ("/admin/articles/article/",)  # the first page asks on, signed out
    sign_in(page, writer)
    open_form(page, address_of(article))
    page.fill("#id_standfirst", "So much.")
    kept(page)
    plain = sign_in(open_page(java_script_enabled=False), writer)
    plain.goto(address_of(article))
    assert plain.locator(".offer ins").inner_text() == "So much."
    plain.click("[name=_go_on]")
    assert plain.input_value("#id_standfirst") == "So much."
    plain.fill("#id_headline", "Bread is dear")
    Session.objects.all().delete()
    plain.click("[name=_save]")
    plain.fill("#id_username", writer.email)
    plain.fill("#id_password", PASSWORD)
    plain.click("#login-form [type=submit]")
    assert plain.locator(".offer .field-changes ins").all_inner_texts() == [" is dear", "So much."]
    plain.click("[name=_go_on]")
    plain.click("[name=_save]")
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Bread is dear", "So much.")


@pytest.mark.proof
def test_who_only_clicks_into_an_article_that_ends_with_a_quote_has_typed_nothing(page, writer):
    article = make_article("Bread", published=False, slug="", created_by=writer)
    edit(article, body="<p>Dear.</p><blockquote><p>Very.</p></blockquote>")
    sign_in(page, writer)
    open_form(page, address_of(article))
    editor_of(page).locator("p").first.click()
    page.wait_for_selector(".ProseMirror blockquote + p")
    assert page.locator("#kept").get_attribute("data-state") == "saved"
    assert page.input_value("#id_body") == "<p>Dear.</p><blockquote><p>Very.</p></blockquote>"
    assert not page.locator("[data-name='history:undo']:not(.disabled)").count()
    page.goto("/admin/")
    assert not page.locator(".begun").count()
