"""All of one site: handed out as JSON, or erased, by one verb for the terminal and the admin."""

import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_ox.testing import run_tasks
from lxml import html

from articles.models import Tally
from lib.links import NotAWebAddress
from likes.liking import like_from
from likes.models import Like
from moderation.models import Decision, Response
from moderation.sittings import recount
from tests.factories import (
    make_article,
    make_comment,
    make_linkback,
    make_newsroom,
    make_user,
)
from trackbacks.models import Face, Linkback, Ping
from trackbacks.sites import erase, export, named

ADMIN = "/admin/trackbacks/linkback/site/"


@pytest.fixture
def article(near_site):
    return make_article("Bread")


def link(article, source, **fields):
    """A shown linkback, counted."""
    linkback = make_linkback(article, source, **fields)
    recount(Tally.objects.get(article=article))
    return linkback


def like(article, source, **fields):
    """A shown like of a blog, as linkback and like."""
    linkback = make_linkback(article, source, kind="like", **fields)
    Response.objects.filter(pk=linkback.pk).update(kind=Response.Kind.LIKE)
    like_from(article, source=source, name="Ada", address=source)
    return linkback


def sources():
    return sorted(Linkback.objects.values_list("source", flat=True))


def counts(article):
    tally = Tally.objects.get(article=article)
    return tally.linkbacks, tally.likes


# Which addresses are of a site


@pytest.mark.parametrize(
    ("host", "whole_domain", "url", "is_of_it"),
    [
        ("blog.example", False, "https://blog.example/a", True),
        ("blog.example", False, "http://www.blog.example:8080/", True),
        ("www.Blog.example", False, "https://blog.example/", True),
        ("https://blog.example/about/?x=1", False, "https://blog.example/", True),
        ("blog.example:8080", False, "http://blog.example:8080/", True),
        ("blog.example:8080", False, "http://blog.example/", False),
        ("blog.example", False, "https://ada.blog.example/", False),
        ("blog.example", True, "https://ada.blog.example:8443/", True),
        ("blog.example", True, "https://blog.example/", True),
        ("blog.example", True, "https://notblog.example/", False),
        ("blog.example", True, "https://blog.example.evil.example/blog.example", False),
        ("blog.example", False, "https://evil.example/?u=https://blog.example/", False),
        ("روزنامه.example", False, "https://xn--mgbf1byah4d.example/", False),
        ("bücher.example", False, "https://xn--bcher-kva.example/", True),
        ("xn--bcher-kva.example", False, "https://Bücher.example/a", True),
        ("127.0.0.1", False, "http://127.0.0.1:8461/", True),
        ("blog.example", False, "javascript:alert(1)", False),
    ],
)
def test_a_site_is_its_host_on_any_port_or_its_whole_domain(host, whole_domain, url, is_of_it):
    assert named(host, whole_domain=whole_domain).covers(url) == is_of_it


@pytest.mark.parametrize("text", ["", "a b", "http://", "ada@blog.example", "ftp://blog.example/"])
def test_what_is_no_host_is_refused(text):
    with pytest.raises(NotAWebAddress):
        named(text)


def test_nobody_erases_a_top_level_domain_by_mistake():
    with pytest.raises(NotAWebAddress):
        named("example", whole_domain=True)
    assert named("localhost").host == "localhost"


# Handing it out


def test_the_export_holds_every_linkback_like_and_ping_and_nothing_of_others(article):
    linkback = link(article, "https://blog.example/a", title="A “title”", excerpt="words")
    like(article, "https://www.blog.example/b")
    Ping.objects.create(article=article, target="https://blog.example/target", state="sent")
    Decision.objects.create(
        response=linkback.response, before="held", after="shown", reason="moderator"
    )
    link(article, "https://other.example/a")
    like(article, "https://other.example/b")
    Ping.objects.create(article=article, target="https://other.example/?https://blog.example/")
    told = json.loads(json.dumps(export(named("blog.example"))))
    assert (told["schema"], told["host"], told["whole_domain"]) == (1, "blog.example", False)
    assert [row["source"] for row in told["linkbacks"]] == [
        "https://blog.example/a",
        "https://www.blog.example/b",
    ]
    (first, __) = told["linkbacks"]
    assert (first["title"], first["excerpt"]) == ("A “title”", "words")
    assert first["article"] == article.absolute_url
    assert (first["state"], first["protocol"], first["kind"]) == ("shown", "pingback", "link")
    assert [(one["after"], one["reason"]) for one in first["decisions"]] == [("shown", "moderator")]
    assert [row["source"] for row in told["likes"]] == ["https://www.blog.example/b"]
    assert [row["target"] for row in told["pings"]] == ["https://blog.example/target"]


