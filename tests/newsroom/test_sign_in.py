"""Signing in: guessing is slow, strangers lock nobody out, and no text tells who has an account."""

import re

import pytest
from django.test import Client

from moderation.models import Allowance
from newsroom.sign_in import DEMO_DOMAIN, SIGNED_IN_BEFORE
from tests.factories import PASSWORD, make_newsroom, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def newsroom():
    return make_newsroom()


@pytest.fixture
def user():
    return make_user("rana@example.org")


def attempt(client, email="rana@example.org", password="wrong", **headers):
    return client.post(LOGIN, {"username": email, "password": password}, **headers)


def use_up(email="rana@example.org", network="203.0.113."):
    """A stranger guesses until he is told to wait, each time from another network."""
    for number in range(20):
        if attempt(Client(), email, REMOTE_ADDR=f"{network}{number}").status_code == 429:
            return
    raise AssertionError("nobody was told to wait")


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode().split("<main")[1]).split())


def test_the_right_password_lets_in(client, user):
    response = attempt(client, "RANA@Example.org", PASSWORD)
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/admin/articles/article/"]
)
def test_nobody_is_led_away_after_signing_in(client, user, target):
    sent = {"username": user.email, "password": PASSWORD, "next": target}
    response = client.post(LOGIN, sent)
    assert response.url == (target if target.startswith("/admin") else "/admin/")


def test_after_five_guesses_one_has_to_wait_and_is_told_how_long(client, user):
    answers = [attempt(client) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 10
    assert re.search(r"Too many attempts. Try again in \d+ seconds?\.", text_of(answers[-1]))


def test_who_has_to_wait_is_not_let_in_by_the_right_password(client, user):
    use_up()
    assert attempt(client, password=PASSWORD).status_code == 429
    assert client.get("/admin/").status_code == 302


def test_one_network_is_slowed_down_over_all_accounts(client, user):
    codes = [attempt(client, f"person{n}@example.org").status_code for n in range(40)]
    assert codes[:30] == [200] * 30
    assert codes[-1] == 429
    assert (
        attempt(Client(), "rana@example.org", PASSWORD, REMOTE_ADDR="198.51.100.7").status_code
        == 302
    )


def test_a_stranger_does_not_keep_out_somebody_who_signed_in_with_this_browser_before(client, user):
    assert attempt(client, password=PASSWORD).status_code == 302
    client.post("/admin/logout/")
    use_up()
    assert attempt(client, password=PASSWORD).status_code == 302


def test_a_session_goes_on_while_a_stranger_guesses(client, user):
    attempt(client, password=PASSWORD)
    use_up()
    assert client.get("/admin/").status_code == 200


def test_a_known_browser_is_slowed_down_too(client, user):
    attempt(client, password=PASSWORD)
    client.post("/admin/logout/")
    assert [attempt(client).status_code for _ in range(6)][-1] == 429


@pytest.mark.parametrize("forged", ["x", "rana@example.org:abc", "6d:abc:sig"])
def test_a_forged_cookie_gives_no_turns(client, user, forged):
    use_up()
    client.cookies[SIGNED_IN_BEFORE.name] = forged
    assert attempt(client, password=PASSWORD).status_code == 429


def test_the_cookie_of_one_person_gives_no_turns_for_another(client, user):
    make_user("leyla@example.org")
    attempt(client, "leyla@example.org", PASSWORD)
    client.post("/admin/logout/")
    use_up()
    assert attempt(client, password=PASSWORD).status_code == 429


def test_the_cookie_is_for_the_admin_only_and_out_of_reach_of_scripts(client, user):
    attempt(client, password=PASSWORD)
    cookie = client.cookies[SIGNED_IN_BEFORE.name]
    assert cookie["path"] == "/admin/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert user.email not in cookie.value


def test_no_sentence_tells_whether_there_is_an_account(client, user):
    make_user("reader@example.org", is_staff=False)
    make_user("gone@example.org", is_active=False)
    answers = {
        text_of(attempt(Client(), email, password, REMOTE_ADDR=f"203.0.113.{number}")).replace(
            email, ""
        )
        for number, (email, password) in enumerate(
            [
                ("rana@example.org", "wrong"),
                ("nobody@example.org", "wrong"),
                ("reader@example.org", PASSWORD),
                ("gone@example.org", PASSWORD),
            ]
        )
    }
    assert len(answers) == 1
    assert "do not let anybody in here" in answers.pop()


def test_nobodys_account_is_slowed_down_like_somebodys(client):
    assert [attempt(client, "nobody@example.org").status_code for _ in range(6)][-1] == 429


def test_no_address_and_no_network_is_kept_in_the_clear(client, user):
    attempt(client, REMOTE_ADDR="203.0.113.9")
    kept = " ".join(Allowance.objects.values_list("key", flat=True))
    assert "rana" not in kept
    assert "203.0.113" not in kept


def test_an_address_that_a_client_invents_gives_no_turns(client, user):
    codes = [
        attempt(client, f"p{n}@example.org", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").status_code
        for n in range(40)
    ]
    assert codes[-1] == 429


# The demo


@pytest.fixture
def demo(settings):
    settings.EMBEDDED = True
    return make_user(f"editor{DEMO_DOMAIN}")


def test_a_demo_account_signs_in_on_this_machine(client, demo):
    assert attempt(client, demo.email, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=203.0.113.7"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_a_demo_account_signs_in_from_nowhere_else(client, demo, headers):
    response = attempt(client, demo.email, PASSWORD, **headers)
    assert response.status_code == 200
    assert "on the newsroom&#x27;s own machine only" in response.content.decode()


def test_other_accounts_sign_in_from_everywhere(client, demo, user):
    assert attempt(client, user.email, PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 302
