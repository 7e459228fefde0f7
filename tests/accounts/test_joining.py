"""A reader makes an account by a confirmed address; no answer tells who has one."""

import pytest
from django.conf import settings
from django.core.signing import TimestampSigner
from django.test import Client

from accounts.links import Purpose, signed
from accounts.models import User
from tests.accounts.reader import JOIN, PASSWORD, RITA, letters, link_in, words
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_newsroom")]


def ask(client, email=RITA, name="Rita Reader", **headers):
    return client.post(JOIN, {"email": email, "name": name}, **headers)


def asked(client, **fields):
    """The path of the link that came by mail."""
    ask(client, **fields)
    (letter,) = letters()
    return link_in(letter, settings.SITE_URL)


def test_a_confirmed_address_becomes_an_account_and_is_signed_in(client):
    link = asked(client, email="Rita@Example.org")
    assert not User.objects.exists()
    page = client.get(link)
    assert page.status_code == 200 and RITA in page.text
    assert not User.objects.exists(), "a link acts on POST only: scanners follow it"
    assert client.post(link, {"password": PASSWORD}).url == "/account/"
    user = User.objects.get()
    assert (user.email, user.name, user.is_staff, user.is_superuser) == (
        RITA, "Rita Reader", False, False,
    )  # fmt: skip
    assert user.check_password(PASSWORD)
    assert "Rita Reader" in client.get("/account/").text


def test_without_a_password_the_account_has_none(client):
    client.post(asked(client), {"password": "", "sent": "yes"})
    assert not User.objects.get().has_usable_password()


def test_a_link_is_good_once(client):
    link = asked(client)
    client.post(link, {"password": PASSWORD})
    for answer in (client.get(link), Client().post(link, {"password": "another " + PASSWORD})):
        assert answer.status_code == 410
        assert "no longer good" in words(answer)
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("password", ["short", "12345678901", "rita@example.org"])
def test_a_password_that_is_easy_to_guess_is_refused(client, password):
    link = asked(client)
    assert client.post(link, {"password": password}).status_code == 422
    assert not User.objects.exists()


def test_the_answer_is_the_same_whoever_has_an_account(client):
    make_user(RITA, is_staff=False)
    make_user("mona@example.org")
    make_user("gone@example.org", is_staff=False, is_active=False)
    answers = {
        (answer.status_code, answer.url, tuple(answer.cookies))
        for answer in (
            ask(Client(), email)
            for email in (RITA, "mona@example.org", "gone@example.org", "new@example.org")
        )
    }
    assert len(answers) == 1


@pytest.mark.parametrize("is_staff", [True, False])
def test_who_has_an_account_is_told_by_mail_and_gets_no_second_one(client, is_staff):
    make_user(RITA, is_staff=is_staff)
    ask(client, "RITA@example.org")
    (letter,) = letters()
    assert letter.to == [RITA]
    assert "There is one already." in letter.body
    assert "/account/join/" not in letter.body
    assert User.objects.count() == 1


def test_a_link_of_somebody_who_joined_meanwhile_is_void(client):
    link = asked(client)
    make_user(RITA, is_staff=False)
    assert client.post(link, {"password": PASSWORD}).status_code == 410


@pytest.mark.parametrize(
    "token",
    [
        "x",
        TimestampSigner(salt="x").sign("x"),
        signed(Purpose.ADDRESS, email="evil@example.org", name="Evil"),
        signed(Purpose.ENTER, email="evil@example.org", name="Evil"),
    ],
    ids=["no token", "somebody else’s", "of another purpose", "of another act"],
)
def test_a_forged_link_and_one_for_something_else_make_no_account(client, token):
    link = f"/account/join/{token}/"
    assert client.get(link).status_code == 410
    assert client.post(link, {"password": PASSWORD}).status_code == 410
    assert not User.objects.exists()


def test_a_link_is_too_old_after_a_day(client, monkeypatch):
    link = asked(client)
    now = __import__("time").time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 60 * 60 + 1)
    assert client.get(link).status_code == 410


def test_a_name_with_a_line_end_or_markup_stays_a_name(client):
    link = asked(client, name="<b>Rita</b>")
    client.post(link, {"password": PASSWORD})
    assert "<b>Rita" not in client.get("/account/").text


def test_mails_to_one_address_and_from_one_network_are_few(client):
    codes = [ask(client).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]
    answer = ask(client)
    assert int(answer["Retry-After"]) > 60
    assert "Too many attempts" in words(answer)
    others = [ask(client, f"p{number}@example.org").status_code for number in range(40)]
    assert others[0] == 302 and others[-1] == 429
    assert ask(Client(), "new@example.org", REMOTE_ADDR="203.0.113.9").status_code == 302


@pytest.mark.parametrize("email", ["", "rita", "a@b@c", "rita@example.org\nBcc: x@y.example"])
def test_what_is_no_address_is_said_beside_the_field(client, email):
    answer = ask(client, email)
    assert answer.status_code == 422
    assert 'id="account-email_error"' in answer.text
    assert letters() == []


def test_mails_bear_the_name_of_this_site(client, settings):
    settings.SITE_URL = "https://news.example"
    ask(client)
    (letter,) = letters()
    assert letter.message()["Message-ID"].endswith("@news.example>")


def test_a_name_holds_nothing_that_cannot_be_seen(client):
    link = asked(client, name="Ri\u202eta\u200b  علی\u200cرضا")
    client.post(link, {"password": PASSWORD})
    assert User.objects.get().name == "Rita علی\u200cرضا"


def test_a_name_that_nobody_sees_is_asked_for_again(client):
    assert ask(client, name="\u202e\u3164\u200c").status_code == 422
    assert letters() == []
