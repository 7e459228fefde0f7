"""Editors see likes in their lists and switch liking off, for all or for one, by a field."""

import pytest
from django.test import Client

from articles.models import Tally
from tests.factories import make_article, make_like, make_newsroom, make_section, make_user
from tests.forms import address_of, send, write

pytestmark = pytest.mark.django_db
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def administrator(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    return client


def set_newsroom(client, article, word):
    address = "/admin/masthead/newsroom/1/change/"
    send(client, address, "newsroom_form", likes_open=None if word == "false" else "on")


def set_section(client, article, word):
    address = f"/admin/articles/section/{article.section_id}/change/"
    send(client, address, "section_form", likes_open=word)


def set_article(client, article, word):
    write(client, address_of(article), button="_publish", likes_open=word)


@pytest.mark.parametrize("turn", [set_newsroom, set_section, set_article])
def test_each_switch_is_a_field_of_a_form_and_closes_and_opens(administrator, turn):
    article = make_article(section=make_section())
    for word, status in (("false", 403), ("true", 200)):
        turn(administrator, article, word)
        answer = Client().post(f"{article.path}likes/", {"action": "like"}, **OWN)
        assert answer.status_code == status
        assert ('value="like"' in Client().get(article.path).text) == (word == "true")


def test_who_liked_is_listed_and_each_article_says_how_often(administrator):
    article = make_article("Bread")
    make_like(article, source="https://blog.example/1", name="A blog of <b>ours</b>")
    Tally.objects.filter(pk=article.pk).update(likes=4321)
    likes = administrator.get("/admin/likes/like/").text
    assert "A blog of &lt;b&gt;ours&lt;/b&gt;" in likes
    assert "4321" in administrator.get("/admin/articles/article/").text.replace(",", "")
