"""The bin keeps drafts for thirty days, and nothing that was ever public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import bin as waste
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_only_drafts_go_in():
    draft, public = make_article("Draft", published=False), make_article("Public")
    assert waste.put_in(draft)
    assert not waste.put_in(public)
    assert Article.objects.get(binned_at__isnull=False) == draft


def test_in_twice_is_in_once_and_out_is_out():
    draft = make_article("Draft", published=False)
    assert [waste.put_in(draft), waste.put_in(draft)] == [True, False]
    assert [waste.take_out(draft), waste.take_out(draft)] == [True, False]


def test_emptying_takes_what_has_lain_there_for_thirty_days():
    old, new, kept = (make_article(name, published=False) for name in ("Old", "New", "Kept"))
    waste.put_in(new)
    Article.objects.filter(pk=old.pk).update(binned_at=timezone.now() - timedelta(days=31))
    assert waste.empty() == 1
    assert set(Article.objects.all()) == {new, kept}
