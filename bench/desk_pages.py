"""The rows and the addresses of the desk's measurement; imported once the newsroom is there."""

from collections.abc import Iterator
from typing import Any

from django.test import Client

from accounts.models import User
from articles.models import Article, Section, Tally
from bench.crowd import fill
from comments.models import Comment
from masthead.models import Newsroom
from moderation.models import Decision, Response
from moderation.paging import ROWS, written
from moderation.queues import Asked
from trackbacks.models import Linkback

DESK = "/admin/moderation/response/"
NARROWED = {
    "kind comment": "queue=pending&kind=comment",
    "kind like": "queue=all&kind=like",
    "trackbacks": "queue=approved&kind=trackback",
    "one article": "queue=approved&article={article}",
    "one section": "queue=approved&section={section}",
    "one site": "queue=all&host=blog5.example",
    "one network": "queue=all&network={network}",
    "one address": "queue=all&email=reader7@example.org",
    "a common word": "queue=all&q=harbour",
    "a rare word": "queue=all&q=no.+77777",
    "no such word": "queue=pending&q=zzzzzz",
}


def make_rows(number: int, *, articles: int = 1000) -> User:
    """So many responses, and the moderator who looks at them."""
    boss = User.objects.create_user("boss@example.org", is_staff=True, is_superuser=True)
    people = [boss.pk, *(_person(index) for index in range(20))]
    sections = [Section.objects.create(name=f"S{n}", slug=f"s{n}", path=f"s{n}") for n in range(12)]
    for index in range(articles):
        section = sections[index % 11]  # nothing is said in the last one
        article = Article.objects.create(headline=f"Article {index}", section=section)
        Tally.objects.create(article=article)
    Newsroom.objects.current()
    comment, linkback = _comment(article), _linkback(article)
    decision = Decision.objects.create(response=comment.response, before="held", after="shown")
    fill(comment, linkback, decision, number=number, people=people)
    return boss


def client_of(person: User) -> Client:
    """Somebody who signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    return client


def pages(number: int) -> Iterator[tuple[str, str]]:
    """Names and addresses of what is measured."""
    for queue in ("pending", "reported", "appealed", "approved", "spam", "rejected", "all"):
        yield f"{queue}, first", f"{DESK}?queue={queue}"
        rows = Asked.of({"queue": queue}).rows().order_by("-created_at", "-pk")
        at = max(1, min(999 * ROWS, rows.count() - ROWS))
        row = rows[at - 1]
        key = written((row.created_at, row.pk))
        yield f"{queue}, {at // ROWS + 1:,}th", f"{DESK}?queue={queue}&before={key}"
        yield f"{queue}, last", f"{DESK}?queue={queue}&page=last"
    some = Response.objects.exclude(network_hash="").first()
    known: dict[str, Any] = {
        "article": Article.objects.order_by("pk")[3].pk,
        "section": Section.objects.get(slug="s11").pk,
        "network": some.network_hash if some else "",
    }
    for name, query in NARROWED.items():
        yield name, f"{DESK}?{query.format(**known)}"
    decision = Decision.objects.order_by("-decided_at", "-pk")[min(49_949, number // 2)]
    key = written((decision.decided_at, decision.pk))
    person = User.objects.get(email="person3@example.org").pk
    for name, query in {
        "log, first": "",
        "log, 1,000th": f"?before={key}",
        "log, last": "?page=last",
        "log of one person": f"?by={person}",
        "log of one person, last": f"?by={person}&page=last",
    }.items():
        yield name, f"{DESK}log/{query}"
    opened = Comment.objects.order_by("-pk").values_list("pk", flat=True)[0]
    yield "one comment opened", f"{DESK}{opened}/change/"
    opened = Linkback.objects.order_by("-pk").values_list("pk", flat=True)[0]
    yield "one linkback opened", f"{DESK}{opened}/change/"


def _person(number: int) -> int:
    person = User.objects.create_user(f"person{number}@example.org", is_staff=True)
    return int(person.pk)


def _comment(article: Article) -> Comment:
    response = Response.objects.create(article=article, kind="comment", state="shown")
    return Comment.objects.create(response=response, text="Well said.", html="<p>Well said.</p>")


def _linkback(article: Article) -> Linkback:
    response = Response.objects.create(article=article, kind="linkback", state="shown")
    return Linkback.objects.create(
        response=response,
        article=article,
        protocol="pingback",
        source="https://blog.example/entry",
        source_key="first",
        target="https://news.example/",
        verify_at=None,
    )
