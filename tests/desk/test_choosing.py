"""Two people at one form: both changes stand, and where they meet a person chooses."""

import pytest
from lxml.html import fromstring

from articles.models import Article
from articles.revisions import newest, waiting
from tests.articles.drafts import edit
from tests.factories import make_article, make_author, make_newsroom, make_user
from tests.forms import address_of, fields, messages, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user("mina@example.org", role="Editor")
    client.force_login(editor)
    return editor


def opened(client, article):
    """The form as somebody has it before them."""
    return fields(client.get(address_of(article)), "article_form")


def send(client, article, form, button="_save", **changes):
    return client.post(address_of(article), {**form, **changes, button: "1"})


def draft(**values):
    return make_article("Old", published=False, body="<p>1</p><p>2</p><p>3</p>", **values)


def radios(response):
    """Legend of each place to choose at → names and values of its buttons."""
    page = fromstring(response.content.decode())
    return {
        place.xpath("normalize-space(legend)"): [
            (radio.get("name"), radio.get("value")) for radio in place.xpath(".//input")
        ]
        for place in page.xpath("//fieldset[@class='clash']")
    }


def test_a_headline_and_a_paragraph_changed_at_once_both_stand(client, editor):
    article = draft()
    form = opened(client, article)
    send(client, article, form, headline="New")
    answer = send(client, article, form, body="<p>1</p><p>2</p><p>three</p>")
    assert answer.status_code == 302
    assert "put together" in messages(answer)
    content = newest(article).content
    assert (content["headline"], content["body"]) == ("New", "<p>1</p><p>2</p><p>three</p>")


def test_bylines_that_only_one_changed_stand(client, editor):
    author = make_author()
    article = draft(authors=[author])
    form = opened(client, article)
    send(client, article, form, headline="New")
    send(client, article, form, **{"bylines-0-role": "research"})
    assert Article.objects.get().headline == "New"
    assert str(article.bylines.get()) == f"research by {author}"


def test_the_same_field_and_paragraph_come_back_with_both_texts_and_a_choice(client, editor):
    article = draft()
    form = opened(client, article)
    send(client, article, form, headline="Theirs", body="<p>1</p><p>theirs</p><p>3</p>")
    mine = {"headline": "Mine", "body": "<p>1</p><p>mine</p><p>3</p>", "standfirst": "Typed."}
    answer = send(client, article, form, **mine)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "mina@example.org changed the same places" in page
    for text in ("Theirs", "<p>theirs</p>", "<p>mine</p>", "Mine</textarea>", "Typed."):
        assert text in page, text
    assert newest(article).content["headline"] == "Theirs"
    places = radios(answer)
    assert list(places) == ["Headline", "Body"]
    assert [value for __, value in places["Body"]] == ["theirs", "mine", "both"]
    chosen = {places["Headline"][0][0]: "mine", places["Body"][0][0]: "both"}
    again = send(client, article, fields(answer, "article_form"), **chosen)
    assert again.status_code == 302
    content = newest(article).content
    assert (content["headline"], content["standfirst"]) == ("Mine", "Typed.")
    assert content["body"] == "<p>1</p><p>theirs</p><p>mine</p><p>3</p>"


def test_half_a_choice_is_kept_and_the_other_half_asked_again(client, editor):
    article = draft()
    form = opened(client, article)
    send(client, article, form, headline="Theirs", standfirst="Theirs")
    answer = send(client, article, form, headline="Mine", standfirst="Mine")
    name = radios(answer)["Headline"][0][0]
    again = send(client, article, fields(answer, "article_form"), **{name: "theirs"})
    assert list(radios(again)) == ["Standfirst"]
    assert newest(article).number == 2


def test_what_others_wrote_meanwhile_is_not_published_unseen(client, editor):
    article = draft()
    form = opened(client, article)
    send(client, article, form, body="<p>1</p><p>2</p><p>Unseen.</p>")
    answer = send(client, article, form, "_publish", headline="New")
    article.refresh_from_db()
    assert article.status == "draft"
    assert "Nothing was published" in messages(answer)
    assert "Unseen." in newest(article).content["body"]
    write(client, address_of(article), button="_publish")
    article.refresh_from_db()
    assert article.is_public


def test_publishing_twice_by_one_form_publishes_once(client, editor):
    article = draft()
    form = opened(client, article)
    for _ in range(2):
        assert send(client, article, form, "_publish", headline="New").status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.is_public) == ("New", True)
    assert article.revisions.filter(content__headline="New").count() == 1


def test_a_hostile_text_of_the_other_side_is_only_text(client, editor):
    article = draft()
    form = opened(client, article)
    evil = "<script>alert(1)</script>"
    edit(article, headline=evil, body=f"<p>1</p><p onclick='x()'>2{evil}</p><p>3</p>")
    answer = send(client, article, form, headline="Mine", body="<p>1</p><p>mine</p><p>3</p>")
    page = answer.content.decode()
    assert len(radios(answer)) == 2
    assert "<script>alert" not in page
    assert "onclick" not in page


@pytest.mark.parametrize("based_on", ["", "0", "999", "-5", "x"])
def test_a_base_that_is_none_loses_nothing(client, editor, based_on):
    article = draft()
    edit(article, headline="Theirs")
    form = {**opened(client, article), "based_on": based_on}
    send(client, article, form, headline="Mine")
    said = [one.content["headline"] for one in article.revisions.all()]
    assert "Theirs" in said


def test_the_form_of_a_published_article_opens_on_what_waits(client, editor):
    reporter = make_user("rana@example.org", role="Reporter")
    article = make_article("Live")
    edit(article, headline="Staged", by=reporter)
    page = client.get(address_of(article)).content.decode()
    assert "Staged</textarea>" in page
    assert "Changes that are not published yet" in page
    assert "rana@example.org" in page
    for button in ("_save", "_publish", "_discard", "_withdraw"):
        assert f'name="{button}"' in page, button
    write(client, address_of(article), button="_discard")
    assert waiting(article) is None
    assert "Live</textarea>" in client.get(address_of(article)).content.decode()


def test_a_reporter_saves_and_discards_what_waits_and_has_no_other_button(client):
    make_newsroom()
    client.force_login(make_user(role="Reporter"))
    article = make_article("Live")
    assert write(client, address_of(article), headline="Staged").status_code == 302
    page = client.get(address_of(article)).content.decode()
    for button in ("_publish", "_withdraw", "_unschedule"):
        assert f'name="{button}"' not in page, button
    assert write(client, address_of(article), button="_discard").status_code == 302
    article.refresh_from_db()
    assert (article.headline, waiting(article)) == ("Live", None)


def test_a_form_that_was_opened_before_the_article_was_published_can_be_saved(client, editor):
    article = draft()
    form = opened(client, article)
    write(client, address_of(article), button="_publish")
    assert send(client, article, form, headline="New").status_code == 302
    article.refresh_from_db()
    assert waiting(article).content["headline"] == "New"


def test_a_correction_is_said_at_once_and_drops_the_cached_page(client, editor, monkeypatch):
    article = make_article("Wrong")
    purged = []
    monkeypatch.setattr("articles.publishing.purge", lambda *tags: purged.append(tags))
    rows = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "It was Tuesday."}
    write(client, address_of(article), **rows)
    assert purged == [(f"article-{article.pk}", "articles")]
    assert "It was Tuesday." in client.get(article.path).text
