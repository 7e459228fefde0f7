"""The article page: what stands on it, in which order, and what it is to machines."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from lxml import html

from articles.models import Byline
from tests.articles.test_rendering import make_photo
from tests.factories import make_article, make_author, make_newsroom, make_section, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """The parsed page of an article with everything on it."""
    ada, ben, mina = make_author("Ada"), make_author("Ben"), make_author("Mina")
    article = make_article(
        "Radio opens its archive",
        standfirst="Every broadcast since 1940.",
        body="<p>The doors open.</p>",
        section=make_section("Culture"),
        photo=make_photo(),
        authors=[ada, ben],
        tags=[make_tag("Radio"), make_tag("Archives")],
        revised_at=datetime(2026, 3, 4, 12, tzinfo=UTC),
        search_title="Radio archive opens",
        search_description="What the archive holds.",
    )
    article.bylines.create(author=mina, role=Byline.Role.PHOTOGRAPHS, position=2)
    article.corrections.create(text="It was 1940, not 1941.")
    tree = html.fromstring(client.get(article.path).content)
    tree.article = article
    return tree


def text(element):
    return " ".join(element.text_content().split())


def one(tree, selector):
    (found,) = tree.cssselect(selector)
    return found


def xpath_of(class_name):
    return f"//main//*[contains(concat(' ', @class, ' '), ' {class_name} ')]"


def first(tree, class_name):
    return tree.xpath(xpath_of(class_name))[0]


def test_everything_stands_in_main_in_the_order_in_which_it_is_read(page):
    order = [
        "p-name",
        "p-summary",
        "p-author",
        "dt-published",
        "dt-updated",
        "corrections",
        "u-photo",
        "e-content",
        "p-category",
    ]
    lines = [first(page, name) for name in order]
    positions = [list(page.iter()).index(line) for line in lines]
    assert positions == sorted(positions)
    assert len(page.xpath("//main//h1")) == 1


def test_readers_see_who_made_it(page):
    assert text(first(page, "byline")) == "By Ada and Ben; photographs by Mina"
    links = [link.get("href") for link in first(page, "byline").iter("a")]
    assert links == [
        author.get_absolute_url() for author in page.article.authors.order_by("bylines__position")
    ]


@pytest.mark.parametrize(
    ("names", "line"),
    [(["A"], "By A"), (["A", "B"], "By A and B"), (["A", "B", "C"], "By A, B and C"), ([], "")],
)
def test_names_are_joined_as_they_are_said(client, names, line):
    article = make_article(authors=[make_author(name) for name in names])
    tree = html.fromstring(client.get(article.path).content)
    assert "".join(text(element) for element in tree.xpath(xpath_of("byline"))) == line


def test_dates_are_told_in_the_newsrooms_zone(client):
    make_newsroom(time_zone="Asia/Tehran")
    article = make_article(
        published_at=datetime(2026, 3, 4, 21, tzinfo=UTC), path="/2026/03/05/night/"
    )
    tree = html.fromstring(client.get(article.path).content)
    published = first(tree, "dt-published")
    assert published.get("datetime") == "2026-03-05T00:30:00+03:30"
    assert text(published).startswith("March 5, 2026")


def test_what_others_show_of_a_link_is_absolute_and_the_same(page):
    address = page.article.absolute_url
    assert address.startswith(settings.SITE_URL)
    assert page.xpath("//link[@rel='canonical']/@href") == [address]
    assert first(page, "u-url").get("href") == address
    properties = {
        meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")
    }
    assert properties["og:url"] == address
    assert properties["og:title"] == "Radio archive opens"
    assert properties["og:description"] == "What the archive holds."
    assert properties["og:image"] == f"{settings.SITE_URL}/media/photos/abc/640.webp"
    assert properties["article:modified_time"] == "2026-03-04T12:00:00+00:00"
    assert page.xpath("//meta[@name='description']/@content") == ["What the archive holds."]
    assert page.xpath("//title/text()")[0].startswith("Radio archive opens ·")


def test_schema_org_says_the_same_facts(page):
    article = page.xpath("//*[@itemtype='https://schema.org/NewsArticle']")[0]
    facts = {
        element.get("itemprop"): element for element in article.iter() if element.get("itemprop")
    }
    assert text(facts["headline"]) == "Radio opens its archive"
    assert text(facts["description"]) == "Every broadcast since 1940."
    assert facts["datePublished"].get("datetime")
    people = article.xpath(".//*[@itemtype='https://schema.org/Person']")
    assert [(person.get("itemprop"), text(person)) for person in people] == [
        ("author", "Ada"),
        ("author", "Ben"),
        ("contributor", "Mina"),
    ]


def test_the_lead_picture_has_its_words_and_is_not_lazy(page):
    figure = first(page, "u-photo").getparent()
    assert first(page, "u-photo").get("alt") == "A transmitter"
    assert first(page, "u-photo").get("loading") is None
    assert text(figure.find("figcaption")) == "The mast in winter Photo: M. Karim"


def test_the_correction_is_told_with_its_day(page):
    assert "It was 1940, not 1941." in text(first(page, "corrections"))
    assert first(page, "corrections").xpath(".//time/@datetime")


def test_words_of_an_article_are_words_and_no_markup(client):
    attack = '"><script>alert(1)</script>'
    article = make_article(
        attack,
        standfirst=attack,
        search_description=attack,
        authors=[make_author(attack)],
        tags=[make_tag(attack)],
        section=make_section(attack, slug="attack"),
        photo=make_photo(alt=attack, caption=attack, credit=attack),
    )
    article.corrections.create(text=attack)
    for address in [article.path, "/", *(tag.get_absolute_url() for tag in article.tags.all())]:
        assert "<script>alert" not in client.get(address).text


def test_a_page_has_no_script_or_style_of_its_own_and_asks_nobody_else(page):
    for script in page.xpath("//script"):
        assert script.get("src", "").startswith("/static/")
    assert not page.xpath("//style | //@style | //@onclick | //iframe")
    for address in page.xpath("//img/@src | //script/@src | //link[@rel='stylesheet']/@href"):
        assert address.startswith("/")


def test_an_article_with_nothing_but_a_headline_has_no_empty_places(client):
    article = make_article("Only this", body="")
    tree = html.fromstring(client.get(article.path).content)
    for name in ("p-summary", "byline", "dt-updated", "corrections", "u-photo", "tags", "label"):
        assert not tree.xpath(xpath_of(name)), name
    for element in tree.xpath("//main//p | //main//h2 | //main//ul"):
        assert text(element)


def test_the_page_costs_few_queries_whatever_is_on_it(client, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get(page.article.path)
