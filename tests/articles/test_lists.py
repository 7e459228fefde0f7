"""Lists show the newest public articles, page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests.factories import make_article, make_author, make_newsroom, make_section, make_tag

pytestmark = pytest.mark.django_db
MOST = 10


def headlines(response):
    return [article.headline for article in response.context["page"].entries]


def write(number, **fields):
    """So many articles, the first the oldest."""
    begin = timezone.now() - timedelta(days=1)
    return [
        make_article(f"Article {index}", published_at=begin + timedelta(minutes=index), **fields)
        for index in range(number)
    ]


def test_the_front_page_shows_the_newest_first(client):
    write(3)
    assert headlines(client.get("/")) == ["Article 2", "Article 1", "Article 0"]


def test_a_page_article_stands_in_no_list(client):
    tag, author, section = make_tag(), make_author(), make_section()
    write(1)
    make_article("About", kind=Article.Kind.PAGE, tags=[tag], authors=[author], section=section)
    for address in [
        "/",
        tag.get_absolute_url(),
        author.get_absolute_url(),
        section.get_absolute_url(),
        "/feed/",
    ]:
        assert b"About" not in client.get(address).content, address


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition(client):
    make_newsroom(articles_per_page=2)
    write(5)
    seen = []
    address = "/"
    while address:
        page = client.get(address).context["page"]
        seen += [article.headline for article in page.entries]
        address = page.older
    assert seen == [f"Article {index}" for index in (4, 3, 2, 1, 0)]
    assert client.get("/page/3/").context["page"].newer == "/page/2/"
    assert client.get("/page/2/").context["page"].newer == "/"


@pytest.mark.parametrize(
    "number", ["0", "2", "02", "999999", "99999999999999999999999", "-1", "two", "١"]
)
def test_a_page_past_the_end_or_misspelled_is_not_there(client, number):
    write(1)
    assert client.get(f"/page/{number}/").status_code == 404


def test_the_first_page_has_one_address(client):
    section = make_section()
    write(1, section=section)
    for address in ["/", section.get_absolute_url()]:
        answer = client.get(f"{address}page/1/")
        assert (answer.status_code, answer["Location"]) == (301, address)


def test_articles_of_one_second_are_still_in_one_order(client):
    make_newsroom(articles_per_page=1)
    at = timezone.now()
    first, second = (
        make_article("First", published_at=at),
        make_article("Second", published_at=at),
    )
    assert headlines(client.get("/")) == ["Second"]
    assert headlines(client.get("/page/2/")) == ["First"]
    assert first.pk < second.pk


def test_a_section_shows_its_own_articles_those_below_it_and_those_also_in_it(client):
    world, sport = make_section("World"), make_section("Sport")
    iran = make_section("Iran", parent=world)
    make_article("In the world", section=world)
    make_article("In Iran", section=iran)
    make_article("Also in Iran", section=sport).also_in.add(iran, world)
    make_article("Sport only", section=sport)
    make_article("Nowhere")
    assert set(headlines(client.get(world.get_absolute_url()))) == {
        "In the world",
        "In Iran",
        "Also in Iran",
    }
    assert set(headlines(client.get(iran.get_absolute_url()))) == {"In Iran", "Also in Iran"}


def test_a_section_whose_name_begins_like_another_is_not_below_it(client):
    world = make_section("World", slug="world")
    make_article("Elsewhere", section=make_section("Worldwide", slug="world_wide"))
    make_article("Elsewhere, too", section=make_section("Worlds", slug="worlds"))
    assert headlines(client.get(world.get_absolute_url())) == []


def test_a_section_without_articles_says_so(client):
    section = make_section("Culture")
    make_article("A draft", section=section, published=False)
    answer = client.get(section.get_absolute_url())
    assert answer.status_code == 200
    assert "Nothing has been published here yet." in answer.text
    assert client.get(f"{section.get_absolute_url()}page/2/").status_code == 404


def test_a_tag_or_author_of_drafts_only_is_not_there(client):
    tag, author = make_tag("Secret"), make_author()
    make_article("A draft", tags=[tag], authors=[author], published=False)
    addresses = [tag.get_absolute_url(), author.get_absolute_url()]
    addresses += [f"{address}feed/" for address in addresses]
    assert {client.get(address).status_code for address in addresses} == {404}
    make_article("Public", tags=[tag], authors=[author])
    assert {client.get(address).status_code for address in addresses} == {200}


def test_an_author_in_two_roles_is_listed_once(client):
    author = make_author()
    article = make_article("Both", authors=[author])
    article.bylines.create(author=author, role="photographs", position=1)
    assert headlines(client.get(author.get_absolute_url())) == ["Both"]


def test_lists_answer_in_every_script(client):
    tag = make_tag("آزادی مطبوعات", language="fa")
    author = make_author("हिन्दी लेखक", slug="हिन्दी-लेखक")
    section = make_section("Çand", slug="çand", language="ku")
    make_article(
        "سلام", slug="سلام-دنیا", language="fa", tags=[tag], authors=[author], section=section
    )
    for address in [tag.get_absolute_url(), author.get_absolute_url(), section.get_absolute_url()]:
        assert client.get(address).status_code == 200, address
        assert client.get(f"{address}feed/").status_code == 200, address


def test_a_year_a_month_and_a_day_show_what_was_published_in_the_newsrooms_zone(client):
    make_newsroom(time_zone="Asia/Tehran")
    late = datetime(2016, 8, 30, 20, 30, tzinfo=UTC)  # 31 August, one o'clock, in Tehran
    make_article("Late", published_at=late, path="/2016/08/31/late/")
    make_article(
        "Earlier", published_at=datetime(2016, 8, 30, 9, tzinfo=UTC), path="/2016/08/30/earlier/"
    )
    make_article(
        "Another year", published_at=datetime(2015, 8, 30, 9, tzinfo=UTC), path="/2015/08/30/other/"
    )
    assert headlines(client.get("/2016/")) == ["Late", "Earlier"]
    assert headlines(client.get("/2016/08/")) == ["Late", "Earlier"]
    assert headlines(client.get("/2016/08/30/")) == ["Earlier"]
    assert headlines(client.get("/2016/08/31/")) == ["Late"]


@pytest.mark.parametrize(
    "address",
    [
        "/2014/",
        "/2016/09/",
        "/2016/13/",
        "/2016/02/30/",
        "/0000/",
        "/9999/",
        "/9999/12/31/",
        "/2016/8/",
    ],
)
def test_a_day_without_articles_or_no_day_at_all_is_not_there(client, address):
    make_article("One", published_at=datetime(2016, 8, 30, 9, tzinfo=UTC), path="/2016/08/30/one/")
    assert client.get(address).status_code == 404


def test_archives_have_pages(client):
    make_newsroom(articles_per_page=1)
    for day in (1, 2):
        at = datetime(2016, 8, day, 9, tzinfo=UTC)
        make_article(f"On day {day}", published_at=at, path=f"/2016/08/0{day}/on/")
    assert headlines(client.get("/2016/page/2/")) == ["On day 1"]
    assert headlines(client.get("/2016/08/page/2/")) == ["On day 1"]
    assert client.get("/2016/08/02/page/2/").status_code == 404


@pytest.mark.parametrize("depth", [1, 10])
def test_ten_times_the_articles_cost_the_same_queries_at_any_depth(client, depth):
    make_newsroom(articles_per_page=2)
    section, tag, author = make_section(), make_tag(), make_author()

    def queries(number):
        addresses = [
            "/",
            section.get_absolute_url(),
            tag.get_absolute_url(),
            author.get_absolute_url(),
        ]
        counts = []
        for address in [*addresses, "/2016/", "/2016/11/"]:
            asked = f"{address}page/{number}/" if number > 1 else address
            with CaptureQueriesContext(connection) as captured:
                assert client.get(asked).status_code == 200, asked
            counts.append(len(captured))
        return counts

    def add(first, last):
        for index in range(first, last):
            at = datetime(2016, 11, 1, 0, index % 60, tzinfo=UTC)
            make_article(
                f"Article {index}", published_at=at, path=f"/2016/11/01/{index}/",
                section=section, tags=[tag, make_tag()], authors=[author, make_author()],
            )  # fmt: skip

    add(0, 5)
    few = queries(1)
    add(5, 50)
    assert queries(depth) == few
    assert max(few) <= MOST


def test_a_list_shows_neither_body_nor_anything_of_a_draft(client):
    make_article("Public", body="<p>The body stays on its page.</p>")
    make_article("Hidden headline", published=False)
    answer = client.get("/").text
    assert "Public" in answer
    assert "The body stays" not in answer
    assert "Hidden headline" not in answer
