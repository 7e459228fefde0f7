"""A page speaks the language of what it shows, in its direction, whatever the browser asks for."""

import pytest
from lxml import html

from lib.languages import LANGUAGES
from tests.factories import make_article, make_author, make_newsroom, make_section, make_tag

pytestmark = pytest.mark.django_db


def root(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return html.fromstring(answer.content).getroottree().getroot()


@pytest.mark.parametrize(
    ("language", "direction"),
    [("fa", "rtl"), ("ckb", "rtl"), ("ku", "ltr"), ("he", "rtl"), ("ja", "ltr")],
)
def test_an_article_page_runs_in_its_own_language(client, language, direction):
    make_newsroom(language="en")
    page = root(client, make_article(language=language).path)
    assert (page.get("lang"), page.get("dir")) == (language, direction)


@pytest.mark.parametrize("language", [code for code, __ in LANGUAGES])
def test_every_language_that_can_be_chosen_makes_a_page(client, language):
    make_newsroom(language=language)
    article = make_article(language=language, authors=[make_author(), make_author(), make_author()])
    article.corrections.create(text="Right now.")
    root(client, article.path)
    root(client, "/")


def test_lists_run_in_the_language_of_section_tag_or_newsroom(client):
    make_newsroom(language="ar")
    section, tag, author = (make_section(language="fa"), make_tag(language="ckb"), make_author())
    make_article(section=section, tags=[tag], authors=[author], language="en")
    expected = [
        ("/", "ar"),
        (section.get_absolute_url(), "fa"),
        (tag.get_absolute_url(), "ckb"),
        (author.get_absolute_url(), "ar"),
    ]
    for address, language in expected:
        page = root(client, address)
        assert (page.get("lang"), page.get("dir")) == (language, "rtl"), address
        entry = page.xpath("//main//article[@lang]")[0]
        assert (entry.get("lang"), entry.get("dir")) == ("en", "ltr")


def test_no_page_listens_to_the_browsers_language(client):
    make_newsroom(language="en")
    article = make_article(language="en")
    for address in ("/", article.path):
        plain = client.get(address)
        asked = client.get(address, headers={"accept-language": "fa"})
        assert plain.content == asked.content
        assert "Accept-Language" not in asked.get("Vary", "")


def test_the_language_of_one_page_does_not_stay_for_the_next(client):
    make_newsroom(language="en")
    root(client, make_article(language="fa").path)
    assert "Nothing" in client.get(make_section().get_absolute_url()).text
