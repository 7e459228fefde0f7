"""Editors' picks: what is shown can be one, and the log says who made it one."""

import pytest

from moderation.deciding import reject
from moderation.models import Decision, Response, State
from moderation.picking import feature, unfeature
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user()


@pytest.fixture
def response():
    return make_comment(make_article()).response


def test_what_is_shown_becomes_a_pick_once_and_is_one_no_more(response, editor):
    assert feature(response, by=editor)
    assert Response.objects.get().featured_at == response.featured_at
    assert response.featured_at
    assert not feature(response, by=editor)
    assert unfeature(response, by=editor)
    assert not unfeature(response, by=editor)
    assert Response.objects.get().featured_at is None
    log = Decision.objects.order_by("pk").values_list("reason", "before", "after", "decided_by")
    assert list(log) == [
        ("featured", State.SHOWN, State.SHOWN, editor.pk),
        ("unfeatured", State.SHOWN, State.SHOWN, editor.pk),
    ]


@pytest.mark.parametrize("state", [state for state in State if state != State.SHOWN])
def test_what_is_not_shown_becomes_no_pick(response, editor, state):
    Response.objects.update(state=state)
    assert not feature(response, by=editor)
    assert Response.objects.get().featured_at is None
    assert not Decision.objects.exists()


def test_a_pick_that_is_hidden_can_still_be_unmade(response, editor):
    feature(response, by=editor)
    reject(response, by=editor)
    assert unfeature(response, by=editor)
