"""Several articles at once, each by its verb, and the undo that spares what changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml.html import fromstring

from articles import bin as waste
from articles.models import Article
from articles.publishing import publish
from articles.revisions import live, newest, scheduled, waiting
from desk.acting import MOST, forget
from desk.handing import hand_over
from desk.models import Act, Handover
from tests.articles.drafts import edit, make_draft
from tests.factories import make_article, make_newsroom, make_section, make_user
from tests.forms import messages

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user("mina@example.org", role="Editor")
    client.force_login(editor)
    return editor


def act(client, verb, *articles, query="", **what):
    pks = [article.pk for article in articles]
    sent = {"action": f"{verb}_selected", "index": "0", "_selected_action": pks, **what}
    return client.post(LIST + query, sent)


def undo(client, query=""):
    """Press the button of the newest act."""
    newest = Act.objects.latest("at")
    return client.post(f"{LIST}undo/{query}", {"act": newest.pk})


def state(article):
    article.refresh_from_db()
    return "bin" if article.binned_at else article.status


def test_drafts_that_were_published_are_taken_away_again(client, editor):
    one, other = make_draft("One"), make_draft("Other")
    assert "2 articles done." in messages(act(client, "publish", one, other))
    assert (state(one), state(other)) == ("published", "published")
    assert "2 articles are as before." in messages(undo(client))
    assert (state(one), state(other)) == ("withdrawn", "withdrawn")


def test_changes_that_were_published_wait_again(client, editor):
    article = make_draft("Old")
    publish(article, by=editor)
    edit(article, headline="New")
    act(client, "publish", article)
    article.refresh_from_db()
    assert article.headline == "New"
    undo(client)
    article.refresh_from_db()
    assert (article.headline, waiting(article).content["headline"]) == ("Old", "New")


def test_what_was_withdrawn_is_public_again_with_its_staged_and_its_scheduled_change(
    client, editor
):
    staged, coming, later = make_draft("Staged"), make_draft("Coming"), make_draft("Later")
    hour = timezone.now() + timedelta(hours=3)
    for article in (staged, coming):
        publish(article, by=editor)
        edit(article, headline="New")
    publish(coming, by=editor, at=hour)
    publish(later, by=editor, at=hour)
    act(client, "withdraw", staged, coming, later)
    assert [state(one) for one in (staged, coming, later)] == ["withdrawn", "withdrawn", "draft"]
    undo(client)
    assert [state(one) for one in (staged, coming, later)] == ["published"] * 3
    assert (staged.headline, waiting(staged).content["headline"]) == ("Staged", "New")
    assert (coming.headline, scheduled(coming).publish_at) == ("Coming", hour)
    assert (later.is_scheduled, later.published_at) == (True, hour)


def test_what_went_to_the_bin_comes_back_and_the_other_way_round(client, editor):
    draft, binned, public = make_draft("Draft"), make_draft("Binned"), make_article("Public")
    waste.put_in(binned)
    said = messages(act(client, "bin", draft, public))
    assert "Public: Only a draft goes to the bin." in said
    assert (state(draft), state(public)) == ("bin", "published")
    undo(client)
    assert state(draft) == "draft"
    act(client, "restore", binned, query="?state=bin")
    assert state(binned) == "draft"
    undo(client)
    assert state(binned) == "bin"


def test_a_section_is_given_and_the_old_one_comes_back(client, editor):
    old, new = make_section("Old"), make_section("New")
    draft, public = make_draft("Draft", section=old), make_article("Public", section=old)
    staged = make_article("Staged", section=old)
    edit(staged, headline="Waits")
    assert "Choose a section." in messages(act(client, "file", draft))
    act(client, "file", draft, public, staged, section=new.pk)
    for article, section in ((draft, new), (public, new), (staged, old)):
        article.refresh_from_db()
        assert article.section == section
    assert newest(staged).content["section"]["label"] == "New"
    undo(client)
    for article in (draft, public, staged):
        article.refresh_from_db()
        assert article.section == old
        assert newest(article).content["section"]["label"] == "Old"
    assert waiting(public) is None
    assert waiting(staged).content["headline"] == "Waits"


def test_a_reporter_files_what_is_public_only_for_later(client):
    make_newsroom()
    client.force_login(make_user(role="Reporter"))
    new, public = make_section("New"), make_article("Public")
    act(client, "file", public, section=new.pk)
    public.refresh_from_db()
    assert public.section is None
    assert waiting(public).content["section"]["label"] == "New"
    undo(client)
    assert (waiting(public), newest(public)) == (None, live(public))


def test_tags_are_added_and_taken_away(client, editor):
    one, other = make_draft("One"), make_draft("Other")
    one.tags.set(["old"])
    assert "Write the tags" in messages(act(client, "tag", one, tag_names=" , "))
    act(client, "tag", one, other, tag_names="bread، نان, bread")
    assert set(one.tags.names()) == {"old", "bread", "نان"}
    undo(client)
    assert set(one.tags.names()) == {"old"}
    assert set(other.tags.names()) == set()


def test_pieces_are_handed_to_a_colleague_and_back(client, editor):
    rana, nima = make_user(role="Reporter"), make_user(role="Reporter")
    one, other = make_draft("One"), make_draft("Other")
    act(client, "assign", one, to=rana.pk)
    act(client, "assign", one, other, to=nima.pk)
    assert {one.to for one in Handover.objects.all()} == {nima}
    undo(client)
    assert [(handed.article, handed.to) for handed in Handover.objects.all()] == [(one, rana)]


def test_the_undo_of_what_was_handed_in_hands_it_in_again_where_it_can_be(client, editor):
    rana = make_user(role="Reporter")
    draft, public = make_draft("Draft"), make_draft("Public")
    publish(public, by=editor)
    edit(public, headline="New")
    for article in (draft, public):
        hand_over(article, to=None, by=rana)
    act(client, "publish", draft, public)
    assert not Handover.objects.exists()
    assert "2 articles are as before." in messages(undo(client))
    assert (state(draft), state(public)) == ("withdrawn", "published")
    assert [(one.article, one.by) for one in Handover.objects.all()] == [(public, rana)]


def test_what_somebody_changed_since_stays_and_is_named(client, editor):
    one, other = make_draft("One"), make_draft("Other")
    act(client, "publish", one, other)
    edit(other, standfirst="Later")
    said = messages(undo(client))
    assert "1 article is as before." in said
    assert "they stay as they are: Other" in said
    assert (state(one), state(other)) == ("withdrawn", "published")


def test_an_act_is_undone_once_by_whoever_pressed_and_not_for_ever(client, editor):
    article = make_draft("One")
    act(client, "bin", article)
    client.force_login(make_user(role="Editor"))
    assert undo(client).status_code == 404
    client.force_login(editor)
    undo(client)
    assert "undone no more" in messages(undo(client))
    assert state(article) == "draft"
    act(client, "bin", article)
    Act.objects.update(at=timezone.now() - timedelta(minutes=11), undone_at=None)
    assert "undone no more" in messages(undo(client))
    assert state(article) == "bin"
    Act.objects.update(at=timezone.now() - timedelta(days=2))
    assert forget() == 2


@pytest.mark.parametrize("word", ["", "x", "00000000-0000-4000-8000-000000000000", "\0"])
def test_an_undo_of_nothing_is_not_found(client, editor, word):
    assert client.post(f"{LIST}undo/", {"act": word}).status_code == 404
    assert client.get(f"{LIST}undo/").status_code == 403


def test_who_may_publish_no_more_undoes_no_publication(client, editor):
    article = make_draft("One")
    act(client, "publish", article)
    editor.groups.set(editor.groups.model.objects.filter(name="Reporter"))
    assert undo(client).status_code == 403
    assert state(article) == "published"


def test_the_message_has_the_button_and_leads_back_to_the_same_list(client, editor):
    article = make_draft("One")
    answer = client.get(act(client, "bin", article, query="?state=draft").url)
    page = fromstring(answer.content.decode())
    (form,) = page.xpath("//ul[@class='messagelist']//form")
    assert form.xpath(".//button/@value") == [str(Act.objects.get().pk)]
    assert undo(client, "?state=draft").url == f"{LIST}?state=draft"


def test_more_than_a_browser_waits_for_are_refused_whole(client, editor):
    articles = Article.objects.bulk_create(Article(headline=f"A {n}") for n in range(MOST + 1))
    said = messages(act(client, "bin", *articles))
    assert "At most 100 articles at once" in said
    assert not Article.objects.in_bin().exists()


def test_what_was_so_already_is_said(client, editor):
    article = make_article("Out")
    publish(article, by=editor)
    assert "Out: It was so already." in messages(act(client, "publish", article))
    assert "Undo" not in client.get(LIST).text
