"""``__any``: one of many values, told as one array."""

import pytest

from articles.models import Tag
from moderation.querysets import RuleQuerySet
from tests.factories import make_tag

pytestmark = pytest.mark.django_db
assert RuleQuerySet  # which registers the lookup


def test_it_finds_what_in_finds():
    for name in ("one", "two", "three"):
        make_tag(name=name)
    for names in ({"one", "three"}, ["two"], [], {"it's", 'a "quote"', "{}", "\\", "٪s"}):
        same = Tag.objects.filter(name__in=names)
        assert set(Tag.objects.filter(name__any=names)) == set(same)


def test_it_is_one_parameter_however_many_there_are():
    few, many = (Tag.objects.filter(name__any=map(str, range(n))).query for n in (1, 100))
    assert few.sql_with_params()[0] == many.sql_with_params()[0]
