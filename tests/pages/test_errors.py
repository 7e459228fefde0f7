"""Pages of errors: in the newsroom's own look and of use, whatever else is broken."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.factories import make_newsroom

MENU = [{"label": "Culture", "address": "/section/culture/"}]


@pytest.mark.parametrize("status", [400, 500])
def test_it_renders_without_database_and_without_context(status):
    html = render_to_string(f"{status}.html")
    assert f">{status}<" in html
    assert "css/base" in html
    assert 'lang="en" dir="ltr"' in html


@pytest.mark.parametrize("status", [403, 404, 410])
def test_it_renders_when_the_newsroom_is_not_known(status):
    html = render_to_string(f"{status}.html", request=RequestFactory().get("/x/"))
    assert f">{status}<" in html
    assert 'lang="en" dir="ltr"' in html


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl"), ("ckb", "rtl")])
def test_a_missing_page_speaks_the_newsrooms_language(client, db, language, direction):
    make_newsroom(language=language, navigation=MENU)
    answer = client.get("/nothing-at-this-address/")
    assert answer.status_code == 404
    assert f'<html lang="{language}" dir="{direction}">' in answer.text


def test_a_missing_page_shows_ways_on_and_asks_not_to_be_indexed(client, db):
    make_newsroom(name="The Lantern", navigation=MENU)
    answer = client.get("/nothing-at-this-address/")
    main = answer.text.partition("<main")[2]
    assert 'href="/section/culture/"' in main
    assert "The Lantern" in answer.text
    assert 'content="noindex"' in answer.text


def test_an_attack_in_the_address_is_not_repeated(client, db):
    answer = client.get("/<script>alert(1)</script>/")
    assert answer.status_code == 404
    assert "alert(1)" not in answer.text
