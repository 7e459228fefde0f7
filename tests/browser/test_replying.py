"""Replying in a real browser: in place, by keyboard, and nothing typed is ever lost."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Comment
from masthead.models import Mode
from moderation.models import Response, State
from moderation.sittings import recount
from tests.factories import PASSWORD, make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Form:
    """The form to reply, as a person finds it."""

    page: object

    def __post_init__(self):
        self.region = self.page.locator("#respond")
        self.text = self.region.get_by_role("textbox", name="Comment")
        self.name = self.region.get_by_role("textbox", name="Name")
        self.email = self.region.get_by_role("textbox", name="Email")
        self.remember = self.region.get_by_role("checkbox", name="Save my name")
        self.button = self.region.get_by_role("button", name="Post Comment")
        self.heading = self.region.get_by_role("heading")

    def fill(self, text="I have seen such a ship.", name="Rita", email="rita@example.org"):
        self.text.fill(text)
        self.name.fill(name)
        self.email.fill(email)


@pytest.fixture
def article(db):
    make_newsroom()
    return make_article("Ships")


@pytest.fixture
def form(page, article):
    page.goto(article.path)
    return Form(page)


@pytest.fixture
def parent(article):
    comment = make_comment(article, "Who has seen one?", name="Omid")
    recount(article.tally)
    return comment


@pytest.fixture
def trusted(article):
    """The first reply of a browser that is remembered was approved, and the next is shown."""
    make_newsroom(comments_mode=Mode.SHOW)


def approve_all(article):
    Response.objects.update(state=State.SHOWN)
    Comment.objects.update(held_token=None)
    recount(article.tally)


def test_a_held_reply_stays_on_the_page_for_its_writer_alone(
    open_page, page, form, article, witness
):
    witness.refusing = ("/held/",)
    address = page.url
    form.fill()
    form.button.click()
    waiting = page.locator(".comment.waiting")
    expect(waiting).to_contain_text("Awaiting moderation")
    expect(waiting).to_contain_text("I have seen such a ship.")
    expect(waiting).to_be_focused()
    expect(waiting.get_by_role("link", name="Only you can see it")).to_have_attribute(
        "href", re.compile(r"^/held/[\w-]{22,}/$")
    )
    expect(form.text).to_have_value("")
    assert page.url == address
    page.reload()
    expect(waiting).to_contain_text("I have seen such a ship.")
    other = open_page()
    other.goto(article.path)
    expect(other.locator(".comment")).to_have_count(0)
    approve_all(article)
    page.reload()
    expect(page.locator(".comment:not(.waiting)")).to_have_count(1)
    expect(waiting).to_have_count(0)


def test_a_shown_reply_appears_below_the_one_that_it_answers(
    page, form, article, parent, trusted, witness
):
    witness.refusing = ("/held/",)
    page.reload()
    form.fill("My first.")
    form.remember.check()
    form.button.click()
    expect(page.locator(".comment.waiting")).to_have_count(1)
    approve_all(article)
    page.reload()
    page.get_by_role("link", name="Reply to Omid").click()
    expect(form.heading).to_have_text("Leave a Reply to \u2068Omid\u2069")
    expect(form.text).to_be_focused()
    form.text.fill("I have.")
    form.button.click()
    answer = page.locator("li", has=page.locator(f"#comment-{parent.pk}")).locator("ol .comment")
    expect(answer).to_contain_text("I have.")
    expect(answer).to_be_focused()
    expect(form.heading).to_have_text("Leave a Reply")
    expect(page.locator("#comments-heading")).to_have_text("3 Comments")
    page.reload()
    link = page.locator(".comment").filter(has_text="I have.").get_by_role("link", name="Change")
    link.click()
    page.get_by_role("textbox", name="Comment").fill("I have, twice.")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator(".said")).to_have_text("I have, twice.")
    page.get_by_role("button", name="Delete the comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment was deleted")


def test_errors_stand_beside_their_fields_and_the_first_has_the_focus(page, form, article, witness):
    witness.refusing = (f"{article.path}comments/",)
    form.fill(name="   ", email="rita@example")
    form.button.click()
    expect(form.name).to_be_focused()
    expect(form.name).to_have_attribute("aria-invalid", "true")
    expect(form.region.locator("#reply-author_error")).to_be_visible()
    expect(form.name).to_have_attribute("aria-describedby", "reply-author_error")
    expect(form.region.get_by_role("alert")).to_contain_text("Nothing was sent yet")
    expect(form.text).to_have_value("I have seen such a ship.")
    form.fill()
    form.button.click()
    expect(page.locator(".comment.waiting")).to_have_count(1)
    expect(form.region.get_by_role("alert")).to_have_count(0)
    expect(form.name).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.proof
def test_a_discussion_that_was_closed_meanwhile_says_so_and_keeps_the_text(form, article, witness):
    witness.refusing = (f"{article.path}comments/",)
    form.fill()
    Article.objects.update(comments_open=False)
    form.button.click()
    alarm = form.region.get_by_role("alert")
    expect(alarm).to_contain_text("Comments are closed.")
    expect(alarm).to_be_focused()
    expect(form.text).to_have_value("I have seen such a ship.")


def test_without_a_connection_the_text_stays_and_may_be_sent_again(page, form, article, witness):
    form.fill()
    witness.refusing = (f"{article.path}comments/",)
    page.context.set_offline(True)
    form.button.click()
    expect(form.region.get_by_role("alert")).to_contain_text("What you wrote is kept")
    expect(form.text).to_have_value("I have seen such a ship.")
    page.context.set_offline(False)
    form.button.click()
    expect(page.locator(".comment.waiting")).to_have_count(1)
    expect(form.region.get_by_role("alert")).to_have_count(0)


@pytest.mark.proof
def test_a_double_click_sends_one(page, form):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    form.fill()
    form.button.dblclick()
    form.text.press("Control+Enter")
    expect(page.locator(".comment.waiting")).to_have_count(1)
    assert len(sent) == 1
    assert Comment.objects.count() == 1


# Nothing typed is lost


@pytest.mark.proof
def test_a_draft_survives_a_reload_and_ends_with_the_tab(open_page, page, form, article):
    form.text.fill("Half a thou")
    page.reload()
    expect(form.text).to_have_value("Half a thou")
    tab = page.context.new_page()
    tab.goto(article.path)
    expect(Form(tab).text).to_have_value("")
    assert page.context.storage_state()["origins"] == []


def test_with_consent_a_draft_survives_the_closed_tab(page, form, article, witness):
    form.remember.check()
    form.text.fill("Half a thou")
    context = page.context
    page.close()
    tab = context.new_page()
    witness.watch(tab)
    tab.goto(article.path)
    again = Form(tab)
    expect(again.text).to_have_value("Half a thou")
    again.fill()
    again.remember.check()
    again.button.click()
    expect(tab.locator(".comment.waiting")).to_have_count(1)
    tab.reload()
    expect(again.text).to_have_value("")
    expect(again.name).to_have_value("Rita")
    expect(again.email).to_have_value("rita@example.org")
    expect(again.remember).to_be_checked()
    again.remember.uncheck()
    tab.reload()
    expect(again.name).to_have_value("")
    assert context.storage_state()["origins"] == []


@pytest.mark.proof
def test_a_guest_who_is_asked_to_sign_in_meanwhile_finds_the_words_in_the_form_behind(
    page, form, article, witness
):
    witness.refusing = (f"{article.path}comments/",)
    form.fill("An hour of work.")
    make_newsroom(who_may_reply="accounts", reader_accounts=True)
    rita = make_user("rita@example.org", name="Rita", is_staff=False)
    form.button.click()
    alarm = form.region.get_by_role("alert")
    expect(alarm).to_contain_text("Only people with an account")
    expect(form.text).to_have_value("An hour of work.")
    alarm.get_by_role("link", name="Sign in to reply").click()
    page.get_by_role("textbox", name="Email").fill(rita.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(form.text).to_have_value("An hour of work.")
    form.button.click()
    expect(page.get_by_role("main")).to_contain_text("awaits moderation")
    assert Comment.objects.get().user == rita
    page.goto(f"{page.url.split('/held/')[0]}/account/reply/{article.pk}/")
    expect(form.text).to_have_value("")


@pytest.mark.proof
def test_each_answer_has_a_draft_of_its_own(page, form, parent):
    page.reload()
    page.get_by_role("link", name="Reply to Omid").click()
    form.text.fill("To Omid")
    page.get_by_role("link", name="Cancel reply").click()
    expect(form.heading).to_have_text("Leave a Reply")
    page.reload()
    expect(form.text).to_have_value("To Omid")
    form.text.fill("To all")
    page.reload()
    expect(form.text).to_have_value("To all")


# By keyboard


def press_until(page, key, target, most=60):
    """Press a key until something has the focus; somebody with a keyboard has no other way."""
    for _ in range(most):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {target}")


@pytest.mark.proof
def test_everything_works_by_keyboard_alone(page, article, parent):
    for number in range(12):
        make_comment(article, f"Reply {number}.", parent=parent)
    recount(article.tally)
    page.goto(article.path)
    form = Form(page)
    more = page.get_by_role("link", name="2 more replies")
    press_until(page, "Tab", more)
    page.keyboard.press("Enter")
    expect(page.locator(".comment")).to_have_count(13)
    expect(more).to_have_count(0)
    expect(page.locator(".comment").filter(has_text="Reply 10.")).to_be_focused()
    reply = page.get_by_role("link", name="Reply to Omid")
    press_until(page, "Shift+Tab", reply)
    page.keyboard.press("Enter")
    expect(form.text).to_be_focused()
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Escape")
    expect(form.heading).to_have_text("Leave a Reply")
    expect(reply).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.text).to_have_value("By keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.type("Rita")
    page.keyboard.press("Tab")
    page.keyboard.type("rita@example.org")
    press_until(page, "Tab", form.button)
    page.keyboard.press("Enter")
    expect(page.locator(".comment.waiting")).to_contain_text("By keyboard.")
    assert Comment.objects.get(text="By keyboard.").parent == parent


# Attacks


def test_a_script_in_a_name_or_a_text_runs_nowhere(page, form):
    """The witness hears dialogs and violations of the policy."""
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>"
    form.fill(attack, name=attack)
    form.button.click()
    waiting = page.locator(".comment.waiting")
    expect(waiting.locator(".said b")).to_have_text("bold")
    expect(waiting.locator(".p-author")).to_have_text(attack)
    expect(waiting.locator("img, script")).to_have_count(0)
    page.reload()
    expect(waiting.locator(".said b")).to_have_text("bold")
    expect(waiting.locator("img, script")).to_have_count(0)
