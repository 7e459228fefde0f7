"""A browser is known again by what we gave it, for one purpose and a year."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from lib.token_cookies import YEAR, TokenCookie

MINE, OTHER = TokenCookie("mine"), TokenCookie("other", samesite="Strict")


def given(cookie, token="token"):
    return cookie.give(HttpResponse(), token).cookies[cookie.name]


def request(**cookies):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return request


def test_what_was_given_comes_back():
    cookie = given(MINE)
    assert MINE.token_of(request(mine=cookie.value)) == "token"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", YEAR)
    assert given(OTHER)["samesite"] == "Strict"


def test_it_is_secure_where_the_site_is(settings):
    settings.SESSION_COOKIE_SECURE = True
    assert given(MINE)["secure"]


@pytest.mark.parametrize("forged", ["", "token", "token:1tVXkT:x", "é", "x" * 4000])
def test_what_was_not_given_is_nothing(forged):
    assert MINE.token_of(request(mine=forged)) == ""
    assert MINE.token_of(request()) == ""


def test_a_cookie_of_another_purpose_is_nothing():
    assert MINE.token_of(request(mine=given(OTHER).value)) == ""
    assert MINE.row_key("token") != OTHER.row_key("token")
    assert MINE.row_key("") == ""


def test_after_a_year_it_is_nothing(monkeypatch):
    cookie = given(MINE).value
    later = timezone.now().timestamp() + YEAR + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert MINE.token_of(request(mine=cookie)) == ""


def test_it_is_taken_back_from_who_has_it_only():
    assert MINE.take_back(HttpResponse(), request(mine="x")).cookies["mine"].value == ""
    assert not MINE.take_back(HttpResponse(), request()).cookies