@pytest.mark.parametrize("source", ["https://BLOG.example/a", "https://ｂｌｏｇ.example/a"])
def test_every_spelling_of_the_host_is_found(article, source):
    link(article, source)
    link(article, "https://other.example/ü?blog.example")
    (found,) = export(named("blog.example"))["linkbacks"]
    assert found["source"] == source


def test_the_export_tells_neither_secrets_nor_who_decided(article):
    linkback = link(article, "https://blog.example/a")
    Response.objects.filter(pk=linkback.pk).update(network_hash="h" * 64)
    text = json.dumps(export(named("blog.example")))
    assert "t" * 32 not in text and "h" * 64 not in text


def test_ten_times_the_links_are_exported_with_the_same_queries(article):
    found = []
    for count in (1, 9):
        for number in range(count):
            link(make_article(), f"https://blog.example/{count}-{number}")
            like(article, f"https://blog.example/like/{count}-{number}")
        with CaptureQueriesContext(connection) as queries:
            export(named("blog.example"))
        found.append(len(queries))
    assert found[0] == found[1]


def run(command, *words):
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def test_the_command_writes_json_to_the_terminal_or_into_a_file(article, tmp_path):
    link(article, "https://ada.blog.example/a", title="عنوان")
    assert json.loads(run("export_host", "blog.example"))["linkbacks"] == []
    text = run("export_host", "blog.example", "--domain")
    assert "عنوان" in text
    file = tmp_path / "site.json"
    assert run("export_host", "blog.example", "--domain", "--output", str(file)) == ""
    assert len(json.loads(file.read_text())["linkbacks"]) == 1
    with pytest.raises(CommandError, match="No such file"):
        run("export_host", "blog.example", "--output", str(tmp_path / "no" / "where"))
    with pytest.raises(CommandError, match="is no host"):
        run("export_host", "a b")


# Erasing


def test_erasing_takes_linkbacks_likes_and_faces_and_counts_anew(article, client):
    face = Face.objects.create(key="k", address="https://cdn.example/a", attempt_at=None)
    face.file = default_storage.save("faces/k.webp", ContentFile(b"picture"))
    face.save()
    link(article, "https://blog.example/a", title="Theirs", face=face)
    like(article, "https://www.blog.example/b", face=face)
    kept = link(article, "https://other.example/a")
    make_comment(article)
    assert counts(article) == (2, 1)
    erased = erase(named("blog.example"))
    assert (erased.linkbacks, erased.likes) == (2, 1)
    assert sources() == [kept.source]
    assert not Like.objects.exists()
    assert counts(article) == (1, 0)
    assert Response.objects.filter(kind="comment").exists()
    run_tasks(raise_failures=True)
    assert not Face.objects.exists() and not default_storage.exists("faces/k.webp")
    assert "Theirs" not in client.get(article.path).text


def test_erasing_leaves_a_face_that_others_wear(article):
    face = Face.objects.create(key="k", address="https://cdn.example/a", attempt_at=None)
    link(article, "https://blog.example/a", face=face)
    link(article, "https://other.example/a", face=face)
    erase(named("blog.example"))
    run_tasks(raise_failures=True)
    assert Face.objects.exists()


def test_erasing_leaves_comments_whose_writer_names_the_site(article):
    comment = make_comment(article)
    Response.objects.filter(pk=comment.pk).update(host="blog.example")
    assert erase(named("blog.example")).linkbacks == 0
    assert Response.objects.count() == 1


def test_erasing_again_erases_nothing(article):
    link(article, "https://blog.example/a")
    assert [erase(named("blog.example")).linkbacks for _ in range(2)] == [1, 0]


def test_what_we_told_the_site_stays(article):
    Ping.objects.create(article=article, target="https://blog.example/target", state="sent")
    erase(named("blog.example"))
    assert Ping.objects.count() == 1


