"""``manage.py send_linkbacks``: the same verbs by hand, with progress and a sum at the end."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.publishing import withdraw
from tests.factories import make_article
from tests.lib.conftest import page
from trackbacks.models import Linkback, Ping

pytestmark = pytest.mark.django_db


def run(*words):
    out = StringIO()
    call_command("send_linkbacks", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def article(neighbour):
    """Imported: announced long ago, and nobody was told by us."""
    one = neighbour.takes("webmention")
    two = neighbour.serve("<p>Hello</p>", "/silent/")
    own = make_article("Bread").get_absolute_url()
    links = "".join(f'<a href="{url}">x</a>' for url in (one, two, own))
    return make_article(body=f"<p>{links}</p>", announced_at=timezone.now() - timedelta(days=9))


@pytest.mark.parametrize("word", ["id", "path", "address"])
def test_an_article_is_told_by_id_or_address_with_progress_and_a_sum(article, neighbour, word):
    which = {"id": str(article.pk), "path": article.path, "address": article.path.rstrip("/")}
    silence = "The page takes neither webmentions nor pingbacks nor trackbacks."
    assert run("--article", which[word]) == [
        f"{article.absolute_url} links to 1 of our own articles.",
        f"1 of 2  {neighbour.url()}  sent  202 text/plain Thank you",
        f"2 of 2  {neighbour.url('/silent/')}  nobody to tell  {silence}",
        "1 sent, 1 nobody to tell",
    ]
    assert Linkback.objects.get().protocol == "own"


def test_what_was_told_is_told_again_only_when_asked_for(article, neighbour):
    run("--article", str(article.pk))
    assert run("--article", str(article.pk))[-1] == "Nothing is due."
    assert len(neighbour.posts) == 1
    assert run("--article", str(article.pk), "--again")[-1] == "1 sent, 1 nobody to tell"
    assert len(neighbour.posts) == 2


def test_a_withdrawn_article_tells_those_who_were_told(article, neighbour):
    run("--article", str(article.pk))
    withdraw(article, by=None)
    assert run("--article", str(article.pk))[-1] == "1 sent"
    assert len(neighbour.posts) == 2


def test_due_sends_what_is_due_and_nothing_else(article, neighbour):
    due = Ping.objects.create(article=article, target=neighbour.url())
    later = timezone.now() + timedelta(hours=1)
    Ping.objects.create(article=article, target=neighbour.url("/silent/"), attempt_at=later)
    neighbour.answers["POST /endpoint"] = page(b"", status="500 X")
    assert run("--due") == [
        f"1 of 1  {due.target}  waiting  The site answered with an error.",
        "1 waiting",
    ]
    assert run("--due") == ["Nothing is due."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"published": False}, "is not public"),
        ({"published_at": timezone.now() + timedelta(days=1)}, "is not public"),
        ({"status": "withdrawn"}, "is not public"),
        ({}, "announced within a minute"),
    ],
    ids=["draft", "scheduled", "withdrawn unannounced", "not announced"],
)
def test_nobody_is_told_of_what_is_not_announced(neighbour, fields, sentence):
    article = make_article(body=f'<a href="{neighbour.takes("webmention")}">x</a>', **fields)
    with pytest.raises(CommandError, match=sentence):
        run("--article", str(article.pk))
    assert neighbour.asked == []


@pytest.mark.parametrize("word", ["123456", "/2016/08/30/nothing/", "²", "9" * 40, "", "\0"])
def test_an_article_that_is_not_there_is_said_so(word):
    with pytest.raises(CommandError, match="There is no article"):
        run("--article", word)


@pytest.mark.parametrize("words", [[], ["--due", "--article", "1"], ["--due", "--again"]])
def test_what_is_to_be_done_must_be_said_once(words):
    with pytest.raises(CommandError):
        run(*words)
