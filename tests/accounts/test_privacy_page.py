"""Administrators find, download and erase one person's data in the admin; nobody else does."""

import json

import pytest
from django.test import Client

from comments.models import Comment
from tests.factories import make_article, make_comment, make_newsroom, make_user
from tests.forms import fields

pytestmark = pytest.mark.django_db
PAGE = "/admin/accounts/user/privacy/"
RITA = "rita@example.org"


@pytest.fixture(autouse=True)
def administrator(client):
    make_newsroom()
    client.force_login(make_user(role="Administrator"))


@pytest.fixture
def comment():
    return make_comment(make_article(), email="Rita@example.org")


def test_the_list_of_people_leads_there(client):
    assert f'href="{PAGE}"' in client.get("/admin/accounts/user/").text


def test_what_there_is_is_counted_and_nothing_is_erased(client, comment):
    page = client.post(PAGE, {"email": " RITA@example.org", "find": "1"})
    assert '<th scope="row">Comments</th><td>1</td>' in page.text
    assert "cookie" in page.text
    assert Comment.objects.get().email


def test_all_of_it_is_downloaded_as_json_that_nobody_keeps(client, comment):
    file = client.post(PAGE, {"email": RITA, "download": "1"})
    assert json.loads(file.content)["comments"][0]["text"] == "Well said."
    assert file["Content-Type"].startswith("application/json")
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]


@pytest.mark.parametrize(("text", "left"), [("keep", "Well said."), ("remove", "")])
def test_erasing_takes_a_tick_and_says_that_it_is_done(client, comment, text, left):
    refused = client.post(PAGE, {"email": RITA, "text": text, "erase": "1"})
    assert "Tick this to erase it." in refused.text
    assert Comment.objects.get().email
    done = client.post(
        PAGE, {"email": RITA, "text": text, "meant": "on", "erase": "1"}, follow=True
    )
    assert "is erased." in done.text
    assert (Comment.objects.get().email, Comment.objects.get().text) == ("", left)


def test_the_policy_is_offered_first(client, comment):
    make_newsroom(erased_text="remove")
    page = client.post(PAGE, {"email": RITA, "find": "1"})
    assert fields(page, "privacy_form")["text"] == "remove"


def test_a_colleague_and_no_address_are_refused_beside_the_field(client):
    make_user("mona@example.org")
    sent = {"text": "keep", "meant": "on", "erase": "1"}
    page = client.post(PAGE, {"email": "mona@example.org", **sent})
    assert "may enter the admin has this address" in page.text
    assert "This is no e-mail address." in client.post(PAGE, {"email": "x", "find": "1"}).text


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
def test_nobody_else_sees_or_erases_anything(client, comment, role):
    client.force_login(make_user(role=role))
    assert client.get(PAGE).status_code == 403
    for button in ("find", "download", "erase"):
        assert client.post(PAGE, {"email": RITA, "meant": "on", button: "1"}).status_code == 403
    assert Comment.objects.get().email


def test_a_foreign_page_erases_nothing(comment):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(role="Administrator"))
    assert strict.post(PAGE, {"email": RITA, "meant": "on", "erase": "1"}).status_code == 403
    assert Comment.objects.get().email
