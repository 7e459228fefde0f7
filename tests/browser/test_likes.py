"""The like button in a real browser: in place, remembered, and failures are told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from likes.models import Like
from moderation.models import Allowance
from tests.factories import make_article, make_like, make_newsroom

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(site):
    make_newsroom()
    article = make_article("Ships")
    make_like(article)
    article.tally.likes = 1
    article.tally.save()
    return article


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def count(page):
    """Where it is said how many like this."""
    return page.get_by_role("region", name="Likes").get_by_role("status")


def test_count_and_button_change_in_place_and_the_keyboard_stays_there(article, page):
    page.goto(article.path)
    page.evaluate("window.same = true")
    button(page, "Like").focus()
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("2 bloggers like this")
    expect(button(page, "Unlike")).to_be_focused()
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("One blogger likes this")
    assert page.evaluate("window.same")


def test_what_this_browser_likes_is_remembered_though_the_page_is_everybodys(
    article, page, open_page
):
    page.goto(article.path)
    button(page, "Like").click()
    expect(button(page, "Unlike")).to_be_visible()
    page.reload()
    expect(button(page, "Unlike")).to_be_visible()
    stranger = open_page()
    stranger.goto(article.path)
    expect(button(stranger, "Like")).to_be_visible()


@pytest.mark.proof
def test_a_double_click_is_one_like(article, page):
    page.goto(article.path)
    button(page, "Like").dblclick()
    expect(button(page, "Unlike")).to_be_visible()
    assert Like.objects.count() == 2


@pytest.mark.proof
def test_a_failure_is_told_and_the_next_press_works(article, page, witness):
    page.goto(article.path)
    page.route("**/likes/", lambda route: route.abort())
    button(page, "Like").click()
    expect(page.get_by_role("alert")).to_have_text("This did not reach us. Please try again.")
    expect(button(page, "Like")).to_be_visible()
    page.unroute("**/likes/")
    witness.reports[:] = [one for one in witness.reports if "Failed to load" not in one]
    button(page, "Like").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(count(page)).to_have_text("2 bloggers like this")


@pytest.mark.proof
def test_the_servers_reason_is_told(article, page, witness):
    page.goto(article.path)
    make_newsroom(likes_open=False)
    button(page, "Like").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(count(page)).to_have_text("One blogger likes this")
    witness.reports[:] = [one for one in witness.reports if "Failed to load" not in one]


def test_without_scripts_the_button_leads_to_a_page_that_says_it(article, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(article.path)
    button(page, "Like").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You like this article")
    button(page, "Unlike").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You do not like this article yet")


@pytest.mark.proof
def test_where_many_likes_come_from_one_network_the_browser_works_for_it(article, page, witness):
    page.goto(article.path)
    button(page, "Like").click()
    expect(button(page, "Unlike")).to_be_visible()
    Allowance.objects.update(free_at=timezone.now() + timedelta(hours=1))
    button(page, "Unlike").click()
    expect(count(page)).to_have_text("One blogger likes this", timeout=60_000)
    expect(button(page, "Like")).to_be_visible()
    witness.reports[:] = [one for one in witness.reports if "Failed to load" not in one]
