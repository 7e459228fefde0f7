"""Texts for search results and social media in the form: folded away, counted, shown, compared."""

import json

import pytest
from lxml.html import fromstring

from articles.copying import begin_from, duplicate, make_template
from articles.models import Article
from articles.publishing import publish
from articles.revisions import newest
from desk.comparing import compared
from tests.articles.drafts import edit, make_draft
from tests.desk.test_preview import look
from tests.factories import make_newsroom, make_user
from tests.forms import WRITING, address_of, write

pytestmark = pytest.mark.django_db
TEXTS = {
    "search_title": "Bread dear in Qom",
    "search_description": "What bread costs.",
    "social_title": "Guess what bread costs",
    "social_description": "You will not believe it.",
}


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user(role="Editor")
    client.force_login(editor)
    return editor


def part(response):
    """The part of the form that has these fields."""
    page = fromstring(response.content.decode())
    return page.xpath("//fieldset[.//*[@name='social_title']]")[0]


def test_they_are_saved_as_content_and_published_with_it(client, editor):
    write(client, headline="Bread", **TEXTS)
    article = Article.objects.get()
    content = newest(article).content
    assert {name: content[name] for name in TEXTS} == TEXTS
    write(client, address_of(article), button="_publish")
    write(client, address_of(article), social_title="Staged")
    page = client.get(Article.objects.get().path).text
    assert 'property="og:title" content="Guess what bread costs"' in page
    assert "Staged" not in page


def test_they_are_folded_away_until_somebody_wrote_one(client, editor):
    assert part(client.get(WRITING)).xpath(".//details")
    article = make_draft("Bread")
    edit(article, standfirst="Dear.")
    assert part(client.get(address_of(article))).xpath(".//details")
    edit(article, social_description="Dear.")
    assert not part(client.get(address_of(article))).xpath(".//details")


def test_what_was_just_typed_is_not_folded_away_when_another_field_is_refused(client, editor):
    answer = write(client, headline="x" * 301, social_title="Bread!")
    assert answer.status_code == 200
    assert not part(answer).xpath(".//details")


def test_each_says_how_long_it_is_shown(client, editor):
    fields = part(client.get(WRITING)).xpath(".//textarea")
    assert {
        field.get("name"): [most for most, _said in json.loads(field.get("data-hints"))]
        for field in fields
    } == {
        "search_title": [60],
        "search_description": [160],
        "social_title": [70],
        "social_description": [200],
    }


@pytest.mark.parametrize(("name", "most"), [("social_title", 200), ("social_description", 400)])
def test_what_is_too_long_is_refused_and_kept_in_the_form(client, editor, name, most):
    answer = write(client, headline="Bread", **{name: "x" * (most + 1)})
    assert list(answer.context["adminform"].form.errors) == [name]
    assert "x" * (most + 1) in answer.text
    assert not Article.objects.exists()
    assert write(client, headline="Bread", **{name: "x" * most}).status_code == 302


def test_a_card_in_the_preview_says_what_is_being_typed_for_it(client, editor):
    article = make_draft("Bread", standfirst="Dear.")

    def shown(**typed):
        page = fromstring(look(client, article, **typed).content.decode())
        texts = page.xpath("//*[@id='elsewhere']//*[@class='what' or @class='snippet']")
        return [text.text_content().partition(" · ")[0] for text in texts]

    assert shown() == ["Bread", "Dear.", "Bread", "Dear."]
    assert shown(**TEXTS) == list(TEXTS.values())
    assert shown(social_title="Guess") == ["Bread", "Dear.", "Guess", "Dear."]
    attack = "</script><script>alert(1)</script>"
    page = look(client, article, social_title=attack, social_description=attack)
    assert "<script>alert" not in page.text


def test_a_copy_and_what_begins_from_a_template_have_them(editor):
    article = make_draft("Bread")
    edit(article, **TEXTS)
    duplicate(article, by=editor)
    assert make_template(article)
    begin_from(article, by=editor)
    copies = Article.objects.exclude(pk=article.pk)
    for copy in copies:
        assert {name: getattr(copy, name) for name in TEXTS} == TEXTS
        assert newest(copy).content["social_title"] == TEXTS["social_title"]
    assert len(copies) == 2


def test_a_change_of_one_is_told_word_by_word(editor):
    article = make_draft("Bread")
    old = edit(article, social_title="Guess what bread costs")
    publish(article, by=editor)
    new = edit(article, social_title="Guess what salt costs")
    (change,) = compared(old, new).fields
    assert change.label == "title in social media"
    assert [(one.what, one.text.strip()) for one in change.pieces if one.what != "same"] == [
        ("del", "bread"),
        ("ins", "salt"),
    ]
