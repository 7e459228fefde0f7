"""``manage.py verify_linkbacks``: the same verb by hand, with progress and a sum at the end."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from moderation.models import State
from tests.factories import make_article, make_linkback
from trackbacks import looking
from trackbacks.claiming import claim
from trackbacks.models import Linkback


def run(*words):
    out = StringIO()
    call_command("verify_linkbacks", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def article(near_site):
    return make_article()


def due(article, source, **fields):
    """A linkback whose time has come."""
    fields.setdefault("state", State.RECEIVED)
    fields.setdefault("verified_at", None)
    linkback = make_linkback(article, source, **fields)
    Linkback.objects.filter(pk=linkback.pk).update(verify_at=timezone.now() - timedelta(minutes=1))
    return linkback


def test_what_is_due_is_read_with_progress_and_a_sum(article, blog):
    good = due(article, blog.link_to(article.absolute_url, "/good/"))
    empty = due(article, blog.serve("<p>Nothing", "/empty/"))
    held = "Nothing spoke against it; the newsroom decides on everything."
    assert run("--due") == [
        f"1 of 2  {good.source}  held  {held}",
        f"2 of 2  {empty.source}  rejected  The page does not link here.",
        "1 held, 1 rejected",
    ]
    assert Linkback.objects.get(pk=good.pk).verified_at
    assert run("--due") == ["Nothing is due."]


def test_what_is_not_due_is_left_alone(article, blog):
    make_linkback(article, blog.link_to(article.absolute_url))
    assert run("--due") == ["Nothing is due."]
    assert not blog.hits


def test_a_link_that_is_gone_is_withdrawn(article, blog):
    linkback = due(article, blog.url("/gone/"), state=State.SHOWN, verified_at=timezone.now())
    assert run("--due")[0] == f"1 of 1  {linkback.source}  withdrawn  The page is gone."


@pytest.mark.parametrize("state", [State.RECEIVED, State.SHOWN])
def test_a_page_that_fails_for_now_is_said_to_be_tried_again(article, blog, state):
    verified = timezone.now() if state == State.SHOWN else None
    source = blog.serve("later", status=503)
    linkback = due(article, source, state=state, verified_at=verified)
    assert run("--due") == [
        f"1 of 1  {source}  to be tried again  503 text/html",
        "1 to be tried again",
    ]
    linkback.response.refresh_from_db()
    assert linkback.response.state == state


def test_only_links_to_one_article_where_one_is_named(article, blog):
    other = due(make_article(), blog.link_to("http://news.example/other/", "/other/"))
    mine = due(article, blog.link_to(article.absolute_url))
    for word in (str(article.pk), article.path):
        lines = run("--due", "--article", word)
        assert [line.split("  ")[1] for line in lines[:-1]] in ([mine.source], [])
    assert Linkback.objects.due().get() == other


def test_what_somebody_else_takes_meanwhile_is_left_to_them(article, blog, monkeypatch):
    """While the first page is read, another worker claims the second."""
    due(article, blog.link_to(article.absolute_url, "/first/"))
    second = due(article, blog.link_to(article.absolute_url, "/second/"))
    fetch = looking.fetch

    def fetch_slowly(url, **options):
        claim(second)
        return fetch(url, **options)

    monkeypatch.setattr(looking, "fetch", fetch_slowly)
    assert run("--due")[1:] == [
        f"2 of 2  {second.source}  somebody else is reading it",
        "1 held, 1 in other hands",
    ]
    assert blog.hits == {"/first/": 1}


@pytest.mark.parametrize("word", ["123456", "/2016/08/30/nothing/", "²", "9" * 40, "", "\0"])
def test_an_article_that_is_not_there_is_said_so(near_site, word):
    with pytest.raises(CommandError, match="There is no article"):
        run("--due", "--article", word)


def test_what_is_to_be_done_must_be_said(near_site):
    with pytest.raises(CommandError, match="--due"):
        run()
