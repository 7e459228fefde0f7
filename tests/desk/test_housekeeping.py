"""Copies, templates and whose turn it is: buttons that save first what was typed."""

import pytest
from lxml.html import fromstring

from articles.copying import begin_from, duplicate, make_draft, make_template
from articles.models import Article
from articles.publishing import NotPublishable, publish
from articles.revisions import newest
from desk.handing import NotHandedOver, colleagues, hand_over, take_back
from desk.models import Handover
from tests.articles.drafts import edit
from tests.articles.drafts import make_draft as new_draft
from tests.factories import (
    make_article,
    make_author,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)
from tests.forms import WRITING, address_of, messages, write

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def reporter(client):
    make_newsroom()
    reporter = make_user("rana@example.org", role="Reporter")
    client.force_login(reporter)
    return reporter


# Copies


def test_a_copy_has_the_words_and_nothing_of_what_became_of_the_article():
    mina = make_user()
    article = make_article(
        "Bread", standfirst="Dear", authors=[make_author()], tags=[make_tag()],
        section=make_section(), embargo_until="2026-01-01T00:00:00Z",
    )  # fmt: skip
    edit(article, body="<p>Staged.</p>")
    copy = duplicate(article, by=mina)
    copy.refresh_from_db()
    assert (copy.headline, copy.standfirst, copy.body) == (
        "Copy of “Bread”",
        "Dear",
        "<p>Staged.</p>",
    )
    assert (copy.status, copy.slug, copy.path) == ("draft", "", "")
    assert (copy.published_at, copy.embargo_until, copy.announced_at) == (None, None, None)
    assert (copy.created_by, copy.section) == (mina, article.section)
    assert copy.translation_group != article.translation_group
    assert (copy.bylines.count(), copy.tags.count()) == (1, 1)
    assert newest(copy).number == 1
    article.refresh_from_db()
    assert article.headline == "Bread"


def test_a_copy_of_the_longest_headline_fits_and_one_without_has_none():
    assert len(duplicate(new_draft("x" * 300), by=None).headline) == 300
    assert duplicate(new_draft(""), by=None).headline == ""


def test_the_button_saves_what_was_typed_and_opens_the_copy(client, reporter):
    article = new_draft("Bread")
    answer = write(client, address_of(article), headline="Salt", button="_duplicate")
    copy = Article.objects.exclude(pk=article.pk).get()
    assert answer.url == address_of(copy)
    article.refresh_from_db()
    assert (article.headline, copy.headline) == ("Salt", "Copy of “Salt”")
    assert "This is the copy" in messages(answer)


def test_who_may_not_begin_articles_makes_no_copy(client, reporter):
    reporter.groups.clear()
    names = ["view_article", "change_article"]
    permissions = reporter.user_permissions
    permissions.set(permissions.model.objects.filter(codename__in=names))
    article = new_draft("Bread")
    assert write(client, address_of(article), button="_duplicate").status_code == 403
    assert Article.objects.count() == 1
    assert client.post(f"{LIST}{article.pk}/begin/").status_code == 403


# Templates


def test_a_template_is_never_published_and_in_no_list_but_its_own(client, reporter):
    article = new_draft("Weather")
    assert make_template(article)
    with pytest.raises(NotPublishable, match="template"):
        publish(article, by=reporter)
    article.refresh_from_db()
    assert article.status == "template"
    assert not Article.objects.published().exists()
    assert "Weather" not in client.get(LIST).text
    assert "Weather" not in client.get(f"{LIST}?state=draft").text
    assert "Weather" in client.get(f"{LIST}?state=template").text
    assert make_draft(article)
    assert not make_draft(article)


def test_only_a_draft_becomes_a_template(client, reporter):
    published, binned = make_article(), new_draft("In the bin")
    write(client, address_of(binned), button="_bin")
    assert not make_template(published)
    assert not make_template(binned)
    answer = write(client, address_of(published), button="_template")
    assert "Only a draft becomes a template." in messages(answer)


