"""Endpoints are advertised on pages that take links, and only there."""

import pytest
from lxml import etree, html

from lib.fetch import Fetched
from tests.factories import make_article, make_newsroom, make_section
from trackbacks.endpoints import discover

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


WEBMENTION = "https://news.example/webmention/"
RDF = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
}


def test_an_open_article_names_its_webmention_endpoint_in_header_and_head(client):
    response = client.get(make_article().path)
    assert response["Link"] == f'<{WEBMENTION}>; rel="webmention"'
    links = html.fromstring(response.content).xpath("//head/link[@rel='webmention']/@href")
    assert links == [WEBMENTION]


def descriptions(page):
    """What the RDF blocks in the comments of a page say."""
    comments = html.fromstring(page).xpath("//comment()[contains(., 'rdf:RDF')]")
    return [
        dict(description.attrib)
        for comment in comments
        for description in etree.fromstring(comment.text.strip()).iter()
        if description.tag.endswith("Description")
    ]


@pytest.mark.parametrize("kind", ["news", "page"])
def test_an_open_article_describes_its_trackback_endpoint(client, kind):
    article = make_article("A headline", kind=kind)
    (said,) = descriptions(client.get(article.path).content)
    assert said == {
        f"{{{RDF['rdf']}}}about": article.absolute_url,
        f"{{{RDF['dc']}}}identifier": article.absolute_url,
        f"{{{RDF['dc']}}}title": "A headline",
        f"{{{RDF['trackback']}}}ping": f"{article.absolute_url}trackback/",
    }


@pytest.mark.parametrize(
    "headline",
    ["--><script>alert(1)</script>", "--!><b>", "a -- b --- c", '"/><x y="', "]]>&<", "ends -"],
)
def test_a_headline_ends_neither_the_comment_nor_the_block(client, headline):
    article = make_article(headline, path="/2016/08/30/two--hyphens/", slug="two--hyphens")
    page = client.get(article.path).content
    (said,) = descriptions(page)
    assert said[f"{{{RDF['dc']}}}title"] == headline
    assert said[f"{{{RDF['dc']}}}identifier"] == article.absolute_url
    assert not html.fromstring(page).xpath("//head//b | //head/script[contains(., 'alert')]")
    comment = page.decode().partition("<!--")[2].partition("-->")[0]
    assert "--" not in comment
    ping = said[f"{{{RDF['trackback']}}}ping"].removeprefix("https://news.example")
    assert client.get(ping)["Location"] == article.path


def test_what_others_read_of_our_pages_is_what_we_mean(client):
    article = make_article("A -- headline")
    answer = client.get(article.path)
    ours = ("link", "x-pingback")
    for left_out, protocol in ((0, "webmention"), (1, "pingback"), (2, "trackback")):
        page = answer.content
        for rel in ("webmention", "pingback")[:left_out]:
            page = page.replace(f'rel="{rel}"'.encode(), b'rel="nothing"')
        found = discover(
            Fetched(
                status=200,
                url=article.absolute_url,
                headers=tuple((name, answer[name]) for name in ours[left_out:]),
                content_type="text/html",
                charset="utf-8",
                body=page,
            ),
            article.absolute_url,
        )
        assert found.protocol == protocol
        path = found.url.removeprefix("https://news.example")
        assert client.post(path).status_code in {200, 400}


def test_an_imported_address_with_no_room_below_it_has_no_trackback_endpoint(client):
    article = make_article(path="/archive/2009/old.html")
    response = client.get(article.path)
    assert response.status_code == 200
    assert descriptions(response.content) == []
    assert "webmention" in response["Link"]


@pytest.mark.parametrize("fields", [{"linkbacks_open": False}, {"status": "withdrawn"}])
def test_where_no_links_are_taken_nothing_is_said_at_all(client, fields):
    page = client.get(make_article(**fields).path)
    assert "Link" not in page.headers
    assert "X-Pingback" not in page.headers
    for word in (b'rel="webmention"', b'rel="pingback"', b"trackback:ping"):
        assert word not in page.content
