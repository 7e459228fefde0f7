"""Endpoints are advertised on pages that take links, and only there."""

import pytest
from lxml import html

from tests.factories import make_article, make_newsroom, make_section

pytestmark = pytest.mark.django_db
ENDPOINT = "https://news.example/xmlrpc/"


@pytest.fixture(autouse=True)
def newsroom(settings):
    settings.SITE_URL = "https://news.example"
    return make_newsroom()


def advertised(client, path):
    """The endpoint in the headers and the one in the head."""
    response = client.get(path)
    assert response.status_code == 200
    links = html.fromstring(response.content).xpath("//head/link[@rel='pingback']/@href")
    return response.get("X-Pingback"), links


def test_an_open_article_says_where_once_and_absolutely(client):
    assert advertised(client, make_article().path) == (ENDPOINT, [ENDPOINT])


def test_a_page_such_as_about_says_it_too(client):
    assert advertised(client, make_article(kind="page").path) == (ENDPOINT, [ENDPOINT])


def test_the_advertised_endpoint_answers(client):
    response = client.post(
        ENDPOINT.removeprefix("https://news.example"), b"", content_type="text/xml"
    )
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")


@pytest.mark.parametrize("switch", ["article", "section", "newsroom"])
def test_a_closed_article_says_nothing(client, switch):
    make_newsroom(linkbacks_open=switch != "newsroom")
    article = make_article(
        linkbacks_open=False if switch == "article" else None,
        section=make_section(linkbacks_open=False if switch == "section" else None),
    )
    assert advertised(client, article.path) == (None, [])


@pytest.mark.parametrize("path", ["/", "/feed/", "/sitemap.xml"])
def test_lists_and_feeds_say_nothing(client, path):
    make_article()
    response = client.get(path)
    assert response.get("X-Pingback") is None
    assert b"xmlrpc" not in b"".join(response)


def test_a_hidden_article_says_nothing(client):
    article = make_article(status="withdrawn")
    response = client.get(article.path)
    assert response.status_code in {404, 410}
    assert response.get("X-Pingback") is None


def test_the_page_of_links_is_no_target_and_says_nothing(client):
    article = make_article()
    assert advertised(client, f"{article.path}linkbacks/") == (None, [])


def test_nothing_is_advertised_that_is_not_there(client):
    page = client.get(make_article().path)
    assert "Link" not in page.headers
    assert b'rel="webmention"' not in page.content
    assert b"trackback:ping" not in page.content
