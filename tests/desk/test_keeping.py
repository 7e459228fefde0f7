"""The slot of what was typed and not saved: what goes in, what is offered, when it goes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish
from articles.revisions import newest
from desk.keeping import forget
from desk.models import Unsaved
from tests.articles.drafts import edit, make_draft
from tests.desk.reports import BEGUN, OTHER_TAB, TAB, TOKEN, report, stands_in, unsaved_at
from tests.factories import make_author, make_newsroom, make_section, make_tag, make_user
from tests.forms import WRITING, address_of, fields, messages, send, write

pytestmark = pytest.mark.django_db
HERE = f"{WRITING}?unsaved={TOKEN}"


@pytest.fixture
def writer(client):
    make_newsroom()
    writer = make_user("mina@example.org", role="Editor", name="Mina")
    client.force_login(writer)
    return writer


@pytest.fixture
def article():
    return make_draft("Bread is dear", body="<p>Dear.</p>")


def page_of(client, article):
    return client.get(address_of(article))


def offers_on(page):
    return page.context["keeping"]["offers"]


def keep(client, writer, article, *, sequence=1, tab=TAB, after=0, adopts=0, **changes):
    typed = stands_in(client, address_of(article), **changes)
    return report(
        client, unsaved_at(article), writer,
        sequence=sequence, tab=tab, after=after, adopts=adopts, fields=typed,
    )  # fmt: skip


def test_what_was_typed_is_no_revision_and_offered_with_its_difference(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap", body="<p>Dear. Very.</p>")
    page = page_of(client, article)
    assert newest(article) is None
    assert "<ins> Very.</ins>" in page.content.decode()
    assert "Bread is <del>dear</del><ins>cheap</ins>" in page.content.decode()
    assert page.context["adminform"].form["headline"].value() == "Bread is dear"


def test_who_goes_on_has_everything_in_the_form_whatever_it_is(client, writer, article):
    author = make_author("Leyla")
    keep(
        client, writer, article, headline="x" * 400, embargo_until_0="next week", slug="no slug!",
        tags=["bread", "new words"],
        **{"bylines-0-author": author.pk, "bylines-0-position": "many"},
    )  # fmt: skip
    page = client.post(address_of(article), {"_go_on": "1"})
    form = page.context["adminform"].form
    assert form["headline"].value() == "x" * 400
    assert form["slug"].value() == "no slug!"
    assert form["tags"].value() == ["bread", "new words"]
    assert 'value="next week"' in page.content.decode()
    assert 'value="many"' in page.content.decode()
    assert newest(article) is None


def test_going_on_saves_nothing_even_where_all_is_right(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap")
    client.post(address_of(article), {"_go_on": "1", "_save": "1"})
    article.refresh_from_db()
    assert article.headline == "Bread is dear"
    assert newest(article) is None


def test_what_the_form_did_not_have_then_is_not_emptied_by_going_on(client, writer, article):
    edit(
        article, embargo_until="2030-01-02T10:00:00+00:00", search_title="Bread in Qom",
        kind="opinion", likes_open=False,
    )  # fmt: skip
    typed = stands_in(client, address_of(article), headline="Cheap", search_title="")
    for name in ("embargo_until_0", "embargo_until_1", "kind", "likes_open", "standfirst"):
        del typed[name]
    report(client, unsaved_at(article), writer, fields=typed)
    page = client.post(address_of(article), {"_go_on": "1"})
    client.post(address_of(article), {**fields(page, "article_form"), "_save": "1"})
    content = newest(article).content
    assert content["embargo_until"] == "2030-01-02T10:00:00+00:00"
    assert (content["kind"], content["likes_open"]) == ("opinion", False)
    assert (content["headline"], content["search_title"]) == ("Cheap", "")


def test_saving_what_one_went_on_with_empties_the_slot(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap")
    page = client.post(address_of(article), {"_go_on": "1"})
    assert offers_on(page) == []
    client.post(address_of(article), {**fields(page, "article_form"), "_save": "1"})
    assert newest(article).content["headline"] == "Bread is cheap"
    assert Unsaved.objects.get().typed == {}
    assert offers_on(page_of(client, article)) == []


def test_saving_in_the_tab_that_reported_empties_the_slot(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap")
    write(client, address_of(article), headline="Cheap", **{"unsaved-tab": TAB})
    assert Unsaved.objects.get().typed == {}


def test_a_report_that_was_late_brings_nothing_back(client, writer, article):
    late = stands_in(client, address_of(article), headline="Late")
    own = {"unsaved-tab": TAB, "unsaved-sequence": "9"}
    write(client, address_of(article), headline="Saved", **own)
    answer = report(client, unsaved_at(article), writer, sequence=8, fields=late)
    assert (answer.status_code, answer.json()["reason"]) == (409, "old")
    assert Unsaved.objects.get().typed == {}


def test_saving_without_having_looked_leaves_what_is_offered(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap")
    write(client, address_of(article), standfirst="Short.")
    (offer,) = offers_on(page_of(client, article))
    assert offer.headline == "Bread is cheap"


def test_what_was_gone_on_with_still_knows_from_what_it_began(client, writer, article):
    edit(article, body="<p>1</p><p>2</p><p>3</p>")
    keep(client, writer, article, headline="Mine")
    edit(article, body="<p>1</p><p>2</p><p>Theirs</p>", by=make_user())
    (offer,) = offers_on(page_of(client, article))
    assert [change.name for change in offer.comparison.fields] == ["headline"]
    page = client.post(address_of(article), {"_go_on": "1"})
    client.post(address_of(article), {**fields(page, "article_form"), "_save": "1"})
    content = newest(article).content
    assert (content["headline"], content["body"]) == ("Mine", "<p>1</p><p>2</p><p>Theirs</p>")


def test_what_says_the_same_as_the_newest_revision_is_not_offered(client, writer, article):
    section = make_section()
    rows = {
        "bylines-0-author": make_author().pk, "section": section.pk, "tags": ["Bread", "wheat"],
        "standfirst": "One\r\ntwo", "headline": "Cheap", "embargo_until_0": "2030-01-02",
        "embargo_until_1": "10:00",
    }  # fmt: skip
    make_tag("bread")
    write(client, address_of(article), **rows)
    keep(client, writer, article, standfirst="One\ntwo")
    assert Unsaved.objects.get().typed != {}
    assert offers_on(page_of(client, article)) == []


def test_each_kind_of_field_is_shown_in_words(client, writer, article):
    keep(
        client, writer, article, section=make_section("World").pk, tags=["bread"],
        comments_open="false", embargo_until_0="2030-01-02", embargo_until_1="10:00",
        **{"bylines-0-author": make_author("Leyla").pk, "bylines-0-role": "photographs"},
    )  # fmt: skip
    (offer,) = offers_on(page_of(client, article))
    said = {
        one.name: "".join(piece.text for piece in one.pieces) for one in offer.comparison.fields
    }
    assert said["section"] == "World"
    assert said["tags"] == "bread"
    assert said["bylines"] == "photographs by Leyla"
    assert said["comments_open"] == "no"
    assert "2030" in said["embargo_until"]


def test_a_correction_is_offered_too(client, writer, article):
    publish(article, by=writer)
    rows = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "It was Tuesday."}
    keep(client, writer, article, **rows)
    assert "It was Tuesday." in page_of(client, article).content.decode()
    page = client.post(address_of(article), {"_go_on": "1"})
    assert "It was Tuesday." in page.content.decode().split('id="article_form"')[1]


def test_an_hour_is_offered_too(client, writer, article):
    keep(client, writer, article, publish_at_0="2030-01-02", publish_at_1="10:00:00")
    assert "2030-01-02 10:00:00" in page_of(client, article).content.decode()


def test_thrown_away_it_can_be_had_back(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap")
    client.post(address_of(article), {"_throw_away": "1"})
    page = page_of(client, article)
    assert offers_on(page) == []
    assert "You threw away what you had typed" in page.content.decode()
    client.post(address_of(article), {"_get_back": "1"})
    (offer,) = offers_on(page_of(client, article))
    assert offer.headline == "Bread is cheap"


def test_what_was_thrown_away_is_gone_when_the_article_is_saved(client, writer, article):
    keep(client, writer, article, headline="Bread is cheap")
    client.post(address_of(article), {"_throw_away": "1"})
    write(client, address_of(article), standfirst="Short.")
    assert Unsaved.objects.get().aside == []


def test_writing_on_below_an_offer_puts_it_aside_and_it_is_offered_still(client, writer, article):
    keep(client, writer, article, headline="First thought")
    keep(client, writer, article, sequence=2, tab=OTHER_TAB, after=1, headline="Second")
    assert [one.headline for one in offers_on(page_of(client, article))] == [
        "Second",
        "First thought",
    ]
    client.post(address_of(article), {"_throw_away": "2"})
    (offer,) = offers_on(page_of(client, article))
    assert offer.headline == "First thought"


def test_who_goes_on_and_writes_on_puts_nothing_aside(client, writer, article):
    keep(client, writer, article, headline="First thought")
    keep(client, writer, article, sequence=2, tab=OTHER_TAB, after=1, adopts=1, headline="Second")
    assert [one.headline for one in offers_on(page_of(client, article))] == ["Second"]


def test_a_second_tab_is_told_and_overwrites_nothing(client, writer, article):
    keep(client, writer, article, headline="First")
    answer = keep(client, writer, article, sequence=2, tab=OTHER_TAB, headline="Second")
    assert (answer.status_code, answer.json()["reason"]) == (409, "elsewhere")
    assert "another tab" in answer.json()["said"]
    assert Unsaved.objects.get().typed["headline"] == ["First"]
    keep(client, writer, article, sequence=3, tab=OTHER_TAB, after=1, headline="Second")
    slot = Unsaved.objects.get()
    assert slot.typed["headline"] == ["Second"]
    assert slot.aside[0]["typed"]["headline"] == ["First"]


def test_an_older_copy_that_a_browser_brings_is_offered_beside_the_later_one(
    client, writer, article
):
    old = stands_in(client, address_of(article), headline="Old")
    keep(client, writer, article, sequence=5, headline="Later")
    brought = {"sequence": 3, "tab": OTHER_TAB, "fields": old, "recovered": True}
    for _ in range(2):
        assert report(client, unsaved_at(article), writer, **brought).status_code == 200
    assert [one.headline for one in offers_on(page_of(client, article))] == ["Later", "Old"]


# New articles


def test_a_new_article_has_a_slot_and_no_row(client, writer):
    typed = stands_in(client, WRITING, headline="Bread")
    assert report(client, BEGUN, writer, fields=typed).json()["kept"] == 1
    assert not Article.objects.exists()
    (one,) = Unsaved.objects.begun(writer)
    assert one.headline == "Bread"
    listed = client.get(WRITING).content.decode()
    assert "Unsaved: <bdi>Bread</bdi>" in listed
    assert HERE in listed
    page = client.post(HERE, {"_go_on": "1"})
    assert page.context["adminform"].form["headline"].value() == "Bread"
    client.post(HERE, {**fields(page, "article_form"), "_save": "1"})
    assert Article.objects.get().headline == "Bread"
    assert "Unsaved:" not in client.get(WRITING).content.decode()


def test_a_new_article_whose_form_is_sent_twice_is_one_article(client, writer):
    sent = {**fields(client.get(HERE), "article_form"), "headline": "Bread", "_save": "1"}
    own = {"unsaved-token": str(TOKEN), "unsaved-tab": TAB, "unsaved-sequence": "5"}
    client.post(WRITING, {**sent, **own})
    again = {**sent, **own, "standfirst": "And what was typed since."}
    response = client.post(WRITING, again)
    article = Article.objects.get()
    assert response.url == address_of(article)
    assert article.standfirst == "And what was typed since."
    assert client.get(HERE).url == address_of(article)


def test_an_empty_new_article_is_not_offered(client, writer):
    report(client, BEGUN, writer, fields=stands_in(client, WRITING))
    assert offers_on(client.get(HERE)) == []


def test_somebody_who_begins_a_hundred_articles_is_told(client, writer):
    Unsaved.objects.bulk_create(Unsaved(person=writer, token=f"{n:032}") for n in range(100))
    answer = report(client, BEGUN, writer, fields={"headline": ["Bread"]})
    assert (answer.status_code, answer.json()["reason"]) == (409, "full")
    assert "Too many" in answer.json()["said"]


# What cannot be saved


@pytest.mark.parametrize(
    "wrong", [{"slug": "no slug!"}, {"embargo_until_0": "tomorrow"}, {"headline": "x" * 301}]
)
def test_a_draft_with_something_wrong_in_it_says_so_and_keeps_the_rest(
    client, writer, article, wrong
):
    response = write(client, address_of(article), body="<p>Long.</p>", **wrong)
    assert response.context["adminform"].form.errors
    (offer,) = offers_on(page_of(client, article))
    assert offer.typed["body"] == ["<p>Long.</p>"]
    assert offers_on(response) == []


def test_a_new_draft_with_something_wrong_in_it_waits_too(client, writer):
    response = write(client, slug="no slug!", headline="Bread")
    assert response.status_code == 200
    token = response.context["keeping"]["token"]
    (one,) = Unsaved.objects.begun(writer)
    assert (one.token, one.headline) == (token, "Bread")
    sent = {**fields(response, "article_form"), "slug": "", "_save": "1"}
    client.post(WRITING, sent)
    assert Article.objects.get().headline == "Bread"
    assert not Unsaved.objects.begun(writer)


def test_a_form_that_is_wrong_twice_leaves_one_text(client, writer, article):
    response = write(client, address_of(article), slug="no slug!", headline="One")
    sent = {**fields(response, "article_form"), "headline": "Two", "_save": "1"}
    client.post(address_of(article), sent)
    assert [one.headline for one in offers_on(page_of(client, article))] == ["Two"]


@pytest.mark.parametrize(
    "field", ["headline", "standfirst", "body", "section", "slug", "photo", "tags", "based_on"]
)
def test_a_draft_is_saved_with_any_field_empty(client, writer, field):
    send(client, WRITING, "article_form", **{"_save": "1", "headline": "H", field: None})
    assert Article.objects.exists()


# Without a session


def test_a_form_sent_after_the_session_ended_is_offered_after_signing_in(client, writer, article):
    sent = {**fields(page_of(client, article), "article_form"), "headline": "Cheap", "_save": "1"}
    client.session.flush()
    response = client.post(address_of(article), sent)
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/?next=/admin/articles/article/")
    client.force_login(writer)
    (offer,) = offers_on(page_of(client, article))
    assert offer.headline == "Cheap"
    assert newest(article) is None


def test_so_is_that_of_a_new_article(client, writer):
    sent = {**fields(client.get(WRITING), "article_form"), "headline": "Cheap", "_save": "1"}
    client.session.flush()
    client.post(WRITING, sent)
    (one,) = Unsaved.objects.begun(writer)
    assert one.headline == "Cheap"


@pytest.mark.parametrize("what", ["no seal", "another seal", "new password", "left", "no article"])
def test_a_form_that_nobody_proves_to_be_theirs_is_kept_for_nobody(client, writer, article, what):
    sent = {**fields(page_of(client, article), "article_form"), "headline": "Cheap", "_save": "1"}
    address = address_of(article)
    if what == "no seal":
        del sent["unsaved-seal"]
    if what == "another seal":
        sent["unsaved-seal"] = sent["unsaved-seal"][:-1] + "_"
    if what == "new password":
        writer.set_password("another battery staple")
        writer.save()
    if what == "left":
        writer.is_active = False
        writer.save()
    if what == "no article":
        address = address.replace(str(article.pk), "999999")
    client.session.flush()
    assert client.post(address, sent).status_code == 302
    assert not Unsaved.objects.exists()


def test_a_form_that_somebody_else_sends_is_kept_for_who_opened_it(client, writer, article):
    sent = {**fields(page_of(client, article), "article_form"), "headline": "Cheap", "_save": "1"}
    other = make_user("rana@example.org", role="Editor")
    client.force_login(other)
    response = client.post(address_of(article), sent)
    assert "Somebody else opened this form" in messages(response)
    article.refresh_from_db()
    assert article.headline == "Bread is dear"
    assert offers_on(page_of(client, article)) == []
    client.force_login(writer)
    (offer,) = offers_on(page_of(client, article))
    assert offer.headline == "Cheap"


# How long


def test_a_slot_that_nobody_came_back_for_goes_after_thirty_days(client, writer, article):
    keep(client, writer, article, headline="Old")
    assert forget() == 0
    Unsaved.objects.update(typed_at=timezone.now() - timedelta(days=31))
    assert forget() == 1
