"""What is written in a published article waits in revisions until somebody publishes it."""

import pytest

from articles.content import content_of
from articles.models import Article
from articles.publishing import publish, revise, withdraw
from articles.revisions import Clashing, begin, discard, live, newest, restore, save, waiting
from lib.merging import Clash
from tests.articles.drafts import edit, make_draft
from tests.factories import make_article, make_author, make_photo, make_section, make_tag, make_user

pytestmark = pytest.mark.django_db


def published(**fields):
    article = make_draft(**fields)
    publish(article, by=None)
    return article


def test_a_draft_says_what_its_newest_revision_says():
    article = make_draft("First")
    edit(article, headline="Second")
    article.refresh_from_db()
    assert article.headline == "Second"
    assert [one.content["headline"] for one in article.revisions.all()] == ["Second", "First"]


def test_a_new_article_begins_with_one_revision():
    writer = make_user()
    kept = begin(Article(), {"headline": "New", "body": "<p>Text.</p>"}, by=writer)
    article = Article.objects.get()
    assert (kept.number, kept.based_on, kept.created_by) == (1, None, writer)
    assert (article.headline, article.body, article.created_by) == ("New", "<p>Text.</p>", writer)


def test_an_edit_of_a_published_article_is_seen_by_nobody_until_it_is_published(client):
    article = published(body="<p>Live.</p>")
    edit(article, headline="Staged", body="<p>Staged.</p>")
    for address in (article.path, "/", "/feed/", "/feed.json"):
        assert "Staged" not in client.get(address).text, address
    assert waiting(article).number == 2
    publish(article, by=None)
    assert "<p>Staged.</p>" in client.get(article.path).text
    assert waiting(article) is None
    assert live(article).number == 2


def test_everything_of_a_revision_is_copied_to_the_row(client):
    article = published(tags=[make_tag("Old")], authors=[make_author("Old")])
    section, second, photo = make_section("New"), make_section("Second"), make_photo()
    tag, author = make_tag("Fresh"), make_author("Fresh")
    wanted = content_of(
        make_draft(
            "New", section=section, photo=photo, tags=[tag], authors=[author], standfirst="Why",
            kind="opinion", language="fa", search_title="T", search_description="D",
            social_title="S", social_description="C",
            comments_open=False, linkbacks_open=True, likes_open=False, who_may_reply="anyone",
            comments_mode="hold",
        )
    )  # fmt: skip
    wanted |= {"also_in": [{"id": second.pk, "label": "Second"}]}
    save(article, wanted, by=None)
    revise(article, by=None)
    slug = {"slug": article.slug}
    assert content_of(Article.objects.get(pk=article.pk)) == {**wanted, **slug}


def test_what_a_revision_names_and_is_gone_is_left_out():
    tag, author, section, photo = make_tag(), make_author(), make_section(), make_photo()
    article = make_draft(tags=[tag], authors=[author], section=section, photo=photo)
    full = newest(article) or edit(article, standfirst="x")
    edit(article, tags=[], bylines=[], section=None, photo=None)
    for row in (tag, author, section, photo):
        row.delete()
    restore(article, full, by=None)
    article.refresh_from_db()
    assert (article.section, article.photo) == (None, None)
    assert not article.tags.exists()
    assert not article.bylines.exists()


def test_an_address_that_was_given_is_changed_by_no_revision(client):
    article = published()
    path, slug = article.path, article.slug
    edit(article, slug="another")
    publish(article, by=None)
    assert (article.path, article.slug) == (path, slug)


def test_a_revision_that_is_named_is_published_and_newer_ones_wait():
    article = make_draft("One")
    two = edit(article, headline="Two")
    edit(article, headline="Three")
    publish(article, by=None, revision=two)
    assert article.headline == "Two"
    assert waiting(article).content["headline"] == "Three"


def test_a_revision_of_another_article_is_refused():
    article, other = make_draft(), make_draft()
    foreign = edit(other, headline="Foreign")
    with pytest.raises(ValueError, match="another article"):
        publish(article, by=None, revision=foreign)


def test_who_discards_goes_back_to_what_is_live_and_nothing_is_lost():
    article = published(body="<p>Live.</p>")
    edit(article, body="<p>Staged.</p>")
    discard(article, by=None)
    assert waiting(article) is None
    assert newest(article).content["body"] == "<p>Live.</p>"
    assert article.revisions.filter(content__body="<p>Staged.</p>").exists()


def test_with_nothing_to_discard_nothing_is_written():
    article = published()
    discard(article, by=None)
    discard(make_draft(), by=None)
    assert article.revisions.count() == 1


