"""One switch for the newsroom, each section and each article, where the staff find it."""

import pytest
from django.test import Client
from lxml.html import fromstring

from moderation.models import Host, Response, State
from tests.factories import make_article, make_linkback, make_section, make_user
from tests.forms import address_of, send, write
from trackbacks.incoming import Refused, receive
from trackbacks.models import Linkback

CLOSED = "The target takes no links from other sites."


@pytest.fixture
def article(near_site):
    return make_article(section=make_section("World"))


@pytest.fixture
def administrator(client, near_site):
    client.force_login(make_user(role="Administrator"))
    return client


def told(article):
    """Where the article's page says that links are taken."""
    page = fromstring(Client().get(article.path).content)
    return page.xpath("//link[@rel='webmention' or @rel='pingback']/@href")


def answer(client, blog, article):
    data = {"source": blog.link_to(article.absolute_url), "target": article.absolute_url}
    return client.post("/webmention/", data).text.strip()


def set_newsroom(client, article, word):
    address = "/admin/masthead/newsroom/1/change/"
    send(client, address, "newsroom_form", linkbacks_open=None if word == "false" else "on")


def set_section(client, article, word):
    address = f"/admin/articles/section/{article.section_id}/change/"
    send(client, address, "section_form", linkbacks_open=word)


def set_article(client, article, word):
    write(client, address_of(article), button="_publish", linkbacks_open=word)


@pytest.mark.parametrize("turn", [set_newsroom, set_section, set_article])
def test_each_switch_is_a_field_of_a_form_and_closes_and_opens(administrator, blog, article, turn):
    assert len(told(article)) == 2
    turn(administrator, article, "false")
    assert told(article) == []
    assert answer(administrator, blog, article) == CLOSED
    assert not blog.hits and not Linkback.objects.exists()
    turn(administrator, article, "true")
    assert len(told(article)) == 2
    assert answer(administrator, blog, article) != CLOSED


def test_what_was_shown_before_a_switch_stays(administrator, article):
    make_linkback(article, title="Theirs")
    article.tally.linkbacks = 1
    article.tally.save()
    set_newsroom(administrator, article, "false")
    assert "Theirs" in administrator.get(article.path).text


def test_the_newsroom_shows_or_holds_by_a_field_of_its_form(administrator, blog, article):
    send(
        administrator, "/admin/masthead/newsroom/1/change/", "newsroom_form", linkbacks_mode="show"
    )
    answer(administrator, blog, article)
    assert Response.objects.get().state == State.SHOWN


def test_the_limits_are_fields_of_the_newsrooms_form(administrator, blog, article):
    address = "/admin/masthead/newsroom/1/change/"
    page = send(administrator, address, "newsroom_form", linkbacks_burst="0")
    assert "greater than or equal to 1" in page.text
    send(administrator, address, "newsroom_form", linkbacks_burst="1", linkbacks_per_minute="1")
    answer(administrator, blog, article)
    assert "Too many links came at once" in answer(administrator, blog, article)


def test_a_block_is_a_row_of_the_list_of_sites(administrator, blog, article):
    form = {"name": "http://127.0.0.1/about/", "standing": "blocked"}
    send(administrator, "/admin/moderation/host/add/", "host_form", **form)
    assert Host.objects.get().standing == Host.Standing.BLOCKED
    with pytest.raises(Refused, match="Links from there are not taken"):
        receive(
            protocol=Linkback.Protocol.PINGBACK,
            source=blog.link_to(article.absolute_url),
            target=article.absolute_url,
        )
    assert not blog.hits
