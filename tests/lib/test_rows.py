"""Rows by a statement that is composed once: the same rows as a QuerySet has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Tag
from lib.rows import rows
from tests.factories import make_article, make_linkback, make_tag
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
    make_tag(name="one")
    assert not rows(Tag, "name = %(name)s", name="' OR 1=1 --")
    with CaptureQueriesContext(connection) as captured:
        rows(Tag, "name = %(name)s", name="%(name)s")
    assert len(captured) == 1
