"""Tags and sections at the desk: completed, made, renamed, never lost."""

import json

import pytest

from articles.models import Address, Article, Section, Tag
from articles.publishing import publish
from articles.tagging import tags_named
from lib.fold import fold
from tests.factories import make_article, make_newsroom, make_section, make_tag, make_user
from tests.forms import address_of, fields, send, write

pytestmark = pytest.mark.django_db
NAMES = "/admin/articles/tag/names/?app_label=articles&model_name=articletag&field_name=tag&term="


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user(role="Editor")
    client.force_login(editor)
    return editor


# Tags


def test_the_tag_field_completes_names_however_they_are_spelled(client, editor):
    make_tag("آزادی بیان", language="fa")
    make_tag("Kurdistan")
    found = json.loads(client.get(NAMES + "ازادي").content)
    assert found["results"] == [{"id": "آزادی بیان", "text": "آزادی بیان"}]
    assert json.loads(client.get(NAMES + "nothing like it").content)["results"] == []


def test_who_may_not_see_tags_completes_none(client):
    make_newsroom()
    client.force_login(make_user())
    assert client.get(NAMES + "a").status_code == 403


def test_old_tags_are_found_and_new_ones_are_made_in_the_articles_language(client, editor):
    old = make_tag("آزادی بیان", language="fa")
    write(client, headline="نان", language="fa", tags=["ازادي بيان", "نان"])
    article = Article.objects.get()
    new = Tag.objects.exclude(pk=old.pk).get()
    assert set(article.tags.all()) == {old, new}
    assert (new.name, new.language, new.folded) == ("نان", "fa", fold("نان"))
    assert Address.objects.get(tag=new, current=True)


def test_a_number_is_a_name_and_no_id(client, editor):
    for index in range(30):
        make_tag(f"Tag number {index}")
    first = Tag.objects.first()
    write(client, headline="Years", tags=str(first.pk))
    assert Article.objects.get().tags.get().name == str(first.pk)


def test_a_name_given_twice_is_one_tag(client, editor):
    write(client, headline="Twice", tags=["Bread", " bread ", "BREAD"])
    assert Article.objects.get().tags.get().name == "Bread"


def test_taking_all_tags_away_leaves_none(client, editor):
    write(client, headline="Tagged", tags=["Bread", "Salt"])
    article = Article.objects.get()
    page = client.get(address_of(article))
    assert fields(page, "article_form")["tags"] == ["Bread", "Salt"]
    write(client, address_of(article), tags=None)
    assert not article.tags.exists()


def test_too_long_and_too_many_names_are_refused_with_a_sentence(client, editor):
    page = write(client, headline="Long", tags=["x" * 101]).content.decode()
    assert "is too long for a tag." in page
    page = write(client, headline="Many", tags=[f"Tag {n}" for n in range(41)]).content.decode()
    assert "An article carries at most 40 tags." in page
    assert not Tag.objects.exists()


def test_a_refused_article_makes_no_tags(client, editor):
    write(client, button="_publish", tags=["Never"])
    assert not Tag.objects.exists()


def test_the_same_new_name_from_two_hands_is_one_tag():
    first, second = tags_named(["Bread"], "en"), tags_named(["bread"], "en")
    assert first == second


def test_a_tag_that_is_there_is_not_added_again(client, editor):
    make_tag("Kurdistan")
    page = send(client, "/admin/articles/tag/add/", "tag_form", name="KURDISTAN").content.decode()
    assert "There is already the tag “Kurdistan”." in page


# Sections


def test_a_section_without_a_slug_gets_one_from_its_name(client, editor):
    send(client, "/admin/articles/section/add/", "section_form", name="جهان", language="fa")
    section = Section.objects.get()
    assert (section.slug, section.path) == ("جهان", "جهان")


def test_a_name_without_letters_needs_a_slug(client, editor):
    page = send(client, "/admin/articles/section/add/", "section_form", name="???")
    assert page.context["adminform"].form.errors["slug"]
    assert not Section.objects.exists()


def test_a_renamed_section_is_still_found_at_its_old_address(client, editor):
    section = make_section("World", slug="world")
    below = make_section("Iran", slug="iran", parent=section)
    send(client, f"/admin/articles/section/{section.pk}/change/", "section_form", slug="planet")
    below.refresh_from_db()
    assert below.path == "planet/iran"
    assert client.get("/section/world/").headers["Location"] == "/section/planet/"


def test_a_section_cannot_be_part_of_itself(client, editor):
    section = make_section("World")
    below = make_section("Iran", parent=section)
    address = f"/admin/articles/section/{section.pk}/change/"
    page = send(client, address, "section_form", parent=below.pk).content.decode()
    assert "A section cannot be part of itself." in page


# The bin


def test_a_draft_goes_into_the_bin_and_comes_back(client, editor):
    article = make_article("Crumbs", published=False)
    write(client, address_of(article), button="_bin")
    article.refresh_from_db()
    assert article.binned_at
    assert "Crumbs" not in client.get("/admin/articles/article/").content.decode()
    assert "Crumbs" in client.get("/admin/articles/article/?state=bin").content.decode()
    assert write(client, address_of(article), button="_publish").status_code == 200
    write(client, address_of(article), button="_restore")
    article.refresh_from_db()
    assert article.binned_at is None


def test_a_published_article_does_not_go_into_the_bin(client, editor):
    article = make_article("Public", published=False)
    publish(article, by=editor)
    write(client, address_of(article), button="_bin")
    act = {"action": "bin_selected", "index": "0", "_selected_action": [article.pk]}
    client.post("/admin/articles/article/", act)
    article.refresh_from_db()
    assert article.is_public
    assert article.binned_at is None
