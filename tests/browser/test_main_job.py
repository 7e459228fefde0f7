"""The whole main job, by hand: write, publish, read, reply, approve, be linked to, be liked."""

import re
from ipaddress import ip_network
from xmlrpc.client import ServerProxy

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import (
    PASSWORD,
    make_article,
    make_author,
    make_newsroom,
    make_section,
    make_user,
)
from tests.trackbacks.blog import Blog

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def blog(settings):
    """Another site on loopback, which the guarded fetch may reach."""
    settings.FETCH_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    somebody = Blog()
    yield somebody
    somebody.close()


def sign_in(page, user):
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def write(page, headline):
    """Write and publish as an editor does, with the prose editor and the tag field."""
    page.get_by_role("link", name="New article").click()
    page.get_by_label("Headline").fill(headline)
    page.get_by_label("Standfirst").fill("What it is about.")
    prose = page.locator(".ProseMirror[contenteditable=true]")
    prose.click()
    prose.press_sequentially("The first paragraph.")
    prose.press("Enter")
    prose.press_sequentially("The second one.")
    page.get_by_label("Section:").select_option("World")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("The article is public.")


def approve_both(desk):
    desk.goto("/admin/moderation/response/")
    waiting = desk.locator(".response").filter(has=desk.get_by_role("button", name="Approve"))
    expect(waiting).to_have_count(2)
    for left in (1, 0):
        waiting.first.get_by_role("button", name="Approve").click()
        expect(waiting).to_have_count(left)


def test_the_whole_main_job(open_page, site, blog, witness):
    witness.refusing = ("/held/",)  # the secret address dies with the decision
    make_newsroom()
    editor = make_user("editor@example.org", role="Editor", name="Edith")
    make_section("World")
    make_author("Ada Reporter")
    desk = open_page(viewport={"width": 1280, "height": 900})
    sign_in(desk, editor)
    write(desk, "Ships & harbours")
    path = Article.objects.get().path
    assert re.fullmatch(r"/\d{4}/\d\d/\d\d/ships-harbours/", path)

    reader = open_page(viewport={"width": 390, "height": 844})
    reader.goto("/")
    reader.get_by_role("link", name="Ships & harbours").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ships & harbours")
    expect(reader.locator(".e-content p")).to_have_text(["The first paragraph.", "The second one."])

    reader.get_by_role("textbox", name="Comment").fill("I have seen <b>such</b> a ship.")
    reader.get_by_role("textbox", name="Name").fill("Rita")
    reader.get_by_role("textbox", name="Email").fill("rita@example.org")
    reader.get_by_role("button", name="Post Comment").click()
    expect(reader.locator(".comment.waiting")).to_contain_text("such a ship")
    other = open_page()
    other.goto(path)
    expect(other.locator("main")).not_to_contain_text("such a ship")

    source = blog.link_to(f"{site}{path}", title="A post")
    answer = ServerProxy(f"{site}/xmlrpc/").pingback.ping(source, f"{site}{path}")
    assert "moderator" in answer

    approve_both(desk)

    reader.reload()
    expect(reader.locator(".comment b")).to_have_text("such")
    expect(reader.get_by_role("heading", name="1 Trackback / Pingback")).to_be_visible()
    expect(reader.get_by_role("link", name="A post")).to_have_attribute("href", source)

    reader.get_by_role("button", name="Like").click()
    expect(reader.locator(".likes")).to_contain_text("One blogger likes this")
    expect(reader.get_by_role("button", name="Unlike")).to_be_visible()
    reader.reload()
    reader.get_by_role("button", name="Unlike").click()
    expect(reader.locator(".likes")).to_contain_text("Be the first to like this")


def test_the_reader_needs_no_javascript(open_page):
    make_newsroom()
    article = make_article("Without scripts")
    reader = open_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    reader.goto(article.path)
    reader.get_by_role("button", name="Like").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("You like this article")
    reader.get_by_role("button", name="Unlike").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("You do not like this article yet")
    reader.goto(article.path)
    reader.get_by_role("textbox", name="Comment").fill("Typed with care.")
    reader.get_by_role("textbox", name="Name").fill("   ")
    reader.get_by_role("textbox", name="Email").fill("rita@example.org")
    reader.get_by_role("button", name="Post Comment").click()
    expect(reader.get_by_role("textbox", name="Comment")).to_have_value("Typed with care.")
    expect(reader.get_by_role("textbox", name="Email")).to_have_value("rita@example.org")
    expect(reader.get_by_role("textbox", name="Name")).to_have_attribute("aria-invalid", "true")
