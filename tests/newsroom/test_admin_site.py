"""The admin as one site: its name, language, policy, rooms and first page."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml.html import fromstring

from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_like,
    make_linkback,
    make_newsroom,
    make_user,
)
from tests.forms import send
from tests.photos.pictures import PLACE, picture, upload
from trackbacks.models import Ping

pytestmark = pytest.mark.django_db
PAGES = [
    "/admin/",
    "/admin/login/",
    "/admin/forgotten/",
    "/admin/password_change/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/photos/photo/",
    "/admin/photos/photo/add/",
    "/admin/moderation/response/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/masthead/newsroom/1/change/",
    "/admin/jsi18n/",
]


@pytest.fixture
def boss(client):
    make_newsroom()
    boss = make_user(is_superuser=True)
    client.force_login(boss)
    return boss


def policy(response):
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {
        name: set(values.split()) for name, _, values in (part.partition(" ") for part in parts)
    }


@pytest.mark.parametrize("address", PAGES)
def test_every_page_forbids_inline_scripts_styles_and_third_parties(client, boss, address):
    if address in {"/admin/login/", "/admin/forgotten/"}:
        client.logout()
    response = client.get(address)
    assert response.status_code == 200
    found = policy(response)
    assert found["default-src"] == {"'none'"}
    assert found["frame-ancestors"] == {"'none'"}
    for directive in ("script-src", "style-src"):
        nonces = {value for value in found[directive] if value.startswith("'nonce-")}
        assert found[directive] - nonces == {"'self'"}
        assert len(nonces) <= 1
    for directive in set(found) - {"script-src", "style-src", "default-src"}:
        assert found[directive] <= {"'self'", "'none'"}


@pytest.mark.parametrize("address", [page for page in PAGES if "jsi18n" not in page])
def test_no_page_has_inline_scripts_or_styles_without_the_nonce(client, boss, address):
    response = client.get(address, follow=True)
    page = fromstring(response.content.decode())
    assert page.xpath("//*[@style or @onclick or @onload or @onchange or @onsubmit]") == []
    nonce = re.search("'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    for element in page.xpath("//script[not(@src)] | //style"):
        assert nonce
        assert element.get("nonce") == nonce[1]


def test_each_answer_has_a_nonce_of_its_own(client, boss):
    first, second = (client.get("/admin/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_public_pages_keep_the_stricter_policy(client, boss):
    assert "nonce" not in client.get("/").headers["Content-Security-Policy"]


def test_nothing_of_the_admin_is_kept_by_anybody(client, boss):
    for address in ("/admin/", "/admin/articles/article/", "/admin/login/"):
        assert "no-store" in client.get(address, follow=True).headers["Cache-Control"]


def test_it_bears_the_newsrooms_name(client, boss):
    page = client.get("/admin/").content.decode()
    assert "The Daily Example" in page
    assert "Django" not in page


def test_a_name_that_is_a_script_is_a_name(client, boss):
    make_newsroom(name="<script>alert(1)</script>")
    for address in ("/admin/", "/admin/articles/article/"):
        assert "<script>alert(1)" not in client.get(address).content.decode()


def test_each_person_has_his_language_and_the_others_the_newsrooms(client):
    make_newsroom(language="fr")
    for language, expected, direction in (
        ("fa", "fa", "rtl"),
        ("", "fr", "ltr"),
        ("de", "de", "ltr"),
    ):
        client.force_login(make_user(language=language))
        for address in ("/admin/", "/admin/password_change/"):
            html = fromstring(client.get(address).content.decode())
            assert (html.get("lang"), html.get("dir")) == (expected, direction)
    assert (
        client.get("/", headers={"Accept-Language": "fa"}).headers.get("Content-Language") != "fa"
    )


def test_the_next_request_speaks_the_newsrooms_language_again(client):
    make_newsroom(language="fr")
    client.force_login(make_user(language="fa"))
    client.get("/admin/")
    assert 'lang="fr"' in client.get("/").content.decode()


def test_the_browser_does_not_choose_the_language(client, boss):
    html = client.get("/admin/", headers={"Accept-Language": "fa"}).content.decode()
    assert '<html lang="en"' in html


def test_the_rooms_stand_in_a_newsrooms_order(client, boss):
    page = fromstring(client.get("/admin/").content.decode())
    captions = [" ".join(one.text_content().split()) for one in page.xpath("//table/caption")]
    assert captions == [
        "Articles", "Photos", "Moderation", "Comments", "Linkbacks", "Likes", "People", "Newsroom",
    ]  # fmt: skip


# The first page


def test_a_reporter_finds_his_drafts_and_a_button_to_begin(client):
    make_newsroom()
    reporter = make_user(role="Reporter")
    make_article("Begun by me", published=False, created_by=reporter)
    make_article("Under my name", published=False, authors=[make_author(user=reporter)])
    make_article("Somebody else's", published=False)
    client.force_login(reporter)
    page = client.get("/admin/").content.decode()
    assert "Begun by me" in page
    assert "Under my name" in page
    assert "Somebody else" not in page
    assert "/admin/articles/article/add/" in page
    assert "Waiting for a moderator" not in page


def test_a_moderator_finds_how_much_waits(client):
    make_newsroom()
    article = make_article()
    for _ in range(3):
        make_comment(article, state="held")
    make_linkback(article, state="held")
    make_comment(article, state="spam")
    client.force_login(make_user(role="Moderator"))
    answer = client.get("/admin/")
    (number,) = fromstring(answer.content.decode()).xpath("//p[@class='number']/a/text()")
    assert number == "4"
    assert "/admin/articles/article/add/" not in answer.text


# Growth


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/likes/like/",
        "/admin/trackbacks/ping/",
        "/admin/moderation/host/",
        "/admin/articles/article/?state=published&q=a",
        "/admin/moderation/response/?queue=all&q=a",
    ],
)
def test_a_list_costs_the_same_with_ten_times_the_rows(client, boss, address):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def add(number):
        for index in range(number):
            article = make_article(f"Article {index}", authors=[make_author(), make_author()])
            make_article(f"Draft {index}", published=False, created_by=boss)
            make_like(article)
            make_comment(article, state="held")
            Ping.objects.create(
                article=article, target=f"https://blog.example/{article.pk}/{index}"
            )

    add(3)
    count()
    few = count()
    add(27)
    assert count() == few <= 12


# The newsroom's own row


def test_the_list_of_newsrooms_is_the_newsroom(client, boss):
    assert client.get("/admin/masthead/newsroom/").url == "/admin/masthead/newsroom/1/change/"
    assert client.get("/admin/masthead/newsroom/add/").status_code == 403
    assert client.post("/admin/masthead/newsroom/1/delete/", {"post": "yes"}).status_code == 403


def test_the_menu_is_written_line_by_line(client, boss):
    lines = "Culture /section/culture/\nجهان /section/جهان/"
    address = "/admin/masthead/newsroom/1/change/"
    send(
        client, address, "newsroom_form", name="New name", navigation=lines, time_zone="Asia/Tehran"
    )
    newsroom = make_newsroom(name="New name")
    assert newsroom.time_zone == "Asia/Tehran"
    assert newsroom.navigation == [
        {"label": "Culture", "address": "/section/culture/"},
        {"label": "جهان", "address": "/section/جهان/"},
    ]
    assert "New name" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("navigation", "Evil javascript:alert(1)"), ("time_zone", "Mars/Base")]
)
def test_a_menu_or_a_zone_that_is_none_is_refused(client, boss, field, value):
    page = send(client, "/admin/masthead/newsroom/1/change/", "newsroom_form", **{field: value})
    assert page.context["adminform"].form.errors[field]


def test_a_logo_is_encoded_anew(client, boss):
    address = "/admin/masthead/newsroom/1/change/"
    send(client, address, "newsroom_form", logo=upload(picture(1200, 300)))
    logo = make_newsroom().logo
    data = logo.read()
    assert (logo.name.endswith(".webp"), logo.width) == (True, 960)
    assert PLACE not in data
    assert client.get("/").status_code == 200


def test_a_logo_that_is_no_picture_is_refused(client, boss):
    evil = SimpleUploadedFile("x.svg", b"<svg onload='alert(1)'/>")
    page = send(client, "/admin/masthead/newsroom/1/change/", "newsroom_form", logo=evil)
    assert "not a picture we can use" in page.content.decode()
    assert not make_newsroom().logo


def test_the_admin_is_in_the_clothes_of_the_site():
    """The colours of the admin are those of tokens.css, light and dark."""
    css = settings.BASE_DIR / "static" / "css"
    light, dark = (css / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")[:2]
    admin = dict(
        re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", (css / "admin.css").read_text())
    )
    assert len(admin) >= 10
    for name, colours in admin.items():
        both = [re.search(rf"--{name}: (#\w+);", half)[1] for half in (light, dark)]
        assert colours == ", ".join(both), name
