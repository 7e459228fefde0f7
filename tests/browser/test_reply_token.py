"""The reply form's script fetches a token when the form is used, or solves a challenge aside."""

import pytest
from playwright.sync_api import expect

from moderation.challenge import proves
from tests.factories import make_article, make_newsroom

pytestmark = pytest.mark.django_db(transaction=True)

LOAD = """() => {
  const form = document.querySelector("#respond form");
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "token" });
  if (!form.elements.token) form.append(field);
  return import("/static/js/reply-token.js").then(() => null);
}"""
TOKEN = "#respond input[name=token]"


@pytest.fixture
def newsroom():
    return make_newsroom()


@pytest.fixture
def form(newsroom, page):
    page.goto(make_article().path)
    page.evaluate(LOAD)
    return page


def test_nothing_is_fetched_before_the_form_is_used(form):
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    form.mouse.wheel(0, 400)
    form.locator("h1").click()
    assert form.locator(TOKEN).input_value() == ""
    assert asked == []


def test_the_first_focus_fetches_a_token_once(form):
    asked = []
    form.on("request", lambda request: asked.append(request.url))
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