def test_withdrawing_keeps_what_waited():
    article = published()
    edit(article, headline="Staged")
    withdraw(article, by=None)
    assert article.headline == "Staged"
    publish(article, by=None)
    assert (article.headline, article.is_public) == ("Staged", True)


def test_what_was_imported_is_kept_before_its_first_edit():
    article = make_article("Imported", body="<p>Imported.</p>")
    edit(article, body="<p>Edited.</p>")
    assert [one.content["body"] for one in article.revisions.all()] == [
        "<p>Edited.</p>",
        "<p>Imported.</p>",
    ]
    assert live(article).number == 1
    assert waiting(article).number == 2


def test_an_old_revision_becomes_the_newest_draft_and_is_not_live():
    article, reporter = published(body="<p>Good.</p>"), make_user(role="Reporter")
    good = live(article)
    edit(article, body="<p>Bad.</p>")
    publish(article, by=None)
    kept = restore(article, good, by=reporter)
    article.refresh_from_db()
    assert (kept.number, kept.based_on, kept.created_by) == (3, 1, reporter)
    assert kept.content["body"] == "<p>Good.</p>"
    assert article.body == "<p>Bad.</p>"


def test_restoring_a_revision_from_before_an_embargo_does_not_lift_it():
    article = make_draft()
    old = edit(article, headline="Before")
    edit(article, embargo_until="2990-01-01T00:00:00+00:00")
    kept = restore(article, old, by=None)
    assert kept.content["headline"] == "Before"
    assert kept.content["embargo_until"] == "2990-01-01T00:00:00+00:00"


# Together


def test_a_headline_and_a_paragraph_that_two_people_changed_both_stand():
    article = make_draft("Old", body="<p>1</p><p>2</p><p>3</p>")
    base = edit(article, standfirst="x").number
    edit(article, headline="New", based_on=base)
    edit(article, body="<p>1</p><p>2</p><p>three</p>", based_on=base)
    content = newest(article).content
    assert (content["headline"], content["body"]) == ("New", "<p>1</p><p>2</p><p>three</p>")


def test_tags_that_two_people_added_all_stand():
    article = make_draft(tags=[make_tag("old")])
    tags = [{"id": make_tag(name).pk, "label": name} for name in ("one", "two")]
    base = edit(article, standfirst="x")
    old = base.content["tags"]
    edit(article, tags=[*old, tags[0]], based_on=base.number)
    edit(article, tags=[*old, tags[1]], based_on=base.number)
    assert newest(article).content["tags"] == [*old, *tags]


@pytest.mark.parametrize(
    ("choice", "body"),
    [
        ("mine", "<p>1</p><p>mine</p>"),
        ("theirs", "<p>1</p><p>theirs</p>"),
        ("both", "<p>1</p><p>theirs</p><p>mine</p>"),
    ],
)
def test_a_paragraph_that_two_people_changed_is_not_saved_until_one_chooses(choice, body):
    article = make_draft(body="<p>1</p><p>2</p>")
    base = edit(article, standfirst="x").number
    theirs = edit(article, body="<p>1</p><p>theirs</p>", based_on=base)
    with pytest.raises(Clashing) as refusal:
        edit(article, body="<p>1</p><p>mine</p>", based_on=base)
    (clash,) = refusal.value.clashes["body"]
    assert clash == Clash(["<p>2</p>"], ["<p>theirs</p>"], ["<p>mine</p>"])
    assert newest(article) == theirs
    edit(article, body="<p>1</p><p>mine</p>", based_on=base, choices={clash.key: choice})
    assert newest(article).content["body"] == body


def test_a_choice_for_texts_that_are_there_no_more_counts_for_nothing():
    article = make_draft("Old")
    base = edit(article, standfirst="x").number
    edit(article, headline="Theirs", based_on=base)
    with pytest.raises(Clashing) as refusal:
        edit(article, headline="Mine", based_on=base)
    choices = {refusal.value.clashes["headline"][0].key: "mine"}
    edit(article, headline="Theirs, again")
    with pytest.raises(Clashing):
        edit(article, headline="Mine", based_on=base, choices=choices)
    assert newest(article).content["headline"] == "Theirs, again"


def test_who_renames_a_section_changes_no_article():
    section = make_section("World")
    article = make_draft(section=section)
    base = edit(article, standfirst="x")
    section.name = "The World"
    section.save()
    article.refresh_from_db()
    assert save(article, content_of(article), by=None) == base