def test_links_between_our_own_articles_are_ours(article):
    link(article, "http://news.example/2016/08/30/other/", protocol=Linkback.Protocol.OWN)
    assert erase(named("news.example")).linkbacks == 0


def test_the_pages_of_every_article_are_purged(article):
    other = make_article()
    for one in (article, other):
        link(one, "https://blog.example/a")
    with CaptureQueriesContext(connection) as queries:
        erase(named("blog.example"))
    told = " ".join(query["sql"] for query in queries if "pg_notify" in query["sql"])
    assert f"article-{article.pk}" in told and f"article-{other.pk}" in told


@pytest.mark.parametrize(("answer", "left"), [("yes", 0), ("YES\n", 0), ("y", 1), ("", 1)])
def test_the_command_asks_first(article, monkeypatch, answer, left):
    link(article, "https://blog.example/a")
    monkeypatch.setattr("sys.stdin", StringIO(answer))
    if left:
        with pytest.raises(CommandError, match=r"Nothing was erased\."):
            run("erase_host", "blog.example")
    else:
        out = run("erase_host", "blog.example")
        assert out.startswith("blog.example: 1 linkbacks, 0 likes.")
    assert Linkback.objects.count() == left


def test_the_command_says_how_many(article):
    link(article, "https://ada.blog.example/a")
    like(article, "https://bob.blog.example/b")
    assert run("erase_host", "blog.example", "--domain", "--yes").strip() == (
        "2 linkbacks and 1 likes of *.blog.example are erased."
    )


# In the admin


@pytest.fixture
def administrator(client, article):
    make_newsroom()
    client.force_login(make_user(role="Administrator"))


def look(client, **query):
    return html.fromstring(client.get(ADMIN, query).content.decode())


def test_the_page_says_how_much_there_is_and_erases_it(client, article, administrator):
    link(article, "https://blog.example/a")
    like(article, "https://blog.example/b")
    page = look(client, host="https://www.blog.example/about/")
    assert "2 linkbacks · 1 like" in " ".join(page.text_content().split())
    (form,) = page.xpath("//form[@method='post'][.//input[@name='host']]")
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    answer = client.post(ADMIN, sent, follow=True)
    assert "2 linkbacks of blog.example are erased. 1 like of it is erased." in answer.text
    assert not Linkback.objects.exists()


def test_the_page_erases_a_whole_domain_only_when_told_so(client, article, administrator):
    link(article, "https://ada.blog.example/a")
    client.post(ADMIN, {"host": "blog.example"})
    assert Linkback.objects.exists()
    client.post(ADMIN, {"host": "blog.example", "whole_domain": "on"})
    assert not Linkback.objects.exists()


def test_the_page_hands_out_a_file(client, article, administrator):
    link(article, "https://blog.example/a")
    answer = client.get(ADMIN, {"host": "blog.example", "export": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="blog.example.json"'
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert len(answer.json()["linkbacks"]) == 1
    assert Linkback.objects.exists()


@pytest.mark.parametrize("host", ["a b", "<script>alert(1)</script>", ""])
def test_what_is_no_host_is_told(client, administrator, host):
    for answer in (
        client.get(ADMIN, {"host": host, "export": "1"}),
        client.post(ADMIN, {"host": host}),
    ):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert html.fromstring(answer.content).xpath("//ul[contains(@class, 'errorlist')]")


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
def test_nobody_but_administrators_may(client, article, role):
    link(article, "https://blog.example/a")
    client.force_login(make_user(role=role))
    assert client.get(ADMIN, {"host": "blog.example"}).status_code == 403
    assert client.post(ADMIN, {"host": "blog.example"}).status_code == 403
    assert Linkback.objects.exists()


def test_it_is_found_from_the_list_and_from_each_link(client, article, administrator):
    linkback = link(article, "https://blog.example/a")
    assert ADMIN in client.get("/admin/trackbacks/linkback/").text
    page = client.get(f"/admin/moderation/response/{linkback.pk}/change/").text
    assert f"{ADMIN}?host=blog.example" in page
    client.force_login(make_user(role="Moderator"))
    assert ADMIN not in client.get("/admin/trackbacks/linkback/").text


def test_without_a_token_nothing_is_erased(article):
    link(article, "https://blog.example/a")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(role="Administrator"))
    assert strict.post(ADMIN, {"host": "blog.example"}).status_code == 403
    assert Linkback.objects.exists()
