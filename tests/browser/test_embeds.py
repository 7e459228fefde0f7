"""What stands on other sites comes by a click, and nobody learns of a visit before it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.rendering import render
from tests.factories import make_article, make_newsroom

pytestmark = pytest.mark.django_db(transaction=True)
BODY = (
    '<p>Look.</p><figure data-embed="https://youtu.be/dQw4w9WgXcQ"><figcaption>A song</figcaption>'
    '</figure><figure data-embed="https://x.com/news/status/1"></figure>'
    '<figure data-embed="https://open.spotify.com/track/7makk4oTQel546B0PZlDM5"></figure>'
)


@pytest.fixture
def article():
    make_newsroom()
    article = make_article("A song", body=BODY)
    render(article)
    article.save()
    return article


def test_before_a_click_nothing_is_asked_of_anybody_else(open_page, article):
    page = open_page()  # the witness reports every request to another origin
    page.goto(article.path, wait_until="networkidle")
    assert page.locator(".embed").count() == 3
    assert page.locator("iframe").count() == 0
    assert page.locator(".embed button").count() == 2
    faults = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in faults] == []


def test_a_click_puts_the_providers_frame_in_and_the_policy_lets_it(chromium, site, article):
    page = chromium.new_context(base_url=site).new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(article.path, wait_until="networkidle")
    assert [url for url in asked if not url.startswith(site)] == []
    page.locator(".embed button").first.focus()
    with page.expect_request("https://www.youtube-nocookie.com/**"):  # its name leads nowhere here
        page.keyboard.press("Enter")
    others = [url for url in asked if not url.startswith(site)]
    assert others == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]
    frame = page.locator("iframe")
    assert frame.get_attribute("title") == "Video on YouTube"
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    assert page.locator(".embed button").count() == 1
    assert [text for text in said if "Content Security Policy" in text] == []
    page.context.close()


def test_a_frame_of_any_other_host_is_refused_by_the_policy(chromium, site, article):
    page = chromium.new_context(base_url=site).new_page()
    page.goto(article.path)
    with page.expect_console_message(lambda message: "frame-src" in message.text):
        page.evaluate(
            "document.querySelector('figure[data-frame]').dataset.frame = 'https://evil.example/'"
        )
        page.locator(".embed button").first.click()
    page.context.close()


def test_without_javascript_a_link_stands_there(open_page, article):
    page = open_page(java_script_enabled=False)
    page.goto(article.path)
    assert page.locator(".embed button").count() == 0
    links = page.locator(".embed a")
    assert links.first.get_attribute("href") == "https://youtu.be/dQw4w9WgXcQ"
    assert links.all_inner_texts() == ["Video on YouTube", "Post on X", "Listen on Spotify"]
