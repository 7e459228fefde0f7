"""The preview is the page that readers will get, of what is in the form, and saves nothing."""

import pytest
from lxml.html import fromstring

from articles.models import Article, Revision, Tag
from articles.publishing import publish
from desk.previewing import as_read
from tests.articles.test_rendering import make_photo
from tests.factories import (
    make_article,
    make_author,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)
from tests.forms import WRITING, address_of, fields

pytestmark = pytest.mark.django_db


def preview_of(article):
    return f"/admin/articles/article/{article.pk}/preview/"


def look(client, article=None, **changes):
    """Press Preview in the article's form, or in an empty one."""
    page = client.get(address_of(article) if article else WRITING)
    address = preview_of(article) if article else "/admin/articles/article/preview/"
    return client.post(address, {**fields(page, "article_form"), **changes})


def main_of(response):
    """The article on a page, without what only a preview or only the public page has."""
    (main,) = fromstring(response.content.decode()).xpath("//main")
    for part in main.xpath(".//*[contains(@class, 'previewed')] | .//*[@class='discussion']"):
        part.drop_tree()
    return " ".join(main.text_content().split()), [
        sorted(one.attrib.items()) for one in main.iter("h1", "h2", "p", "img", "figure", "a")
    ]


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user(role="Editor")
    client.force_login(editor)
    return editor


@pytest.fixture
def full():
    """A draft with everything that a page shows."""
    photo = make_photo(alt="A ship", caption="In the harbour", credit="Ada")
    return make_article(
        "Bread is dear",
        published=False,
        standfirst="And will be dearer.",
        body=f'<p>First.</p><figure data-photo="{photo.pk}"></figure><h2>Then</h2><p>Last.</p>',
        section=make_section("Culture"),
        photo=photo,
        authors=[make_author("Ada"), make_author("Nima")],
        tags=[make_tag("Bread"), make_tag("Prices")],
        slug="bread-is-dear",
    )


def test_what_is_shown_is_what_readers_get(client, editor, full):
    shown = look(client, full)
    assert shown.status_code == 200
    publish(full, by=editor)
    full.refresh_from_db()
    published = client.get(full.path)
    (before, parts), (after, parts_after) = main_of(shown), main_of(published)
    dates = [
        fromstring(one.content.decode()).xpath("//time/text()")[0] for one in (shown, published)
    ]
    assert before.replace(dates[0], "") == after.replace(dates[1], "")
    assert parts == parts_after
    assert "A ship" in str(parts)


def test_what_is_typed_is_shown_and_not_saved(client, editor, full):
    revisions = Revision.objects.count()
    changes = {"headline": "Bread is cheap", "body": "<p>New <em>words</em>.</p>"}
    page = look(client, full, **changes, tags=["Bread", "Brand new"]).content.decode()
    assert "Bread is cheap" in page
    assert "<p>New <em>words</em>.</p>" in page
    assert "Brand new" in page
    assert Revision.objects.count() == revisions
    assert Article.objects.get().headline == "Bread is dear"
    assert not Tag.objects.filter(name="Brand new").exists()


def test_a_new_article_is_shown_before_it_is_a_row(client, editor):
    author = make_author("Ada Reporter")
    rows = {
        "bylines-TOTAL_FORMS": "1", "bylines-0-author": author.pk,
        "bylines-0-role": "writer", "bylines-0-position": "0",
    }  # fmt: skip
    page = look(client, headline="Fresh", body="<p>Ink.</p>", **rows).content.decode()
    assert "Fresh" in page
    assert "<p>Ink.</p>" in page
    assert "Ada Reporter" in page
    assert not Article.objects.exists()


def test_a_preview_runs_in_the_language_of_the_article(client, editor):
    page = look(client, headline="نان", language="fa", body="<p>گران است</p>").content.decode()
    assert '<html lang="fa" dir="rtl">' in page


def test_a_field_that_cannot_be_taken_is_shown_as_it_was_saved(client, editor, full):
    page = look(client, full, headline="x" * 301, standfirst="Typed.").content.decode()
    assert "Bread is dear" in page
    assert "Typed." in page


def test_corrections_of_a_public_article_stand_in_the_preview(client, editor):
    article = make_article("Wrong", published=False)
    publish(article, by=editor)
    article.corrections.create(text="It was Tuesday.")
    assert "It was Tuesday." in look(client, article).content.decode()


