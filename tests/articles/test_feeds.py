"""Whoever follows a feed gets every article whole, once, and nothing that is not public."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.conf import settings
from lxml import etree

from tests.articles.test_rendering import make_photo
from tests.factories import make_article, make_author, make_newsroom, make_section, make_tag

pytestmark = pytest.mark.django_db
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
FEEDS = ["/feed/", "/feed/atom/", "/feed.json"]


def parsed(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return etree.fromstring(answer.content)


def values(tree, path):
    return tree.xpath(path, namespaces=NAMES)


def test_an_item_tells_all_about_its_article(client):
    make_newsroom(name="The Example", description="News of examples.", language="en")
    article = make_article(
        "Radio & records",
        standfirst="Every broadcast.",
        body='<p>See <a href="/about/">us</a> and <a href="https://example.org/">them</a>.</p>',
        authors=[make_author("Ada"), make_author("Ben")],
        tags=[make_tag("Radio"), make_tag("Ärchive")],
        photo=make_photo(),
        published_at=datetime(2016, 8, 30, 9, tzinfo=UTC),
        revised_at=datetime(2016, 8, 31, 9, tzinfo=UTC),
        path="/2016/08/30/رادیو/",
    )
    channel = parsed(client, "/feed/").find("channel")
    assert [channel.findtext(name) for name in ("title", "description", "language", "link")] == [
        "The Example", "News of examples.", "en", f"{settings.SITE_URL}/",
    ]  # fmt: skip
    assert values(channel, "atom:link[@rel='self']/@href") == [f"{settings.SITE_URL}/feed/"]
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == article.revised_at
    (item,) = channel.findall("item")
    assert item.findtext("title") == "Radio & records"
    assert item.findtext("link") == item.findtext("guid") == article.absolute_url
    assert article.absolute_url.isascii()
    assert item.find("guid").get("isPermaLink") == "true"
    assert item.findtext("description") == "Every broadcast."
    assert parsedate_to_datetime(item.findtext("pubDate")) == article.published_at
    assert values(item, "dc:creator/text()") == ["Ada", "Ben"]
    assert values(item, "category/text()") == ["Radio", "Ärchive"]
    assert values(item, "content:encoded/text()") == [
        f'<p>See <a href="{settings.SITE_URL}/about/">us</a> and <a href="https://example.org/">them</a>.</p>'
    ]
    assert values(item, "media:content/@url") == [f"{settings.SITE_URL}/media/photos/abc/640.webp"]
    assert values(item, "media:content/media:credit/text()") == ["M. Karim"]


def test_atom_and_json_tell_the_same(client):
    make_newsroom()
    article = make_article(
        "Radio", standfirst="In short.", body="<p>Whole.</p>", authors=[make_author("Ada")]
    )
    entry = parsed(client, "/feed/atom/").find("atom:entry", NAMES)
    assert entry.findtext("atom:title", namespaces=NAMES) == "Radio"
    assert entry.findtext("atom:id", namespaces=NAMES) == article.absolute_url
    assert entry.findtext("atom:content", namespaces=NAMES) == "<p>Whole.</p>"
    assert entry.findtext("atom:author/atom:name", namespaces=NAMES) == "Ada"
    feed = json.loads(client.get("/feed.json").content)
    (item,) = feed["items"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (item["id"], item["title"], item["content_html"]) == (
        article.absolute_url,
        "Radio",
        "<p>Whole.</p>",
    )
    assert item["authors"][0]["name"] == "Ada"


@pytest.mark.parametrize("address", FEEDS)
def test_only_the_newest_public_articles_are_told(client, address):
    now = datetime.now(UTC)
    for index in range(22):
        make_article(f"Number {index:02}", published_at=now - timedelta(hours=index))
    make_article("HIDDEN draft", published=False)
    make_article("HIDDEN later", published_at=now + timedelta(hours=1))
    make_article("HIDDEN embargo", embargo_until=now + timedelta(hours=1))
    make_article("HIDDEN gone", status="withdrawn")
    make_article("HIDDEN page", kind="page")
    told = client.get(address).text
    assert "HIDDEN" not in told
    assert [f"Number {index:02}" in told for index in (0, 19, 20)] == [True, True, False]


@pytest.mark.parametrize("address", FEEDS)
def test_text_that_xml_cannot_hold_spoils_no_feed(client, address):
    odd = "a\x0bb\x1fc\ufffed & <e> ]]> f"
    make_newsroom(name=odd, description=odd)
    make_article(
        odd,
        standfirst=odd,
        body_html=f"<p>{odd}</p>",
        authors=[make_author(odd)],
        tags=[make_tag(odd)],
    )
    answer = client.get(address)
    if address.endswith("json"):
        assert json.loads(answer.content)["items"][0]["title"] == odd
    else:
        assert "abcd & <e> ]]> f" in "".join(etree.fromstring(answer.content).itertext())


def test_an_empty_feed_is_a_feed(client):
    make_newsroom()
    assert parsed(client, "/feed/").find("channel/item") is None
    parsed(client, "/feed/atom/")
    assert json.loads(client.get("/feed.json").content)["items"] == []


def test_a_summary_is_made_from_the_text_when_there_is_no_standfirst(client):
    make_article(body=f"<h2>Title</h2><p>{'word ' * 200}</p>")
    summary = parsed(client, "/feed/").findtext("channel/item/description")
    assert summary.startswith("Title word")
    assert summary.endswith("…")
    assert len(summary) <= 301


def test_text_from_right_to_left_says_so_itself(client):
    make_article("سلام", language="fa", body="<p>متن</p>")
    (html,) = values(parsed(client, "/feed/"), "//content:encoded/text()")
    assert html == '<div lang="fa" dir="rtl"><p>متن</p></div>'
    assert values(parsed(client, "/feed/"), "//item/dc:language/text()") == ["fa"]


def test_section_tag_and_author_have_feeds_of_their_own(client):
    make_newsroom(name="The Example")
    section, tag, author = (
        make_section("Culture", language="fa"),
        make_tag("Radio"),
        make_author("Ada"),
    )
    make_article(
        "Inside", section=make_section("Music", parent=section), tags=[tag], authors=[author]
    )
    make_article("Outside")
    for owner, title in [(section, "Culture"), (tag, "Radio"), (author, "Ada")]:
        address = f"{owner.get_absolute_url()}feed/"
        channel = parsed(client, address).find("channel")
        assert channel.findtext("title") == f"{title} · The Example"
        assert channel.findtext("link") == f"{settings.SITE_URL}{owner.get_absolute_url()}"
        assert values(channel, "atom:link/@href") == [f"{settings.SITE_URL}{address}"]
        assert values(channel, "item/title/text()") == ["Inside"]
        page = client.get(owner.get_absolute_url()).text
        assert f'href="{settings.SITE_URL}{address}"' in page
    assert parsed(client, f"{section.get_absolute_url()}feed/").findtext("channel/language") == "fa"


@pytest.mark.parametrize("address", ["/section/no/feed/", "/tag/no/feed/", "/author/no/feed/"])
def test_a_feed_of_nothing_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_pictures_in_the_text_work_anywhere(client):
    picture = '<img src="/media/a.webp" srcset="/media/a.webp 320w, /media/b.webp 640w">'
    make_article(body_html=f"<figure>{picture}</figure>")
    (html,) = values(parsed(client, "/feed/"), "//content:encoded/text()")
    site = settings.SITE_URL
    assert f'src="{site}/media/a.webp"' in html
    assert f'srcset="{site}/media/a.webp 320w, {site}/media/b.webp 640w"' in html


def test_absolute_addresses_never_come_from_the_host_header(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    article = make_article()
    for address in (*FEEDS, "/sitemap.xml", "/robots.txt", "/", article.path):
        assert "evil.example" not in client.get(address, headers={"host": "evil.example"}).text
