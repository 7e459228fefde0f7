"""The article page: its parts in document order, each found by its own landmark."""

import pytest
from lxml import html

from articles.models import Tally
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_like,
    make_linkback,
    make_newsroom,
    make_photo,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db

PARTS = {
    "headline": "h1[contains(@class, 'p-name')]",
    "standfirst": "*[contains(@class, 'p-summary')]",
    "byline": "*[contains(@class, 'p-author')]",
    "date": "time[contains(@class, 'dt-published')]",
    "picture": "figure//img[contains(@class, 'u-photo')]",
    "body": "*[contains(@class, 'e-content')]",
    "tags": "a[contains(@class, 'p-category')]",
    "likes line": "*[@id='likes']",
    "comments": "*[@id='comments']",
    "trackbacks": "h2[normalize-space()='1 Trackback / Pingback']",
    "reply": "h2[contains(normalize-space(), 'Leave a Reply')]",
}


@pytest.fixture
def page(client):
    make_newsroom()
    article = make_article(
        "The headline",
        standfirst="The standfirst.",
        section=make_section(),
        photo=make_photo(),
        authors=[make_author()],
        tags=[make_tag("ships")],
    )
    make_comment(article)
    make_linkback(article)
    make_like(article, source="https://blog.example/like", name="A blog")
    Tally.objects.filter(pk=article.pk).update(comments=1, linkbacks=1, likes=1)
    return html.fromstring(client.get(article.path).content)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_stands_inside_main(page, part):
    assert page.xpath(f"//main//{PARTS[part]}"), part


def test_the_parts_come_in_the_order_in_which_they_are_read(page):
    everything = list(page.iter())
    found = [everything.index(page.xpath(f"//main//{path}")[0]) for path in PARTS.values()]
    assert found == sorted(found)


def test_facts_for_machines_are_the_visible_ones(page):
    entry = page.xpath("//main/article[contains(@class, 'h-entry')]")[0]
    assert entry.xpath(".//h1[@itemprop='headline']")[0].text_content().strip() == "The headline"
    published = entry.xpath(".//time[contains(@class, 'dt-published')]/@datetime")[0]
    assert published[:4].isdigit()
    assert entry.xpath(".//link[contains(@class, 'u-url')]/@href")[0].startswith("http")


def test_an_article_without_anything_said_shows_no_linkbacks_but_asks_for_the_first_comment(client):
    make_newsroom()
    article = make_article(linkbacks_open=False)
    text = client.get(article.path).text
    assert "Trackback" not in text
    assert "Be the first to comment" in text
