"""A forgotten password: the link is good once, and goes to the account's address only."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from newsroom.passwords import mail_link, send_link
from tests.factories import PASSWORD, make_newsroom, make_user

pytestmark = pytest.mark.django_db
FORGOTTEN = "/admin/forgotten/"
NEW = "a new and longer password"


@pytest.fixture(autouse=True)
def newsroom():
    return make_newsroom(name="The Daily Example")


@pytest.fixture
def user():
    return make_user("rana@example.org", name="Rana")


def link_of(user):
    mail.outbox.clear()
    mail_link(user)
    return urlsplit(re.search(r"https?://\S+", mail.outbox[0].body)[0]).path


def choose(client, path, password=NEW):
    page = client.get(path)
    assert page.status_code == 302, "the link is not good"
    return client.post(page.url, {"new_password1": password, "new_password2": password})


def test_the_sign_in_page_leads_there(client):
    assert FORGOTTEN in client.get("/admin/login/").content.decode()


def test_the_mail_goes_to_the_account_with_the_sites_own_address(user, settings):
    settings.SITE_URL = "https://news.example"
    mail_link(user)
    (sent,) = mail.outbox
    assert sent.to == ["rana@example.org"]
    assert sent.subject == "The Daily Example: a new password"
    assert "https://news.example/admin/reset/" in sent.body


def test_the_address_in_the_mail_never_comes_from_the_request(client, user, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(FORGOTTEN, {"email": user.email}, headers={"Host": "evil.example"})
    mail_link(user)
    assert "evil.example" not in mail.outbox[0].body


def test_a_new_password_is_chosen_with_the_link_and_the_link_is_used_up(client, user):
    path = link_of(user)
    assert choose(client, path).url == "/admin/reset/done/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert Client().get(path).status_code == 200
    assert "invalid" in Client().get(path).content.decode()


def test_signing_in_ends_an_older_link(client, user):
    path = link_of(user)
    client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert Client().get(path).status_code == 200


def test_a_link_that_was_changed_is_not_good(client, user):
    other = make_user()
    path = link_of(user)
    forged = path.replace(path.split("/")[3], link_of(other).split("/")[3])
    for bad in (forged, path[:-2] + "x/", "/admin/reset/MQ/x/"):
        page = client.get(bad)
        assert page.status_code == 200
        assert "invalid" in page.content.decode()
    other.refresh_from_db()
    assert other.check_password(PASSWORD)


def test_a_weak_password_is_refused(client, user):
    page = choose(client, link_of(user), "12345678")
    assert page.status_code == 200
    assert "too common" in page.content.decode()


def test_the_page_with_the_link_tells_nobody_where_it_came_from(client, user):
    response = client.get(link_of(user))
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


def test_who_read_the_mail_gets_in_while_a_stranger_guesses(client, user):
    for number in range(8):
        sent = {"username": user.email, "password": "wrong"}
        Client().post("/admin/login/", sent, REMOTE_ADDR=f"203.0.113.{number}")
    choose(client, link_of(user))
    response = client.post("/admin/login/", {"username": user.email, "password": NEW})
    assert response.status_code == 302


def test_somebody_who_never_had_a_password_gets_one(client):
    user = make_user("new@example.org")
    user.set_unusable_password()
    user.save()
    choose(client, link_of(user))
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_answer_is_the_same_for_every_address(client, user):
    answers = {
        client.post(FORGOTTEN, {"email": email}).url for email in (user.email, "nobody@example.org")
    }
    assert answers == {"/admin/forgotten/sent/"}


def test_nobody_is_flooded_with_mails(client, user):
    codes = [client.post(FORGOTTEN, {"email": user.email}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


def test_who_left_gets_no_mail(user):
    user.is_active = False
    user.save()
    send_link.func(user.pk)
    assert mail.outbox == []


def test_somebody_who_is_gone_by_now_is_no_error():
    send_link.func(9999)
    assert mail.outbox == []
