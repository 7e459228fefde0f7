"""Whatever cookies a reader sends: public pages set none and do not vary by them."""

import pytest

from tests.factories import make_article, make_newsroom, make_user

pytestmark = pytest.mark.django_db
COOKIES = [
    {"csrftoken": "x"},
    {"csrftoken": "é" * 32},
    {"csrftoken": "a" * 32},
    {"sessionid": "abc"},
    {"sessionid": ""},
    {"sessionid": "a" * 32},
    {"sessionid": "A" * 4000},
    {"messages": "x", "visitor": "y", "known_browser": "z"},
]


@pytest.mark.parametrize("cookies", COOKIES, ids=str)
def test_no_page_answers_a_cookie_with_one(client, cookies):
    make_newsroom()
    article = make_article()
    for path in ("/", article.path, f"{article.path}likes/", "/feed/", "/webmention/", "/missing/"):
        client.cookies.load(cookies)
        answer = client.get(path)
        assert not answer.cookies, path
        assert "Cookie" not in answer.get("Vary", ""), path


def test_who_signed_in_reads_the_same_page(client):
    make_newsroom()
    article = make_article()
    anonymous = client.get(article.path)
    client.force_login(make_user(role="Editor"))
    answer = client.get(article.path)
    assert answer.content == anonymous.content
    assert not answer.cookies
    assert "Vary" not in answer


def test_a_session_goes_on(client):
    make_newsroom()
    client.force_login(make_user(role="Editor"))
    assert client.get("/admin/").status_code == 200
