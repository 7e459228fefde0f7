"""The search of the list: one box on every page, marked words, filters, hostile input."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml.html import fromstring

from articles.models import Article
from articles.publishing import publish
from desk.admin import finding
from tests.articles.drafts import edit, make_draft
from tests.articles.test_searching import HOSTILE
from tests.factories import make_author, make_newsroom, make_section, make_user
from tests.forms import address_of

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user("mina@example.org", role="Editor")
    client.force_login(editor)
    return editor


def written(headline, **changes):
    article = make_draft("")
    edit(article, headline=headline, **changes)
    return article


def search(client, typed, **narrowed):
    return client.get(LIST, {"q": typed, **narrowed})


def headlines(answer):
    page = fromstring(answer.content.decode())
    return [row.xpath("string(.//bdi)") for row in page.xpath("//table//tbody/tr")]


def test_the_words_that_were_found_are_marked_as_they_were_written(client, editor):
    written("Élan", body="<p>Of the كتاب‌ها and more.</p>")
    page = fromstring(search(client, "elan کتابها").content.decode())
    assert page.xpath("//mark/text()") == ["Élan", "كتاب‌ها"]
    (excerpt,) = page.xpath("//span[@class='excerpt']")
    assert excerpt.text_content() == "Of the كتاب‌ها and more."


def test_a_text_that_is_found_is_only_text(client, editor):
    written("<b>bread</b>", body="<p>&lt;script&gt;alert(1)&lt;/script&gt; bread</p>")
    page = search(client, "bread").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>bread</mark>" in page
    assert "<b>bread" not in page


def test_what_is_found_is_narrowed_by_state_section_author_and_date(client, editor):
    world, author = make_section("World"), make_author("Leyla")
    iran = make_section("Iran", parent=world)
    label = {"id": author.pk, "label": "Leyla"}
    named = [{"author": label, "role": "writer", "position": 0}]
    written("Bread draft")
    filed = written("Bread filed", section={"id": iran.pk, "label": "Iran"})
    written("Bread named", bylines=named)
    publish(filed, by=editor)
    old = written("Bread old")
    Article.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=900))
    assert len(headlines(search(client, "bread"))) == 4
    assert headlines(search(client, "bread", state="published")) == ["Bread filed"]
    assert headlines(search(client, "bread", section=world.pk)) == ["Bread filed"]
    assert headlines(search(client, "bread", author=author.pk)) == ["Bread named"]
    week = (timezone.now() - timedelta(days=7)).isoformat()
    assert "Bread old" not in headlines(search(client, "bread", created_at__gte=week))


@pytest.mark.parametrize("word", ["x", "-1", "999999999999999999999", "\0", "9" * 18])
def test_a_filter_that_is_none_is_no_error(client, editor, word):
    written("Bread")
    for name in ("section", "author", "state"):
        assert search(client, "bread", **{name: word}).status_code in {200, 302}, name


@pytest.mark.parametrize("typed", [word for word in HOSTILE if "\ud800" not in word])
def test_hostile_words_get_a_page(client, editor, typed):
    written("Bread")
    answer = search(client, typed)
    assert answer.status_code == 200
    assert headlines(answer) in ([], ["Bread"])


def test_signs_alone_are_answered_with_what_to_do(client, editor):
    written("Bread")
    answer = search(client, "-bread")
    assert "Write a word to look for." in answer.text
    assert headlines(answer) == []


def test_the_box_on_other_pages_gets_the_first_rows_and_the_whole_number(client, editor):
    for number in range(10):
        written(f"Bread {number}")
    first = client.get(LIST, {"q": "bread"}, headers={"X-In-Place": "first"})
    assert len(headlines(first)) == 8
    assert headlines(first) == headlines(search(client, "bread"))[:8]
    (said,) = fromstring(first.text).xpath("//form[@role='search']//*[@role='status']/text()")
    assert said == "10 results"
    assert len(headlines(client.get(LIST, {"q": "bread"}, headers={"X-In-Place": "x"}))) == 10


def test_nothing_found_says_what_to_try(client, editor):
    assert "Nothing has these words." in search(client, "pepper").text


def test_the_bin_and_templates_are_searched_in_their_own_lists(client, editor):
    binned = written("Bread binned")
    Article.objects.filter(pk=binned.pk).update(binned_at=timezone.now())
    template = written("Bread template")
    Article.objects.filter(pk=template.pk).update(status="template")
    assert headlines(search(client, "bread")) == []
    assert headlines(search(client, "bread", state="bin")) == ["Bread binned"]
    assert headlines(search(client, "bread", state="template")) == ["Bread template"]


def test_more_than_is_put_in_order_is_said(client, editor, monkeypatch):
    monkeypatch.setattr("articles.searching.MOST", 1)
    monkeypatch.setattr("desk.admin.lists.MOST", 1)
    written("Bread one")
    written("Bread two")
    answer = search(client, "bread")
    assert "More than 1 article has these words" in answer.text
    assert len(headlines(answer)) == 1


def test_nobody_counts_further_than_pages_are_turned(client, editor, monkeypatch):
    monkeypatch.setattr(finding, "MOST_COUNTED", 2)
    for number in range(4):
        written(f"No. {number}")
    assert "more than 2 articles" in client.get(LIST).text


def test_the_bin_tells_when_a_draft_is_gone_for_good(client, editor):
    article = written("Binned")
    Article.objects.filter(pk=article.pk).update(binned_at="2026-03-01T12:00:00Z")
    page = fromstring(client.get(f"{LIST}?state=bin").content.decode())
    times = page.xpath("//td[@class='field-gone nowrap' or @class='field-gone']/time/@datetime")
    assert [moment[:10] for moment in times] == ["2026-03-31"]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("bin", "The bin is empty."),
        ("template", "No template yet."),
        ("scheduled", "Nothing is scheduled."),
        ("draft", "No draft."),
        ("", "No article yet."),
    ],
)
def test_an_empty_list_says_what_to_do_next(client, editor, state, says):
    assert says in client.get(f"{LIST}?state={state}" if state else LIST).text


def test_the_box_is_on_every_page_of_articles_once(client, editor):
    article = written("Bread")
    pages = ["/admin/", LIST, f"{LIST}add/", address_of(article), f"{LIST}{article.pk}/revisions/"]
    for address in pages:
        page = fromstring(client.get(address).content.decode())
        assert len(page.xpath("//form[@role='search']//input[@name='q']")) == 1, address


def test_who_may_see_no_article_has_no_box_and_finds_nothing(client):
    make_newsroom()
    client.force_login(make_user())
    assert 'role="search"' not in client.get("/admin/").text
    assert search(client, "bread").status_code == 403


def test_a_moderator_finds_and_does_nothing(client):
    make_newsroom()
    client.force_login(make_user(role="Moderator"))
    article = written("Bread")
    assert headlines(search(client, "bread")) == ["Bread"]
    sent = {"action": "bin_selected", "index": "0", "_selected_action": [article.pk]}
    assert client.post(LIST, sent).status_code == 403
