"""A reader signs in by password or by a link, and never into the admin."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts import readers
from accounts.links import Purpose, signed_for
from accounts.models import User
from newsroom.sign_in import SIGNED_IN_BEFORE
from tests.accounts.reader import PASSWORD, RITA, SIGN_IN, letters, link_in, sign_in, words
from tests.factories import make_article, make_newsroom, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_newsroom")]
NEW = "a new and longer password"


def ask(client, address, email=RITA):
    """The letters that came for the address."""
    assert client.post(address, {"email": email}).url == "/account/sent/"
    return letters()


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_the_right_password_lets_in_however_the_address_is_written(client, rita):
    assert sign_in(client, "RITA@Example.org").url == "/account/"
    assert is_signed_in(client)


def test_no_sentence_tells_who_has_an_account(rita):
    make_user("mona@example.org")
    make_user("root@example.org", is_superuser=True, is_staff=False)
    make_user("gone@example.org", is_staff=False, is_active=False)
    attempts = [(RITA, "wrong"), ("nobody@example.org", PASSWORD)]
    attempts += [(f"{name}@example.org", PASSWORD) for name in ("mona", "root", "gone")]
    said = set()
    for number, (email, password) in enumerate(attempts):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        answer = sign_in(client, email, password)
        assert answer.status_code == 422 and not is_signed_in(client)
        said.add(words(answer).replace(email, ""))
    assert len(said) == 1


def test_staff_sign_in_in_the_admin_only(client):
    make_user("mona@example.org", role="Editor")
    assert sign_in(client, "mona@example.org").status_code == 422
    for address in ("/account/enter/", "/account/forgotten/"):
        assert ask(client, address, "mona@example.org") == []
    assert client.get("/admin/").status_code == 302


def test_a_reader_never_reaches_the_admin(client, rita):
    sign_in(client)
    assert client.get("/admin/").status_code == 302
    assert client.post("/admin/login/", {"username": RITA, "password": PASSWORD}).status_code == 200
    for address in ("/admin/articles/article/", "/admin/accounts/user/privacy/", "/admin/logout/"):
        assert client.get(address).status_code in {302, 405}


def test_guessing_is_slow_and_a_known_browser_has_turns_of_its_own(client, rita):
    sign_in(client)
    client.post("/account/sign-out/")
    codes = [
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="wrong").status_code
        for number in range(6)
    ]
    assert codes[0] == 422 and codes[-1] == 429
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7")).status_code == 429
    assert sign_in(client).status_code == 302
    assert client.cookies[SIGNED_IN_BEFORE.name]["path"] == "/account/"


def test_signing_out_takes_a_button(client, rita):
    sign_in(client)
    client.get("/account/sign-out/")
    assert is_signed_in(client)
    client.post("/account/sign-out/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/account/comments/", "/account/comments/"),
        ("https://evil.example/", "/account/"),
        ("//evil.example/", "/account/"),
        ("/account//evil.example/", "/account/"),
        ("/account/\\evil.example", "/account/"),
        ("/admin/", "/account/"),
    ],
)
def test_nobody_is_led_away_after_signing_in(client, rita, asked, led):
    assert sign_in(client, next=asked).url == led


def test_who_is_not_signed_in_does_that_first_and_comes_back(client, rita):
    answer = client.get("/account/name/")
    assert answer.url == "/account/sign-in/?next=%2Faccount%2Fname%2F"
    assert 'value="/account/name/"' in client.get(answer.url).text


@pytest.mark.parametrize(
    ("way", "fields"),
    [
        ("join", {"email": "new@example.org", "name": "New"}),
        ("enter", {"email": RITA}),
        ("forgotten", {"email": RITA}),
    ],
)
def test_whoever_wanted_to_go_somewhere_comes_there_by_mail_too(client, rita, way, fields):
    place = "/account/reply/7/?replytocom=9"
    entrance = client.get("/account/sign-in/", {"next": place})
    asked = f"/account/{way}/?next=%2Faccount%2Freply%2F7%2F%3Freplytocom%3D9"
    assert f'href="{asked}"' in entrance.text
    assert f'value="{place}"' in client.get(asked).text
    client.post(asked, {**fields, "next": place})
    (letter,) = letters()
    link = link_in(letter, settings.SITE_URL)
    assert f'value="{place}"' in client.get(link).text
    assert client.post(link, {"password": PASSWORD, "next": place}).url == place


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example/", "/admin/"])
def test_no_mail_leads_away(client, rita, asked):
    client.post("/account/enter/", {"email": RITA, "next": asked})
    (letter,) = letters()
    assert "next" not in letter.body and "evil" not in letter.body


# By link


def test_a_link_signs_in_once_and_on_post_only(client, rita):
    (letter,) = ask(client, "/account/enter/")
    assert letter.to == [RITA]
    link = link_in(letter, settings.SITE_URL)
    assert client.get(link).status_code == 200
    assert not is_signed_in(client)
    assert client.post(link).url == "/account/"
    assert is_signed_in(client)
    assert Client().post(link).status_code == 410
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(
    "change",
    [
        lambda user: user.set_password("another"),
        lambda user: setattr(user, "email", "other@example.org"),
        lambda user: setattr(user, "is_active", False),
        lambda user: setattr(user, "is_staff", True),
    ],
)
def test_a_link_is_void_when_the_account_changes(client, rita, change):
    tokens = {
        f"/account/enter/{signed_for(Purpose.ENTER, rita)}/": {},
        f"/account/renew/{signed_for(Purpose.PASSWORD, rita)}/": {"password": NEW},
        f"/account/address/{signed_for(Purpose.ADDRESS, rita, email='x@example.org')}/": {},
    }
    change(rita)
    rita.save()
    before = User.objects.values().get()
    for link, sent in tokens.items():
        assert client.get(link).status_code == client.post(link, sent).status_code == 410
    assert User.objects.values().get() == before


def test_a_link_to_sign_in_is_too_old_after_an_hour(client, rita, monkeypatch):
    link = f"/account/enter/{signed_for(Purpose.ENTER, rita)}/"
    now = __import__("time").time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 60 * 60 + 1)
    assert client.post(link).status_code == 410
    assert not is_signed_in(client)


def test_a_token_is_good_for_one_purpose(client, rita):
    token = signed_for(Purpose.ENTER, rita)
    for link in (
        f"/account/renew/{token}/",
        f"/account/address/{token}/",
        f"/account/join/{token}/",
    ):
        assert client.get(link).status_code == 410
        assert client.post(link, {"password": NEW}).status_code == 410


def test_nobody_without_an_account_gets_a_mail_and_the_answer_is_the_same(client):
    assert ask(client, "/account/enter/", "nobody@example.org") == []
    assert ask(client, "/account/forgotten/", "nobody@example.org") == []


def test_a_forgotten_password_is_replaced_and_old_sessions_end(client, rita):
    thief = Client()
    sign_in(thief)
    (letter,) = ask(client, "/account/forgotten/")
    link = link_in(letter, settings.SITE_URL)
    assert client.post(link, {"password": "short"}).status_code == 422
    assert client.post(link, {"password": NEW}).url == "/account/"
    assert is_signed_in(client) and not is_signed_in(thief)
    assert Client().post(link, {"password": PASSWORD}).status_code == 410
    assert sign_in(Client(), password=NEW).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_one_link_pressed_many_times_at_once_lets_in_once():
    make_newsroom(reader_accounts=True)
    token = signed_for(Purpose.ENTER, make_user(RITA, is_staff=False))

    def press(_):
        try:
            return readers.enter(token) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(24))) == 1


# What the pages are


def test_pages_of_accounts_are_kept_by_nobody_and_listed_nowhere(client, rita):
    for address in (
        SIGN_IN,
        "/account/join/",
        f"/account/enter/{signed_for(Purpose.ENTER, rita)}/",
    ):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "same-origin"


def test_a_form_of_a_foreign_page_is_refused(rita):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    strict.force_login(rita)
    for name in ("name", "address", "password", "delete", "sign-out"):
        assert strict.post(f"/account/{name}/", {"name": "Evil"}).status_code == 403
    rita.refresh_from_db()
    assert rita.name == "Rita Reader"


def test_a_session_is_not_read_and_not_renewed_by_a_public_page(client, rita):
    article = make_article()
    anonymous = client.get(article.path)
    sign_in(client)
    answer = client.get(article.path)
    assert answer.content == anonymous.content
    assert not answer.cookies and "Vary" not in answer


PAGES = [
    "", "join/", "join/x/", "sent/", "sign-in/", "sign-out/", "enter/", "enter/x/", "forgotten/",
    "renew/x/", "name/", "address/", "address/x/", "password/", "delete/", "comments/", "reply/1/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_where_readers_have_no_accounts_there_is_no_page(client, rita, page):
    make_newsroom(reader_accounts=False)
    client.force_login(rita)
    make_article()
    for answer in (
        client.get(f"/account/{page}"),
        client.post(f"/account/{page}", {"email": RITA}),
    ):
        assert answer.status_code == 404
    assert letters() == []
    assert User.objects.get().email == RITA
