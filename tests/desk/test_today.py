"""The first page: what is mine, what waits for me, what comes, what was said back, what is late."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_ox.models import OxTask
from lxml.html import fromstring

from articles.copying import make_template
from articles.models import Article
from articles.publishing import publish
from desk.handing import hand_over
from desk.models import Unsaved
from desk.noting import resolve, write
from desk.overdue import MOST
from moderation.models import Bulletin
from tests.articles.drafts import edit, make_draft
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_linkback,
    make_newsroom,
    make_user,
)
from trackbacks.models import Ping

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def come(client):
    make_newsroom()

    def come_as(role=None, **fields):
        person = make_user(role=role, **fields)
        client.force_login(person)
        return person

    return come_as


@pytest.fixture
def panel(client):
    """The lines of a panel of the first page, by its id."""

    def read(name):
        page = fromstring(client.get("/admin/").content.decode())
        found = page.xpath(f"//section[@aria-labelledby='{name}']")
        if not found:
            return None
        rows = found[0].xpath(".//li") or found[0].xpath(".//p")
        return [" ".join(row.text_content().split()) for row in rows]

    return read


# What was typed and not saved


def test_what_i_typed_and_did_not_save_stands_above_what_is_mine(come, client):
    me = come("Reporter")
    other = make_user("nima@example.org", role="Reporter")
    draft = make_draft("Kept", created_by=me)
    typed = {"headline": ["Half a <b>"]}
    Unsaved.objects.create(person=me, article=draft, typed=typed)
    Unsaved.objects.create(person=me, token=uuid4(), typed={"headline": ["Begun"]})
    Unsaved.objects.create(person=other, token=uuid4(), typed={"headline": ["Secret"]})
    page = client.get("/admin/").content.decode()
    assert "Half a &lt;b&gt;" in page
    assert "Begun" in page
    assert "Secret" not in page


# Notes


def test_notes_for_me_and_on_what_is_mine_wait_until_they_are_resolved(come, panel):
    me = come("Reporter")
    other = make_user("nima@example.org", role="Editor")
    mine, foreign = make_draft("Mine", created_by=me), make_draft("Foreign", created_by=other)
    first = write(mine, "Who says so? <b>", by=other)
    write(foreign, "Look at this", by=other, meant_for=me)
    write(foreign, "Somebody else’s", by=other)
    write(mine, "My own", by=me)
    lines = panel("waiting")
    assert [line.split()[0] for line in lines] == ["Mine", "Foreign"]
    assert "nima@example.org left a note, " in lines[0]
    assert "Who says so? <b>" in lines[0]
    resolve(first, by=me)
    assert [line.split()[0] for line in panel("waiting")] == ["Foreign"]


# Mine


def test_mine_is_what_i_began_wrote_in_or_am_named_over_the_last_written_first(come, panel):
    me = come("Reporter")
    other = make_user("nima@example.org", role="Reporter")
    begun = make_draft("Begun", created_by=me)
    make_draft("Named", authors=[make_author(user=me)])
    edit(make_draft("Wrote in"), standfirst="x", by=me)
    make_draft("Foreign", created_by=other)
    edit(begun, standfirst="y", by=other)
    lines = panel("mine")
    assert [line.split()[0] for line in lines] == ["Begun", "Wrote", "Named"]
    assert "draft · saved by nima@example.org, " in lines[0]
    assert "saved by you, " in lines[1]


def test_the_bin_and_templates_are_nobodys(come, panel):
    me = come("Reporter")
    make_template(make_draft("Template", created_by=me))
    make_draft("Binned", created_by=me, binned_at=NOW())
    assert panel("mine") == ["Nothing of yours yet. Begin with “New article”."]


def test_changes_that_wait_are_said(come, panel):
    me = come("Reporter")
    article = make_article("Live", created_by=me)
    edit(article, headline="Staged", by=me)
    assert "published changes wait" in panel("mine")[0]


# Waiting for me


def test_what_was_handed_to_me_waits_the_longest_first(come, panel):
    rana = make_user("rana@example.org", role="Reporter")
    me = come("Editor")
    hand_over(make_draft("First"), to=None, by=rana)
    hand_over(make_draft("Second"), to=me, by=rana)
    hand_over(make_draft("Not mine"), to=rana, by=me)
    lines = panel("waiting")
    assert lines[0].startswith("First rana@example.org handed it in to be published")
    assert lines[1].startswith("Second rana@example.org handed it to you")
    assert len(lines) == 2


# Due


def test_what_comes_stands_by_its_hour_and_a_late_change_is_loud(come, panel, client):
    me = come("Editor")
    make_article("In two hours", published_at=NOW() + timedelta(hours=2))
    make_article("Embargo", embargo_until=NOW() + timedelta(hours=1))
    late, coming = make_draft("Late"), make_draft("Change")
    for article in (late, coming):
        publish(article, by=me)
        edit(article, standfirst="x")
        publish(article, by=me, at=NOW() + timedelta(minutes=90))
    late.revisions.exclude(publish_at=None).update(publish_at=NOW() - timedelta(hours=1))
    lines = panel("due")
    assert [line.split()[0] for line in lines] == ["Late", "Embargo", "Change", "In"]
    assert "This change is late." in lines[0]
    assert "a change" in lines[2]
    assert "1 scheduled change did not go live at its hour." in panel("overdue")
    page = fromstring(client.get("/admin/").content.decode())
    assert len(page.xpath("//li[@class='late']")) == 1


# Said back


def test_what_was_said_back_stands_at_what_was_just_published(come, panel, client):
    come("Editor")
    article = make_article("Out")
    article.tally.comments, article.tally.likes = 2, 1
    article.tally.save()
    make_comment(article, state="held")
    make_linkback(article, state="held")
    (line,) = panel("published")
    assert "2 comments · 1 like · 2 held" in line
    make_article("Alone")
    assert "nothing said back yet" in panel("published")[0]
    page = fromstring(client.get("/admin/").content.decode())
    assert page.xpath("//section[@aria-labelledby='published']//li[2]//a/@href")[1:] == [
        f"/admin/moderation/response/?article={article.pk}",
        article.path,
    ]


def test_reports_and_appeals_are_counted_beside_what_is_held(come, panel):
    come("Moderator")
    article = make_article()
    make_comment(article, state="held")
    for plea, shown in (("reported", "shown"), ("appealed", "rejected")):
        comment = make_comment(article, state=shown)
        comment.response.plea = plea
        comment.response.save()
    assert panel("held") == ["1 held", "1 reported 1 appealed"]


# Overdue


def test_everything_that_is_late_is_named(come, panel):
    come("Editor")
    long_ago = NOW() - timedelta(hours=1)
    late = make_article("Untold", published_at=long_ago)
    make_draft("Embargo", embargo_until=long_ago)
    Ping.objects.create(article=late, target="https://a.example/", state="failed", attempt_at=None)
    for status, fields in (("READY", {}), ("FAILED", {"finished_at": long_ago})):
        OxTask.objects.create(
            task_path="x.y", backend_name="default", enqueued_at=long_ago, status=status, **fields
        )
    bulletin = Bulletin.objects.create()
    Bulletin.objects.filter(pk=bulletin.pk).update(created_at=long_ago)
    assert panel("overdue") == [
        "1 public article was not announced to anybody yet.",
        "The embargo of 1 draft is over, and it is not published.",
        "1 task waits for the worker: it may not be running. Tell your operator.",
        "1 task failed since yesterday. Tell your operator.",
        "1 site could not be told of a link since yesterday.",
        "1 mail to the moderators was not sent.",
    ]


def test_what_is_in_time_is_not_overdue(come, panel):
    come("Editor")
    article = make_article("Just out")
    make_draft("Embargo", embargo_until=NOW() + timedelta(hours=1))
    Ping.objects.create(article=article, target="https://a.example/")
    OxTask.objects.create(
        task_path="x.y", backend_name="default", enqueued_at=NOW() - timedelta(days=1),
        run_after=NOW() + timedelta(days=1),
    )  # fmt: skip
    assert panel("overdue") is None


def test_nobody_counts_further_than_a_hundred(come, panel):
    come("Editor")
    hour = NOW() - timedelta(hours=1)
    Article.objects.bulk_create(Article(headline="x", embargo_until=hour) for _ in range(MOST + 20))
    (line,) = panel("overdue")
    assert line.startswith(f"The embargo of {MOST} drafts is over")
    assert line.endswith("(counted no further)")


# Who sees what


@pytest.mark.parametrize(
    ("role", "panels"),
    [
        ("Reporter", {"waiting", "mine", "due", "published"}),
        ("Moderator", {"due", "published", "held"}),
        ("Editor", {"waiting", "mine", "due", "published", "held"}),
        (None, set()),
    ],
)
def test_each_role_sees_its_own(come, client, role, panels):
    come(role)
    page = fromstring(client.get("/admin/").content.decode())
    assert set(page.xpath("//section/@aria-labelledby")) == panels


def test_a_reporter_is_told_neither_of_what_is_held_nor_of_the_workers(come, panel):
    come("Reporter")
    article = make_article("Out", published_at=NOW() - timedelta(days=1))
    make_comment(article, state="held")
    assert panel("overdue") is None
    assert "held" not in panel("published")[0]


def test_an_empty_page_says_what_to_do_next(come, panel):
    come("Editor")
    for name, begins in (
        ("waiting", "Nothing waits for you. What a colleague hands over"),
        ("mine", "Nothing of yours yet. Begin with"),
        ("due", "Nothing is scheduled. Give an article an hour"),
        ("held", "Nothing waits. Everything said back has been decided."),
        ("published", "Nothing is published yet."),
    ):
        assert panel(name)[0].startswith(begins)


def test_names_and_headlines_are_only_text(come, client):
    evil = "<script>alert(1)</script>"
    rana = make_user(role="Reporter", name=evil)
    me = come("Editor")
    article = make_draft(evil, created_by=me)
    edit(article, standfirst="x", by=rana)
    hand_over(article, to=me, by=rana)
    assert "<script>alert" not in client.get("/admin/").text
