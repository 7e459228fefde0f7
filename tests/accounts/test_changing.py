"""What a reader changes about the account, and how it goes away."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from articles.models import Tally
from comments.models import Comment
from tests.accounts.reader import PASSWORD, RITA, letters, link_in, sign_in, words
from tests.factories import make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def reader(client, rita):
    sign_in(client)
    return rita


def move(client, email=NEW, current=PASSWORD):
    return client.post("/account/address/", {"email": email, "current": current})


def test_the_account_says_who_is_signed_in_and_leads_everywhere(client, reader):
    page = client.get("/account/").text
    assert "Rita Reader" in page and RITA in page
    for name in ("comments", "name", "address", "password", "delete"):
        assert f'href="/account/{name}/"' in page
        assert client.get(f"/account/{name}/").status_code == 200


def test_a_name_is_changed_and_an_empty_one_refused(client, reader):
    assert client.post("/account/name/", {"name": "Rana"}).url == "/account/"
    assert client.post("/account/name/", {"name": " "}).status_code == 422
    reader.refresh_from_db()
    assert reader.name == "Rana"


def test_an_address_is_changed_once_its_owner_confirms_it_and_the_old_one_is_told(client, reader):
    assert move(client).url == "/account/sent/"
    (letter,) = letters()
    assert letter.to == [NEW]
    link = link_in(letter, settings.SITE_URL)
    client.get(link)
    assert User.objects.get().email == RITA
    assert client.post(link).url == "/account/"
    assert User.objects.get().email == NEW
    (told,) = letters()
    assert told.to == [RITA] and NEW not in told.body
    assert client.post(link).status_code == 410


def test_a_new_address_takes_the_password(client, reader):
    assert move(client, current="wrong").status_code == 422
    assert letters() == []


def test_an_address_that_is_taken_is_told_by_mail_only(client, reader):
    make_user(NEW)
    assert move(client).url == "/account/sent/"
    (letter,) = letters()
    assert letter.to == [NEW]
    assert "nothing was changed" in letter.body and "http" not in letter.body


def test_an_address_that_is_taken_meanwhile_is_not_given_twice(client, reader):
    move(client)
    (letter,) = letters()
    make_user(NEW, is_staff=False)
    assert client.post(link_in(letter, settings.SITE_URL)).status_code == 410
    reader.refresh_from_db()
    assert reader.email == RITA


def test_a_password_takes_the_old_one_and_ends_other_sessions(client, reader):
    other = Client()
    sign_in(other)
    sent = {"current": "wrong", "password": "a new and longer password"}
    assert client.post("/account/password/", sent).status_code == 422
    assert client.post("/account/password/", {**sent, "current": PASSWORD}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_who_has_no_password_chooses_one(client, rita):
    rita.set_unusable_password()
    rita.save()
    client.force_login(rita)
    assert "Choose a password" in client.get("/account/").text
    assert "current" not in client.get("/account/password/").text
    assert (
        client.post("/account/password/", {"password": "a new and longer one"}).url == "/account/"
    )


def test_guessing_the_password_in_somebody_elses_session_is_slow(client, reader):
    codes = [move(client, current=f"wrong {number}").status_code for number in range(7)]
    assert codes[0] == 422 and codes[-1] == 429


def test_staff_have_their_account_in_the_admin(client, open_newsroom):
    client.force_login(make_user(role="Editor"))
    assert client.get("/account/").url == "/admin/"
    assert client.post("/account/delete/", {"current": PASSWORD}).url == "/admin/"
    assert User.objects.count() == 1


# Deleting


@pytest.mark.parametrize(("policy", "stays"), [("keep", True), ("remove", False)])
def test_deleting_asks_and_then_follows_the_newsrooms_policy(client, reader, policy, stays):
    make_newsroom(erased_text=policy)
    article = make_article()
    make_comment(article, user=reader, name="Rita Reader", email=RITA)
    Tally.objects.update(comments=1)
    assert "no way back" in words(client.get("/account/delete/"))
    assert client.post("/account/delete/", {"current": "wrong"}).status_code == 422
    assert User.objects.exists()
    answer = client.post("/account/delete/", {"current": PASSWORD})
    assert "Your account is deleted" in words(answer)
    assert not User.objects.exists()
    assert client.get("/account/").status_code == 302
    page = client.get(article.path).text
    assert ("Well said." in page) == stays
    assert "Rita Reader" not in page
    assert Comment.objects.get().email == ""


def test_whoever_has_no_password_deletes_by_the_button(client, rita):
    rita.set_unusable_password()
    rita.save()
    client.force_login(rita)
    assert client.post("/account/delete/", {"sent": "yes"}).status_code == 200
    assert not User.objects.exists()
