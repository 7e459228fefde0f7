"""Search engines find every public address and no other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from lxml import etree

from tests.factories import make_article, make_author, make_section, make_tag

pytestmark = pytest.mark.django_db
NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def places(client, address="/sitemap.xml"):
    """Path → last change, as the map tells it."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    tree = etree.fromstring(answer.content)
    rows = tree.xpath("map:url | map:sitemap", namespaces=NAMES)
    return {
        row.findtext("map:loc", namespaces=NAMES).removeprefix(settings.SITE_URL): row.findtext(
            "map:lastmod", namespaces=NAMES
        )
        for row in rows
    }


def test_articles_pages_and_lists_with_something_public_are_on_the_map(client):
    world = make_section("World", slug="world")
    iran = make_section("Iran", slug="iran", parent=world)
    culture, empty = (make_section("Culture", slug="culture"), make_section("Empty", slug="empty"))
    tag, author = make_tag("Radio"), make_author("Ada", slug="ada")
    article = make_article(section=iran, tags=[tag], authors=[author])
    article.also_in.add(culture)
    about = make_article("About", kind="page", slug="about")
    found = set(places(client))
    assert found == {
        "/",
        article.path,
        about.path,
        "/section/world/",
        "/section/world/iran/",
        "/section/culture/",
        "/tag/radio/",
        "/author/ada/",
    }
    assert empty.get_absolute_url() not in found


def test_nothing_hidden_is_on_the_map_nor_what_only_hidden_articles_name(client):
    later = datetime.now(UTC) + timedelta(days=1)
    for fields in (
        {"published": False},
        {"published_at": later},
        {"embargo_until": later},
        {"status": "withdrawn"},
    ):
        make_article(section=make_section(), tags=[make_tag()], authors=[make_author()], **fields)
    assert set(places(client)) == {"/"}


def test_the_map_says_when_something_changed(client):
    at, revised = (datetime(2016, 8, 30, 9, tzinfo=UTC), datetime(2016, 9, 1, 9, tzinfo=UTC))
    section, tag, author = (make_section(slug="world"), make_tag("Radio"), make_author(slug="ada"))
    article = make_article(
        section=section,
        tags=[tag],
        authors=[author],
        published_at=at,
        revised_at=revised,
        path="/2016/08/30/a/",
    )
    make_article(
        section=section, tags=[tag], authors=[author], published_at=at, path="/2016/08/30/b/"
    )
    found = places(client)
    newest = "2016-09-01T09:00:00+00:00"
    for path in ("/", article.path, "/section/world/", "/tag/radio/", "/author/ada/"):
        assert found[path] == newest, path
    assert found["/2016/08/30/b/"] == "2016-08-30T09:00:00+00:00"


def test_addresses_on_the_map_are_encoded(client):
    make_article(path="/2016/08/30/سلام/", tags=[make_tag("آزادی")])
    assert all(path.isascii() for path in places(client))
    assert "/2016/08/30/%D8%B3%D9%84%D8%A7%D9%85/" in places(client)


def test_a_large_map_is_a_list_of_files(client, monkeypatch):
    monkeypatch.setattr("articles.sitemaps.MOST", 2)
    paths = {make_article().path for _ in range(5)}
    files = list(places(client))
    assert files == ["/sitemap-lists.xml", "/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    assert set().union(*(places(client, file) for file in files)) == {"/", *paths}
    assert client.get("/sitemap-4.xml").status_code == 404


def test_robots_are_told_where_the_map_is_and_where_not_to_look(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    for path in ("/admin/", "/preview/", "/held/", "/linkbacks/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