def test_the_hour_and_the_address_that_it_will_get_are_shown(client, editor, full):
    hour = {"publish_at_0": "2031-05-04", "publish_at_1": "06:30:00"}
    page = look(client, full, **hour).content.decode()
    assert "2031-05-04T06:30:00" in page
    (where,) = fromstring(page).xpath("//*[@class='result']/p[@class='where']/span")
    assert where.text_content().endswith("2031 › 05 › 04 › bread-is-dear")


def test_changes_of_a_public_article_are_shown_as_an_update_and_no_changes_are_not(client, editor):
    article = make_article("Out", published=False)
    publish(article, by=editor)
    assert "dt-updated" not in look(client, article).content.decode()
    assert "dt-updated" in look(client, article, headline="Out again").content.decode()


def test_a_reporter_looks_at_what_they_may_not_publish(client, full):
    make_newsroom()
    client.force_login(make_user(role="Reporter"))
    page = look(client, full, headline="By a reporter").content.decode()
    assert "By a reporter" in page
    assert "Ada" in page


def test_any_revision_is_looked_at(client, editor, full):
    look(client, full)
    publish(full, by=editor)
    client.post(address_of(full), {
        **fields(client.get(address_of(full)), "article_form"), "headline": "Second", "_save": "1",
    })  # fmt: skip
    assert "Second" in client.get(preview_of(full)).content.decode()
    old = client.get(f"{preview_of(full)}?revision=1").content.decode()
    assert "Bread is dear" in old
    assert client.get(f"{preview_of(full)}?revision=9").status_code == 404
    assert client.get(f"{preview_of(full)}?revision=x").status_code == 404


def test_search_results_and_cards_say_what_was_written_for_them(client, editor, full):
    page = look(client, full, search_title="Why bread", search_description="Because.")
    found = fromstring(page.content.decode()).xpath("//*[@id='elsewhere']")[0]
    assert found.xpath(".//*[@class='result']/*[@class='what']")[0].text.startswith("Why bread · ")
    assert found.xpath(".//*[@class='result']/*[@class='snippet']")[0].text == "Because."
    assert found.xpath(".//*[@class='card']//img/@alt") == ["A ship"]
    assert found.xpath(".//*[@class='card']//*[@class='what']")[0].text == "Why bread"


def test_nobody_keeps_finds_or_counts_a_preview(client, editor, full):
    response = look(client, full)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    page = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "X-Pingback" not in response
    assert "Link" not in response
    for word in ("pingback", "webmention", "og:url", "canonical", "<form", "rdf:RDF"):
        assert word not in page, word


def test_a_hostile_body_is_cleaned_before_it_is_shown(client, editor):
    body = '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>'
    response = look(client, headline="<script>alert(2)</script>", body=body)
    page = response.content.decode()
    assert "<p>Hi</p>" in page
    assert "<script>alert" not in page
    assert "onerror" not in page
    assert "script-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("role", ["Moderator", None])
def test_who_may_not_change_an_article_sees_no_preview(client, full, role):
    make_newsroom()
    client.force_login(make_user(role=role))
    assert client.get(preview_of(full)).status_code == 403
    assert client.post(preview_of(full), {"headline": "x"}).status_code == 403
    assert client.post("/admin/articles/article/preview/").status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(client, full):
    assert client.get(preview_of(full)).url.startswith("/admin/login/")


def test_a_form_of_another_site_gets_no_preview(full):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(role="Editor"))
    assert strict.post(preview_of(full), {"headline": "x"}).status_code == 403


def test_only_who_may_look_looks_at_what_is_not_there(client, editor):
    assert client.get("/admin/articles/article/987654/preview/").status_code == 404
    assert client.get("/admin/articles/article/preview/").status_code == 404


def test_what_a_content_names_and_is_gone_is_left_out():
    article = make_article("Old", published=False)
    gone = {"id": 987654, "label": "Gone"}
    content = {
        "headline": "New", "section": gone, "photo": gone, "tags": [gone],
        "bylines": [{"author": gone, "role": "writer", "position": 0}],
    }  # fmt: skip
    shown = as_read(article, content)
    assert (shown.headline, shown.section, shown.photo) == ("New", None, None)
    assert (shown.bylines.all(), shown.tag_items.all()) == ([], [])