def test_a_template_is_edited_and_new_articles_begin_with_it(client, reporter):
    article = new_draft("Weather", standfirst="Today")
    write(client, address_of(article), button="_template")
    write(client, address_of(article), body="<p>Morning. Evening.</p>")
    page = fromstring(client.get(WRITING).content.decode())
    (action,) = page.xpath("//details[@class='templates']//form/@action")
    answer = client.post(action)
    begun = Article.objects.get(status="draft")
    assert answer.url == address_of(begun)
    assert (begun.headline, begun.standfirst) == ("Weather", "Today")
    assert begun.body == "<p>Morning. Evening.</p>"
    assert begun.created_by == reporter
    article.refresh_from_db()
    assert article.status == "template"


def test_what_is_no_template_begins_nothing(client, reporter):
    article = new_draft("Bread")
    assert begin_from(article, by=reporter) is None
    for pk in (article.pk, 999_999):
        assert client.post(f"{LIST}{pk}/begin/").status_code == 404
    assert client.get(f"{LIST}{article.pk}/begin/").status_code == 403
    assert Article.objects.count() == 1


def test_a_new_article_without_templates_offers_none(client, reporter):
    assert "Start from a template" not in client.get(WRITING).text


# Whose turn it is


def test_a_draft_is_handed_to_a_colleague_and_taken_back(client, reporter):
    mina = make_user("mina@example.org", role="Editor")
    article = new_draft("Bread")
    answer = write(
        client, address_of(article), headline="Salt", hand_to=mina.pk, button="_hand_over"
    )
    handed = Handover.objects.open().get()
    assert (handed.article_id, handed.to, handed.by) == (article.pk, mina, reporter)
    assert "It waits for mina@example.org now." in messages(answer)
    article.refresh_from_db()
    assert article.headline == "Salt"
    assert "Waits for mina@example.org" in client.get(address_of(article)).text
    write(client, address_of(article), button="_take_back")
    assert not Handover.objects.exists()
    assert not take_back(article)


def test_handed_in_it_waits_for_whoever_may_publish_but_for_whom_it_came_from(client, reporter):
    editor, other = make_user(role="Editor"), make_user(role="Reporter")
    hand_over(new_draft("Bread"), to=None, by=reporter)
    mine = new_draft("Mine")
    hand_over(mine, to=None, by=editor)
    assert [one.article.headline for one in Handover.objects.open().waiting_for(editor)] == [
        "Bread"
    ]
    for person in (reporter, other):
        assert not Handover.objects.open().waiting_for(person)


def test_what_waits_for_somebody_who_left_waits_for_whoever_may_publish(client, reporter):
    editor, other = make_user(role="Editor"), make_user(role="Editor")
    hand_over(new_draft("Bread"), to=other, by=reporter)
    assert not Handover.objects.open().waiting_for(editor)
    other.is_active = False
    other.save()
    assert Handover.objects.open().waiting_for(editor)


def test_what_is_published_waits_for_nobody(client, reporter):
    article = new_draft("Bread")
    hand_over(article, to=None, by=reporter)
    publish(article, by=None)
    assert not Handover.objects.open().exists()
    edit(article, headline="Salt")
    hand_over(article, to=None, by=reporter)
    assert Handover.objects.open().exists()


def test_what_nobody_has_to_decide_is_not_handed_over(client, reporter):
    withdrawn = make_article()
    Article.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    binned = new_draft("x")
    Article.objects.filter(pk=binned.pk).update(binned_at="2026-01-01T00:00:00Z")
    for article in (withdrawn, binned, make_article()):
        with pytest.raises(NotHandedOver):
            hand_over(article, to=None, by=reporter)


def test_who_does_not_write_gets_nothing(client, reporter):
    article = new_draft("Bread")
    left = make_user(role="Editor", is_active=False)
    for person in (left, make_user(role="Moderator"), make_user(is_staff=False)):
        answer = write(client, address_of(article), hand_to=person.pk, button="_hand_over")
        assert "does not write here" in messages(answer)
    assert not Handover.objects.exists()
    assert list(colleagues()) == [reporter]
