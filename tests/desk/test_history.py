"""All revisions of an article: listed, named, compared, restored, by those who may write it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml.html import fromstring

from articles.models import Revision
from articles.publishing import publish
from articles.revisions import newest
from tests.articles.drafts import edit, make_draft
from tests.factories import make_article, make_newsroom, make_photo, make_user
from tests.forms import address_of

pytestmark = pytest.mark.django_db
MOST = 300 * 1024
"""Bytes of a page."""


@pytest.fixture
def sign_in(client):
    make_newsroom()

    def as_role(role, email=None):
        user = make_user(email, role=role)
        client.force_login(user)
        return user

    return as_role


def list_of(article):
    return f"/admin/articles/article/{article.pk}/revisions/"


def compare(article, old, new):
    return f"{list_of(article)}compare/?from={old}&to={new}"


def words(page):
    return " ".join(fromstring(page.content.decode()).xpath("//main")[0].text_content().split())


def many(article, number, body="<p>Text.</p>"):
    """So many revisions, as they are in the database."""
    last = newest(article) or edit(article, standfirst="first")
    Revision.objects.bulk_create(
        Revision(
            article=article, number=last.number + index + 1, created_by=make_user(),
            content={**last.content, "body": f"{body}<p>{index}</p>"}, name=f"Milestone {index}",
        )
        for index in range(number)
    )  # fmt: skip


def test_the_list_tells_who_saved_and_what_is_live(client, sign_in):
    editor = sign_in("Editor", "mina@example.org")
    article = make_draft()
    edit(article, headline="One", by=editor)
    publish(article, by=editor)
    edit(article, headline="Two", by=editor)
    page = fromstring(client.get(list_of(article)).content.decode())
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert len(rows) == 3
    assert rows[0].startswith("3 ")
    assert rows[1].startswith("2 live")
    assert all("mina@example.org" in row for row in rows[:2])


def test_a_revision_gets_a_name_and_keeps_its_words(client, sign_in):
    sign_in("Reporter")
    article = make_draft()
    kept = edit(article, headline="One")
    before = kept.content
    name = f"name-{kept.number}"
    client.post(list_of(article), {"name": kept.number, name: "  As read \0by the lawyer "})
    kept.refresh_from_db()
    assert (kept.name, kept.content) == ("As read by the lawyer", before)
    client.post(list_of(article), {"name": kept.number, name: "x" * 500})
    kept.refresh_from_db()
    assert len(kept.name) == 200


def test_a_reporter_restores_an_old_revision(client, sign_in):
    reporter = sign_in("Reporter")
    article = make_article("Live", body="<p>Good.</p>")
    edit(article, body="<p>Bad.</p>")
    answer = client.post(list_of(article), {"restore": "1"})
    assert answer.url == address_of(article)
    kept = newest(article)
    assert (kept.number, kept.content["body"], kept.created_by) == (3, "<p>Good.</p>", reporter)
    article.refresh_from_db()
    assert article.body == "<p>Good.</p>"


def test_two_revisions_are_compared_word_by_word(client, sign_in):
    sign_in("Editor")
    photo = make_photo("A ship")
    article = make_draft("Bread is dear", body="<p>Bread is dear.</p>", language="en")
    picture = f'<figure data-photo="{photo.pk}"></figure>'
    edit(
        article, headline="Bread is cheap", body=f"<p>Bread is cheap.</p>{picture}", kind="opinion"
    )
    page = client.get(compare(article, 2, 1))
    html = page.content.decode()
    assert "Bread is <del>dear</del><ins>cheap</ins>." in html
    assert "<del>news</del><ins>opinion</ins>" in html
    assert "Picture added: A ship" in words(page)
    assert 'dir="auto"' in html


def test_hostile_words_are_compared_as_words(client, sign_in):
    sign_in("Editor")
    evil = "<script>alert(1)</script>"
    article = make_draft("Fine", body="<p>Fine</p>")
    edit(article, headline=evil, body=f"<p>&lt;script&gt;alert(1)&lt;/script&gt;{evil}</p>")
    kept = newest(article)
    kept.name = evil
    kept.save()
    for address in (compare(article, 1, 2), list_of(article), address_of(article)):
        assert "<script>alert(1)" not in client.get(address).content.decode(), address


@pytest.mark.parametrize(("old", "new"), [("1", "99"), ("", ""), ("x", "1"), ("1" * 30, "1")])
def test_a_revision_that_is_not_there_cannot_be_compared(client, sign_in, old, new):
    sign_in("Editor")
    article = make_draft()
    edit(article, headline="One")
    assert client.get(compare(article, old, new)).status_code == 404


@pytest.mark.parametrize("act", [{"restore": "99"}, {"restore": "x"}, {"name": "99"}, {}])
def test_a_revision_that_is_not_there_cannot_be_restored_or_named(client, sign_in, act):
    sign_in("Editor")
    article = make_draft()
    edit(article, headline="One")
    assert client.post(list_of(article), act).status_code == 404


def test_a_revision_of_another_article_is_not_found(client, sign_in):
    sign_in("Editor")
    article, other = make_draft(), make_draft()
    edit(article, headline="One")
    for number in range(5):
        edit(other, headline=f"{number}")
    assert client.post(list_of(article), {"restore": "5"}).status_code == 404


@pytest.mark.parametrize("role", ["Moderator", None])
def test_who_does_not_write_articles_is_refused(client, sign_in, role):
    sign_in(role)
    article = make_article()
    edit(article, headline="Staged")
    assert client.get(list_of(article)).status_code == 403
    assert client.get(compare(article, 1, 2)).status_code == 403
    assert client.post(list_of(article), {"restore": "1"}).status_code == 403
    assert client.post(address_of(article), {"_save": "1", "headline": "X"}).status_code == 403
    assert article.revisions.count() == 2


def test_who_is_not_signed_in_is_sent_to_the_door(client):
    article = make_article()
    for address in (list_of(article), compare(article, 1, 1)):
        assert "/admin/login/" in client.get(address).url


def test_an_article_that_is_not_there_has_no_list(client, sign_in):
    sign_in("Editor")
    assert client.get("/admin/articles/article/999/revisions/").status_code == 404


def test_what_others_changed_since_somebody_read_it_is_offered_until_it_was_read(client, sign_in):
    article = make_article()
    edit(article, headline="One")
    sign_in("Editor")
    offer = "What changed since you last read it"
    assert offer not in client.get(address_of(article)).content.decode()
    edit(article, headline="Two", by=make_user())
    for _ in range(2):
        page = client.get(address_of(article)).content.decode()
        assert offer in page
    assert "?from=2&amp;to=3" in page
    client.get(compare(article, 2, 3))
    assert offer not in client.get(address_of(article)).content.decode()


def test_ones_own_changes_are_no_news(client, sign_in):
    editor = sign_in("Editor")
    article = make_article()
    edit(article, headline="One", by=editor)
    client.get(address_of(article))
    edit(article, headline="Two", by=editor)
    page = client.get(address_of(article)).content.decode()
    assert "What changed since you last read it" not in page


def test_with_500_revisions_each_page_costs_what_it_costs_with_five(client, sign_in):
    sign_in("Editor")
    small, large = make_article(), make_article()
    many(small, 5)
    many(large, 500, body="<p>" + "Long text. " * 2000 + "</p>")
    counts = []
    for article, number in ((small, 5), (large, 500)):
        client.get(address_of(article))
        addresses = [
            list_of(article), f"{list_of(article)}?page=2", address_of(article),
            compare(article, 1, number), "/admin/articles/article/",
        ]  # fmt: skip
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            assert answer.status_code == 200
            assert len(answer.content) < MOST, address
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]


def test_the_list_is_paged(client, sign_in):
    sign_in("Editor")
    article = make_article()
    many(article, 120)
    page = client.get(f"{list_of(article)}?page=3")
    assert len(fromstring(page.content.decode()).xpath("//tbody/tr")) == 22


def test_the_form_leads_to_the_revisions_and_these_to_the_log(client, sign_in):
    editor = sign_in("Editor")
    article = make_draft()
    publish(article, by=editor)
    form = fromstring(client.get(address_of(article)).content.decode())
    tools = form.xpath("//*[contains(@class, 'object-tools')]//a/@href")
    assert tools == [list_of(article)]
    page = fromstring(client.get(list_of(article)).content.decode())
    (log,) = page.xpath("//main//a[contains(@href, '/history/')]/@href")
    assert client.get(log).status_code == 200


def test_a_list_of_one_says_when_there_will_be_something_to_compare(client, sign_in):
    editor = sign_in("Editor")
    article = make_draft()
    publish(article, by=editor)
    page = client.get(list_of(article))
    assert "When there are two, they can be compared" in words(page)
    assert fromstring(page.content.decode()).xpath("count(//input[@type='radio'][@disabled])") == 2
    edit(article, headline="Two")
    page = client.get(list_of(article))
    assert "Restoring makes an old one the newest draft" in words(page)
    assert fromstring(page.content.decode()).xpath("count(//input[@type='radio'][@disabled])") == 0


def test_hours_and_numbers_are_in_the_digits_of_the_desk(client, sign_in):
    reporter = sign_in("Reporter", "mina@example.org")
    reporter.language = "fa"
    reporter.save()
    article = make_draft()
    edit(article, headline="One", by=reporter)
    edit(article, headline="Two", by=reporter)
    for page in (list_of(article), compare(article, 1, 2)):
        (main,) = fromstring(client.get(page).content.decode()).xpath("//*[@id='content-main']")
        assert not set("0123456789") & set(main.text_content()), page
