"""``N Trackbacks / Pingbacks``: its own numbered list on the article's page, and further pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import html

from articles.models import Tally
from moderation.models import Response, State
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_linkback, make_newsroom
from trackbacks.listing import PER_PAGE, linkback_page
from trackbacks.models import Linkback

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    make_newsroom()
    return make_article("A headline", path="/2016/08/30/slug/")


def link(article, number=1, **fields):
    """So many linkbacks, counted as the verbs count them; the last one."""
    for _ in range(number):
        linkback = make_linkback(article, **fields)
    recount(Tally.objects.get(article=article))
    return linkback


def tree_of(client, path="/2016/08/30/slug/"):
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content)


def headings(tree):
    return [heading.text_content().strip() for heading in tree.iter("h1", "h2")]


def entries(tree):
    return tree.xpath("//ol[@class='linkbacks']/li")


@pytest.mark.parametrize(
    ("number", "heading"), [(1, "1 Trackback / Pingback"), (2, "2 Trackbacks / Pingbacks")]
)
def test_the_heading_counts_links_alone(client, article, number, heading):
    make_comment(article)
    link(article, number)
    assert heading in headings(tree_of(client))


def test_without_links_there_is_no_heading_and_no_list(client, article):
    make_comment(article)
    tree = tree_of(client)
    assert not any("Pingback" in heading for heading in headings(tree))
    assert not entries(tree)


@pytest.mark.parametrize("state", sorted(set(State) - {State.SHOWN}))
def test_what_is_not_shown_is_not_there(client, article, state):
    link(article)
    link(
        article,
        source="https://hidden.example/entry",
        state=state,
        title="Hidden",
        excerpt="Hidden",
    )
    page = client.get(article.path).content.decode()
    assert "hidden.example" not in page
    assert "Hidden" not in page
    assert "1 Trackback / Pingback" in page


def test_an_entry_tells_title_host_date_excerpt_and_protocol(client, article):
    linkback = link(
        article,
        source="https://blog.example/entry",
        title="عنوان",
        excerpt="They say so.",
        protocol="webmention",
    )
    (entry,) = entries(tree_of(client))
    (anchor,) = entry.iter("a")
    assert "h-cite" in entry.get("class")
    assert entry.get("id") == f"linkback-{linkback.pk}"
    assert (anchor.get("href"), anchor.get("rel")) == (
        "https://blog.example/entry",
        "nofollow ugc",
    )
    assert [bdi.text for bdi in anchor] == ["عنوان"]
    assert entry.xpath(".//*[contains(@class, 'p-author')]")[0].text_content() == "blog.example"
    assert entry.xpath(".//time/@datetime")
    (quote,) = entry.iter("blockquote")
    assert (quote.text_content(), quote.get("dir")) == ("They say so.", "auto")
    assert "webmention" in entry.text_content()


def test_hostile_titles_and_addresses_are_harmless(client, article):
    link(
        article,
        source="javascript:alert(1)//",
        title="<script>alert(1)</script>",
        excerpt="<img src=x onerror=alert(1)>",
        author_name="x",
    )
    tree = tree_of(client)
    (entry,) = entries(tree)
    assert not list(entry.iter("a", "script", "img"))
    assert "<script>alert(1)</script>" in entry.text_content()


def test_likes_from_blogs_stand_in_the_likes_line_and_not_here(client, article):
    link(article)
    Response.objects.update(kind=Response.Kind.LIKE)
    recount(Tally.objects.get(article=article))
    assert not entries(tree_of(client))


def test_the_oldest_link_is_number_one_and_further_pages_go_on_counting(client, article):
    link(article, 2 * PER_PAGE + 5)
    first = tree_of(client)
    assert len(entries(first)) == PER_PAGE
    (onward,) = first.xpath("//section[@id='linkbacks']//a[@rel='next']/@href")
    assert onward == "/2016/08/30/slug/linkbacks/page/2/"
    second, third = tree_of(client, onward), tree_of(client, "/2016/08/30/slug/linkbacks/page/3/")
    assert (len(entries(second)), len(entries(third))) == (PER_PAGE, 5)
    assert [tree.xpath("//ol[@class='linkbacks']/@start") for tree in (first, second, third)] == [
        ["1"],
        ["51"],
        ["101"],
    ]
    ids = [entry.get("id") for tree in (first, second, third) for entry in entries(tree)]
    assert ids == sorted(ids, key=lambda name: int(name.rpartition("-")[2]))
    assert len(set(ids)) == 2 * PER_PAGE + 5
    assert f"{2 * PER_PAGE + 5} Trackbacks / Pingbacks" in headings(second)
    assert third.xpath("//a[@rel='prev']/@href")[-1] == onward
    assert not third.xpath("//main//a[@rel='next']")


def test_a_page_past_the_end_is_404(client, article):
    link(article)
    assert client.get("/2016/08/30/slug/linkbacks/").status_code == 200
    assert client.get("/2016/08/30/slug/linkbacks/page/2/").status_code == 404
    assert (
        client.get("/2016/08/30/slug/linkbacks/page/1/")["Location"]
        == "/2016/08/30/slug/linkbacks/"
    )


@pytest.mark.parametrize(
    "fields",
    [{"published": False}, {"status": "withdrawn"}, {"embargo_until": "2999-01-01T00:00Z"}],
)
def test_the_pages_of_a_hidden_article_are_404(client, fields):
    make_newsroom()
    article = make_article(path="/2016/08/30/hidden/", **fields)
    link(article, PER_PAGE + 1)
    for path in ("linkbacks/", "linkbacks/page/2/"):
        assert client.get(article.path + path).status_code == 404


def test_the_addresses_of_a_page_such_as_about_work_too(client):
    make_newsroom()
    link(make_article(kind="page", path="/about/"), PER_PAGE + 1)
    assert len(entries(tree_of(client, "/about/linkbacks/page/2/"))) == 1


def test_ten_times_the_links_cost_the_same_queries(client):
    make_newsroom()
    few, many = make_article(), make_article()
    link(few, 5)
    link(many, 50)
    counts = []
    for article in (few, many):
        for path in (article.path, f"{article.path}linkbacks/"):
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 10


def test_one_query_reads_a_page_of_links_and_none_reads_nothing(article, django_assert_num_queries):
    link(article, 5)
    page = linkback_page(type(article).objects.select_related("tally").get())
    with django_assert_num_queries(1):
        assert [linkback.response.host for linkback in page.linkbacks]
    empty = linkback_page(make_article())
    empty.count  # noqa: B018
    with django_assert_num_queries(0):
        assert empty.linkbacks == []


def test_the_count_has_the_plural_forms_of_the_language(article):
    link(article, 3)
    article.tally.refresh_from_db()
    with translation.override("en"):
        assert re.fullmatch("3 Trackbacks / Pingbacks", linkback_page(article).heading)


# The permanent address of one


def test_a_linkback_has_a_permanent_address_that_leads_to_its_place(client, article):
    link(article, PER_PAGE + 1)
    rows = list(Linkback.objects.oldest())
    for linkback, page in ((rows[0], ""), (rows[-2], ""), (rows[-1], "linkbacks/page/2/")):
        address = client.get(f"/linkbacks/{linkback.pk}/")["Location"]
        assert address == f"{article.path}{page}#linkback-{linkback.pk}"
        path = address.partition("#")[0]
        assert f'id="linkback-{linkback.pk}"' in client.get(path).text


def test_what_is_not_shown_has_no_address_and_nothing_tells_why(client, article):
    rows = [link(article, state=State.HELD), link(make_article(status="withdrawn")), link(article)]
    Response.objects.filter(pk=rows[-1].pk).update(kind=Response.Kind.LIKE)
    answers = [client.get(f"/linkbacks/{row.pk}/") for row in rows]
    answers.append(client.get(f"/linkbacks/{9 * 10**17}/"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
