"""The reply form's script fetches a token when the form is used, or solves a challenge aside."""

import pytest
from playwright.sync_api import expect

from moderation.challenge import proves
from moderation.models import Response
from tests.factories import make_article, make_newsroom

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "#respond input[name=token]"


@pytest.fixture
def newsroom():
    return make_newsroom()


@pytest.fixture
def form(newsroom, page):
    page.goto(make_article().path)
    return page


@pytest.fixture
def asked(form):
    """How often the page asked for a token: one item for each time."""
    asked = []
    form.on("request", lambda request: request.url.endswith("/token/") and asked.append(request))
    return asked


@pytest.mark.proof
def test_nothing_is_fetched_before_the_form_is_used(form, asked):
    form.mouse.wheel(0, 400)
    form.locator("h1").click()
    assert form.locator(TOKEN).input_value() == ""
    assert asked == []


def test_the_first_focus_fetches_a_token_once(form, asked):
    form.locator("#reply-comment").focus()
    expect(form.locator(TOKEN)).not_to_have_value("")
    form.locator("#reply-author").focus()
    form.locator("#reply-comment").focus()
    assert len(asked) == 1
    assert proves(form.locator(TOKEN).input_value())


def test_in_a_raid_the_browser_solves_a_challenge_while_one_writes(form, newsroom):
    newsroom.start_raid(1)
    form.locator("#reply-comment").focus()
    form.keyboard.type("I write while it works.")
    expect(form.locator(TOKEN)).not_to_have_value("", timeout=60_000)
    token = form.locator(TOKEN).input_value()
    assert ":" not in token
    assert proves(token)
    assert form.locator("#reply-comment").input_value() == "I write while it works."


@pytest.mark.proof
def test_who_sends_at_once_waits_for_the_token_a_little(form):
    form.route("**/comments/token/", lambda route: (form.wait_for_timeout(300), route.continue_()))
    form.locator("#reply-comment").fill("Quick.")
    form.locator("#reply-author").fill("Rita")
    form.locator("#reply-email").fill("rita@example.net")
    form.get_by_role("button", name="Post Comment").click()
    expect(form.get_by_text("awaiting moderation").first).to_be_visible()
    assert Response.objects.get().reason == "first-timer"


@pytest.mark.proof
def test_who_waits_is_told_so_and_pressing_again_sends_once(form):
    held = []
    form.route("**/comments/token/", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    form.locator("#reply-comment").fill("Quick.")
    form.locator("#reply-author").fill("Rita")
    form.locator("#reply-email").fill("rita@example.net")
    button = form.get_by_role("button", name="Post Comment")
    button.click()
    status = form.locator("#respond [role=status]")
    expect(status).to_have_text("Checking…")
    button.click()
    held[0].continue_()
    expect(form.get_by_text("awaiting moderation").first).to_be_visible()
    expect(status).to_have_text("")
    assert Response.objects.count() == 1


def test_without_scripts_a_reply_is_held_for_that(newsroom, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(make_article().path)
    page.locator("#reply-comment").fill("Slow.")
    page.locator("#reply-author").fill("Rita")
    page.locator("#reply-email").fill("rita@example.net")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("awaiting moderation").first).to_be_visible()
    assert Response.objects.get().reason == "no-token"
