"""The article form: each button does its one thing, and nothing that was typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Correction
from articles.publishing import publish
from tests.factories import make_article, make_author, make_newsroom, make_section, make_user
from tests.forms import WRITING, address_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user(role="Editor")
    client.force_login(editor)
    return editor


def test_a_new_draft_is_saved_with_its_writer_and_a_revision(client, editor):
    response = write(client, headline="Bread", body="<p>Dear.</p>")
    article = Article.objects.get()
    assert response.url == address_of(article)
    assert (article.headline, article.status, article.created_by) == ("Bread", "draft", editor)
    assert article.revisions.get().content["body"] == "<p>Dear.</p>"
    assert client.get("/bread/").status_code == 404


def test_a_draft_may_be_empty(client, editor):
    write(client)
    assert Article.objects.get().headline == ""


def test_one_button_publishes_what_was_just_typed(client, editor):
    write(client, button="_publish", headline="Bread is dear", body="<p>Very.</p>")
    article = Article.objects.get()
    assert article.is_public
    assert "Very." in client.get(article.path).content.decode()


def test_without_a_headline_nothing_is_published_and_all_text_is_still_there(client, editor):
    response = write(client, button="_publish", standfirst="A long thought", body="<p>A body.</p>")
    page = response.content.decode()
    assert response.status_code == 200
    assert "A long thought" in page
    assert "&lt;p&gt;A body.&lt;/p&gt;" in page
    errors = response.context["adminform"].form.errors
    assert errors == {"headline": ["An article needs a headline before it is published."]}
    assert not Article.objects.exists()


def test_a_headline_that_is_too_long_keeps_the_text(client, editor):
    response = write(client, headline="x" * 301, body="<p>Kept.</p>", tags=["old", "new words"])
    page = response.content.decode()
    assert response.status_code == 200
    assert "&lt;p&gt;Kept.&lt;/p&gt;" in page
    assert '<option value="new words" selected>new words</option>' in page
    assert not Article.objects.exists()


def test_an_hour_schedules(client, editor):
    make_newsroom(time_zone="Asia/Tehran")
    tomorrow = timezone.localtime(timezone.now(), make_newsroom().zone) + timedelta(days=1)
    hour = {"publish_at_0": f"{tomorrow:%Y-%m-%d}", "publish_at_1": "06:30:00"}
    write(client, button="_publish", headline="Tomorrow", **hour)
    article = Article.objects.get()
    assert article.is_scheduled
    assert f"{article.published_at:%H:%M}" == "03:00"
    assert client.get(article.path).status_code == 404


def test_publishing_the_changes_of_a_public_article_revises_it(client, editor):
    article = make_article("Old", published=False, body="<p>Old.</p>")
    publish(article, by=editor)
    write(client, address_of(article), button="_publish", headline="New")
    article.refresh_from_db()
    assert article.headline == "New"
    assert article.revised_at
    assert "New" in client.get(article.path).content.decode()
    assert article.revisions.count() == 2


def test_a_public_article_keeps_its_headline(client, editor):
    article = make_article("Old", published=False)
    publish(article, by=editor)
    response = write(client, address_of(article), headline=" ")
    assert response.status_code == 200
    article.refresh_from_db()
    assert article.headline == "Old"


def test_withdrawing_takes_it_from_the_public_and_publishing_again_brings_it_back(client, editor):
    article = make_article("Here", published=False)
    publish(article, by=editor)
    path = article.path
    write(client, address_of(article), button="_withdraw")
    article.refresh_from_db()
    assert article.status == "withdrawn"
    assert client.get(path).status_code == 410
    write(client, address_of(article), button="_publish")
    assert client.get(path).status_code == 200


def test_the_address_of_a_published_article_is_shown_and_not_asked_for(client, editor):
    article = make_article("Here", published=False)
    publish(article, by=editor)
    page = client.get(address_of(article))
    assert article.path in page.content.decode()
    assert "slug" not in page.context["adminform"].form.fields


def test_bylines_are_kept_in_their_order(client, editor):
    first, second = make_author("First"), make_author("Second")
    rows = {
        "bylines-TOTAL_FORMS": "2",
        "bylines-0-author": second.pk, "bylines-0-role": "writer", "bylines-0-position": "2",
        "bylines-1-author": first.pk, "bylines-1-role": "photographs", "bylines-1-position": "1",
    }  # fmt: skip
    write(client, headline="Two", **rows)
    assert [str(one) for one in Article.objects.get().bylines.all()] == [
        "photographs by First", "by Second",
    ]  # fmt: skip


def test_a_correction_is_signed_by_who_made_it(client, editor):
    article = make_article("Wrong", published=False)
    publish(article, by=editor)
    rows = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "It was Tuesday."}
    write(client, address_of(article), **rows)
    correction = Correction.objects.get()
    assert (correction.article, correction.created_by) == (article, editor)


def test_a_draft_cannot_be_corrected(client, editor):
    article = make_article("Draft", published=False)
    rows = {
        "corrections-TOTAL_FORMS": "1", "corrections-INITIAL_FORMS": "0",
        "corrections-0-text": "Nothing was said yet.",
    }  # fmt: skip
    write(client, address_of(article), **rows)
    assert not Correction.objects.exists()


def test_scripts_in_a_body_do_not_survive_saving(client, editor):
    write(client, headline="Evil", body='<p onclick="x()">Hi<script>alert(1)</script></p>')
    assert Article.objects.get().body == "<p>Hi</p>"


def test_what_looks_empty_is_empty(client, editor):
    write(client, headline="Empty", body="<p></p><p>\xa0<br> </p>")
    assert Article.objects.get().body == ""


def test_many_blanks_before_a_word_are_read_in_no_time(client, editor):
    body = f"<p>{'\xa0' * 200}word</p>"
    write(client, headline="Pasted", body=body)
    assert "word" in Article.objects.get().body


def test_figures_and_languages_of_a_body_survive_saving(client, editor):
    figure = '<figure data-photo="7"><figcaption>Bread</figcaption></figure>'
    body = figure + '<p lang="fa" dir="rtl">نان</p>'
    write(client, headline="Figure", body=body)
    assert Article.objects.get().body == body


def test_a_new_article_speaks_the_newsrooms_language(client, editor):
    make_newsroom(language="fa")
    assert client.get(WRITING).context["adminform"].form["language"].value() == "fa"


def test_the_section_and_the_switches_are_saved(client, editor):
    section = make_section()
    write(client, headline="Filed", section=section.pk, comments_open="false", likes_open="unknown")
    article = Article.objects.get()
    assert (article.section, article.comments_open, article.likes_open) == (section, False, None)


@pytest.mark.parametrize("field", ["publish_at", "embargo_until"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_hour_at_the_end_of_the_calendar_is_refused(client, editor, field, day):
    hour = {f"{field}_0": day, f"{field}_1": "23:59:59"}
    response = write(client, button="_publish", headline="Bread", **hour)
    errors = response.context["adminform"].form.errors
    assert errors == {field: ["Write a year from 1600 to 2999."]}
    assert not Article.objects.exists()


def test_a_tag_with_a_nul_character_is_refused(client, editor):
    response = write(client, headline="Bread", tags=["bread", "sa\0lt"])
    errors = response.context["adminform"].form.errors
    assert errors == {"tags": ["Null characters are not allowed."]}
    assert not Article.objects.exists()
