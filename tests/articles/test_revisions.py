"""A revision holds all that an article said, readable without the rows it names."""

import json

import pytest

from articles.models import Article
from articles.revisions import record
from tests.articles.drafts import at_once
from tests.factories import make_article, make_author, make_section, make_tag, make_user

pytestmark = pytest.mark.django_db


def test_every_field_is_kept_with_ids_and_labels():
    world, culture = make_section("World"), make_section("Culture")
    ada, tag = make_author("Ada"), make_tag("Radio")
    article = make_article(
        "Headline", published=False, section=world, tags=[tag], authors=[ada], body="<p>Source.</p>"
    )
    article.also_in.add(culture)
    content = record(article, by=None).content
    assert content["schema"] == 1
    assert content["headline"] == "Headline"
    assert content["body"] == "<p>Source.</p>"
    assert content["section"] == {"id": world.pk, "label": "World"}
    assert content["also_in"] == [{"id": culture.pk, "label": "Culture"}]
    assert content["tags"] == [{"id": tag.pk, "label": "Radio"}]
    assert content["bylines"] == [
        {"author": {"id": ada.pk, "label": "Ada"}, "role": "writer", "position": 0}
    ]
    assert content["photo"] is None
    assert json.loads(json.dumps(content)) == content


def test_no_editable_field_is_forgotten():
    content = record(make_article(published=False), by=None).content
    fields = {
        field.name for field in Article._meta.get_fields() if getattr(field, "editable", False)
    }
    assert fields - {"id", "authors", "tag_items"} <= set(content)


def test_a_change_makes_the_next_number_based_on_the_last():
    article, user = make_article(published=False), make_user()
    record(article, by=user)
    Article.objects.filter(pk=article.pk).update(headline="Changed")
    second = record(article, by=user)
    assert (second.number, second.based_on, second.created_by) == (2, 1, user)


def test_a_changed_byline_alone_is_a_change():
    article = make_article(published=False)
    record(article, by=None)
    article.bylines.create(author=make_author())
    assert record(article, by=None).number == 2


def test_no_change_makes_no_revision():
    article = make_article(published=False)
    assert record(article, by=None) == record(article, by=None)
    assert article.revisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_save_at_once_get_numbers_one_after_the_other():
    article = make_article(published=False)

    def save(number):
        Article.objects.filter(pk=article.pk).update(headline=f"Version {number}")
        record(Article.objects.get(pk=article.pk), by=None)

    assert at_once(6, save) == []
    numbers = list(article.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert article.revisions.first().content["headline"] == Article.objects.get().headline
