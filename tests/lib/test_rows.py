"""Rows by a statement that is composed once: the same as by a QuerySet and ``save``."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Tag
from lib.rows import add, change, row, rows
from moderation.models import Response
from tests.factories import make_article, make_linkback, make_response, make_tag
from trackbacks.models import Linkback

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names", [["one", "three"], ["two"], [], ["it's", 'a "quote"', "{}", "\\", "%s", "٪s"]]
)
def test_it_finds_what_a_queryset_finds(names):
    for name in ("one", "two", "three"):
        make_tag(name=name)
    found = rows(Tag, "name = ANY(%(names)s)", names=names)
    assert set(found) == set(Tag.objects.filter(name__in=names))


def test_what_it_finds_is_a_whole_row(django_assert_num_queries):
    made = make_linkback(make_article("Bread"), claims={"title": "آری", "list": [1, None]})
    kept = Linkback.objects.get(pk=made.pk)
    with django_assert_num_queries(1):
        (found,) = rows(Linkback, "response_id = %(pk)s", pk=made.pk)
        for field in Linkback._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(kept, field.attname)
    found.title = "Changed"
    found.save()
    assert Linkback.objects.get().title == "Changed"


def test_a_value_is_never_read_as_sql():
    for name in ("one", "%(name)s", "' OR 1=1 --"):
        made = make_tag(name=name)
        assert rows(Tag, "name = %(name)s", name=name) == [made]
        assert row(Tag, "name = %(name)s", name=f"{name}x") is None


def test_what_is_added_is_as_if_it_were_saved(django_assert_num_queries):
    article = make_article("Bread")
    saved = make_response(article, author_name="Ada")
    with django_assert_num_queries(1):
        one, two = add(
            [Response(article=article, kind=saved.kind, author_name=name) for name in ("Ada", "'")]
        )
    kept = Response.objects.get(pk=one.pk)
    assert kept.created_at >= saved.created_at
    for field in Response._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(one, field.attname)
    two.author_name = "Changed"
    two.save(force_update=True)
    assert Response.objects.get(pk=two.pk).author_name == "Changed"


def test_what_is_there_already_is_refused_with_all_that_came_with_it():
    make_tag(name="one", slug="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        add([Tag(name="two", slug="two"), Tag(name="one", slug="one")])
    assert Tag.objects.count() == 1


def test_a_change_stores_the_named_fields_and_no_others(django_assert_num_queries):
    made = make_linkback(make_article("Bread"), title="Before", excerpt="Before")
    other = make_linkback(make_article("Butter"), title="Before")
    made.title, made.excerpt, made.claims = "it's %s", "After", {"title": "آری"}
    with django_assert_num_queries(1):
        change(made, ("title", "claims"))
    kept = Linkback.objects.get(pk=made.pk)
    assert (kept.title, kept.excerpt, kept.claims) == ("it's %s", "Before", {"title": "آری"})
    assert Linkback.objects.get(pk=other.pk).title == "Before"


def test_a_change_stores_all_fields_where_none_are_named():
    made = make_response(make_article("Bread"), author_name="Ada")
    made.author_name, made.summary, made.network_hash = "Eve", "Said", "a" * 64
    change(made)
    kept = Response.objects.get(pk=made.pk)
    for field in Response._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(made, field.attname)


def test_a_change_that_the_database_refuses_raises():
    make_tag(name="one", slug="one")
    two = make_tag(name="two", slug="two")
    two.slug = "one"
    with pytest.raises(IntegrityError), transaction.atomic():
        change(two, ("slug",))
    assert Tag.objects.get(pk=two.pk).slug == "two"
