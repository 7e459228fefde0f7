"""However much is said back, a page costs the same number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Tally
from moderation.models import Host
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_like,
    make_linkback,
    make_newsroom,
    make_rule,
    make_section,
    make_tag,
    make_user,
)
from trackbacks.models import Ping

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def queries(client):
    """How many queries a GET of the address makes; the page must be there."""
    make_newsroom()

    def count(address):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            response.content  # noqa: B018
        assert response.status_code == 200, address
        return len(captured)

    return count


def fill(article, number):
    """So many of each thing that an article page shows."""
    for index in range(number):
        make_comment(article, f"Comment {index}")
        make_linkback(article)
        make_like(
            article, source=f"https://blog.example/{article.pk}/{index}", name=f"Blog {index}"
        )
        make_like(article)
        article.bylines.create(author=make_author(f"Author {index}"), position=index)
    article.tags.add(*(make_tag() for _ in range(number)))
    Tally.objects.filter(article=article).update(
        comments=number, linkbacks=number, likes=2 * number
    )


@pytest.mark.parametrize(
    "threaded",
    [
        pytest.param(False, id="flat"),
        pytest.param(True, id="one thread", marks=pytest.mark.proof),
    ],
)
def test_an_article_page_with_500_of_each_costs_what_one_of_each_costs(queries, threaded):
    small, large = (
        make_article("Small", section=make_section()),
        make_article("Large", section=make_section()),
    )
    fill(small, 1)
    fill(large, 500)
    if threaded:
        first = make_comment(small, "First")
        make_comment(small, "Answer", parent=first)
        first = make_comment(large, "First")
        for _ in range(500):
            make_comment(large, "Answer", parent=first)
    few, many = queries(small.path), queries(large.path)
    assert many == few <= MOST


def test_the_front_page_and_every_list_cost_the_same_with_ten_times_the_articles(queries):
    make_newsroom(articles_per_page=100)
    section, author, tag = make_section(), make_author(), make_tag()
    lists = [
        "/",
        section.get_absolute_url(),
        tag.get_absolute_url(),
        author.get_absolute_url(),
        "/feed/",
    ]

    def write(number):
        for index in range(number):
            make_article(
                f"Article {index}",
                section=section,
                authors=[author, make_author()],
                tags=[tag, make_tag()],
            )

    write(2)
    few = [queries(address) for address in lists]
    write(48)
    many = [queries(address) for address in lists]
    assert many == few
    assert max(many) <= MOST


def test_the_sitemap_costs_the_same_with_ten_times_the_articles(queries):
    make_article(authors=[make_author()], tags=[make_tag()], section=make_section())
    few = queries("/sitemap.xml")
    for _ in range(10):
        make_article(authors=[make_author()], tags=[make_tag()], section=make_section())
    assert queries("/sitemap.xml") == few


STAFF_LISTS = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/author/",
    "/admin/articles/section/",
    "/admin/articles/tag/",
    "/admin/photos/photo/",
    "/admin/moderation/response/",
    "/admin/comments/comment/",
    "/admin/trackbacks/linkback/",
    "/admin/accounts/user/",
    "/admin/likes/like/",
    "/admin/moderation/host/",
    "/admin/moderation/rule/",
    "/admin/trackbacks/ping/",
]


def test_each_staff_list_costs_the_same_with_ten_times_the_rows(queries, client):
    client.force_login(make_user(is_superuser=True))

    def write(number):
        for index in range(number):
            article = make_article(
                f"Article {index}",
                section=make_section(),
                authors=[make_author()],
                tags=[make_tag()],
            )
            make_article(f"Draft {index}", published=False)
            make_comment(article, state="held")
            make_linkback(article, state="held")
            make_like(article)
            make_user(role="Reporter")
            Host.objects.create(name=f"{article.pk}.example", standing=Host.Standing.TRUSTED)
            make_rule(f"word{article.pk}", made_by=make_user())
            Ping.objects.create(article=article, target=f"https://{article.pk}.example/")

    write(3)
    queries("/admin/")  # the first page of a session writes
    few = {address: queries(address) for address in STAFF_LISTS}
    write(27)
    assert {address: queries(address) for address in STAFF_LISTS} == few
    assert max(few.values()) <= MOST
