"""The admin in a real Chromium: writing, illustrating, publishing, deciding, and no violation."""

import pytest

from articles.models import Article
from moderation.models import Response
from photos.library import keep
from tests.factories import (
    PASSWORD,
    make_article,
    make_author,
    make_comment,
    make_linkback,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)
from tests.photos.pictures import upload

pytestmark = pytest.mark.django_db(transaction=True)
BODY = (
    '<h2>Bread</h2><p lang="fa" dir="rtl">نان</p>'
    '<figure data-photo="{photo}"><figcaption>A loaf</figcaption></figure>'
    '<figure class="pullquote"><blockquote><p>Dear.</p></blockquote></figure>'
    '<blockquote cite="https://example.org/"><p>Said <cite>she</cite>.</p></blockquote>'
    '<p>The <abbr title="World Food Programme">WFP</abbr> and '
    '<a hreflang="fa" href="https://example.org/" title="More">more</a>, H<sub>2</sub>O.</p>'
    '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"><figcaption>A song</figcaption></figure>'
    "<ul><li><p>one</p><ol><li><p>two</p></li></ol></li></ul>"
    '<table><caption>Prices <em>of</em> <a href="/bread/">bread</a></caption>'
    '<tbody><tr><th scope="col"><p>Year</p></th></tr>'
    "<tr><td><p>2026</p></td></tr></tbody></table>"
)


@pytest.fixture
def boss():
    make_newsroom()
    return make_user("boss@example.org", is_superuser=True)


def sign_in(page, user):
    page.goto("/admin/")
    page.fill("#id_username", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit]")
    page.wait_for_selector("#user-tools")
    page.wait_for_load_state()  # its scripts listen
    return page


def editor_of(page):
    return page.locator(".prose-editor .ProseMirror[contenteditable=true]")


def choose_in(page, field, word, offered):
    """Type a word into a completing field and take what it offers."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.keyboard.type(word)
    page.locator(".select2-results__option").get_by_text(offered, exact=True).click()


def test_an_article_is_written_tagged_and_published(page, boss):
    make_section("World")
    make_tag("آزادی بیان")
    make_author("Leyla Karimi")
    sign_in(page, boss)
    page.click("text=New article")
    page.fill("#id_headline", "Bread is dear")
    editor_of(page).click()
    page.keyboard.type("Very dear.")
    page.select_option("#id_section", label="World")
    choose_in(page, "tags", "آزادی", "آزادی بیان")
    page.keyboard.type("Brand new,")
    choose_in(page, "author", "Leyla", "Leyla Karimi")
    page.click("[name=_publish]")
    page.wait_for_selector(".messagelist .success")
    page.click(".messagelist a")
    page.wait_for_selector("h1")
    article = Article.objects.get()
    assert article.is_public
    assert article.body == "<p>Very dear.</p>"
    assert {tag.name for tag in article.tags.all()} == {"آزادی بیان", "Brand new"}
    assert [str(byline) for byline in article.bylines.all()] == ["by Leyla Karimi"]
    assert page.locator("h1").inner_text() == "Bread is dear"


@pytest.mark.proof
def test_editing_one_word_of_a_body_loses_nothing_else_in_it(page, boss):
    photo = keep(upload(), by=boss, alt="A loaf")
    article = make_article("Bread", published=False, body=BODY.format(photo=photo.pk))
    sign_in(page, boss)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_selector(".ProseMirror figure img")
    editor_of(page).locator("h2").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert article.body == BODY.format(photo=photo.pk).replace("Bread<", "Bread!<")


@pytest.mark.proof
def test_a_photo_of_the_library_is_put_into_the_body_and_beside_the_article(page, boss):
    photo = keep(upload(), by=boss, alt="A loaf of bread")
    sign_in(page, boss)
    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", "Bread")
    editor_of(page).click()
    page.click(".prose-menubar [data-name=figure]")
    page.click("#library .put")
    page.click("#library .close")
    page.wait_for_selector(f'.ProseMirror figure[data-photo="{photo.pk}"] img')
    choose_in(page, "photo", "loaf", "A loaf of bread")
    page.wait_for_selector(".field-photo img.preview")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    article = Article.objects.get()
    assert article.photo == photo
    assert f'<figure data-photo="{photo.pk}">' in article.body


@pytest.mark.proof
def test_a_table_and_a_link_are_made(page, boss):
    sign_in(page, boss)
    page.goto("/admin/articles/article/add/")
    editor_of(page).click()
    page.click(".prose-menubar [data-name=table]")
    page.click(".prose-editor-dialog [type=submit]")
    page.locator(".ProseMirror td, .ProseMirror th").first.click()
    page.keyboard.type("word")
    page.keyboard.press("Shift+Home")
    page.click(".prose-menubar [data-name=link]")
    page.fill(".prose-editor-dialog [name=href]", "https://example.org/")
    page.click(".prose-editor-dialog [type=submit]")
    page.wait_for_selector(".ProseMirror a")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    body = Article.objects.get().body
    assert '<a href="https://example.org/" title="">word</a>' in body
    assert "<table>" in body


@pytest.mark.proof
def test_fields_run_in_the_language_of_the_article(page, boss):
    sign_in(page, boss)
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(".ProseMirror[contenteditable]")
    assert page.locator("#id_headline").get_attribute("dir") == "ltr"
    page.select_option("#id_language", "fa")
    assert page.locator("#id_headline").get_attribute("dir") == "rtl"
    assert editor_of(page).get_attribute("dir") == "rtl"
    assert editor_of(page).get_attribute("lang") == "fa"


@pytest.mark.proof
def test_without_a_headline_the_text_stays_in_the_editor(page, boss):
    sign_in(page, boss)
    page.goto("/admin/articles/article/add/")
    editor_of(page).click()
    page.keyboard.type("A long thought")
    page.click("[name=_publish]")
    page.wait_for_selector(".errornote:not([hidden])")
    assert editor_of(page).inner_text() == "A long thought"


def test_responses_are_decided_one_by_one_and_together(page, boss):
    article = make_article("Bread")
    comments = [make_comment(article, f"Comment {n}", state="held") for n in range(3)]
    sign_in(page, boss)
    page.click(".panel .number a")
    page.click(f"#response-{comments[0].pk} .decide-approve")
    page.locator("#said").get_by_text("1 response: shown.").wait_for()
    page.check("#tick-all")
    page.click(".together .decide-spam")
    page.locator("#said").get_by_text("2 responses: spam.").wait_for()
    states = Response.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["shown", "spam", "spam"]


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("", "light", 1280), ("fa", "dark", 390)],
)
def test_every_page_opens_without_a_violation_and_fits(open_page, boss, language, scheme, width):
    boss.language = language
    boss.save()
    photo = keep(upload(), by=boss, alt="A loaf")
    article = make_article("Bread", photo=photo, section=make_section(), authors=[make_author()])
    comment, linkback = make_comment(article, state="held"), make_linkback(article, state="held")
    page = sign_in(open_page(color_scheme=scheme, viewport={"width": width, "height": 900}), boss)
    for address in [
        "",
        "articles/article/", "articles/article/add/", f"articles/article/{article.pk}/change/",
        f"articles/article/{article.pk}/history/", "articles/section/", "articles/section/add/",
        "articles/tag/", "articles/tag/add/", "articles/author/", "articles/author/add/",
        "photos/photo/", "photos/photo/add/", f"photos/photo/{photo.pk}/change/",
        f"photos/photo/{photo.pk}/delete/", "moderation/response/",
        f"moderation/response/{comment.pk}/change/", f"moderation/response/{linkback.pk}/change/",
        "moderation/host/", "moderation/host/add/", "comments/comment/",
        f"comments/comment/{comment.pk}/change/", "trackbacks/linkback/",
        f"trackbacks/linkback/{linkback.pk}/change/", "trackbacks/ping/", "likes/like/",
        "accounts/user/", "accounts/user/add/", f"accounts/user/{boss.pk}/change/",
        f"accounts/user/{boss.pk}/password/", "masthead/newsroom/1/change/", "password_change/",
        "articles/", "moderation/",
    ]:  # fmt: skip
        response = page.goto(f"/admin/{address}")
        assert response.status == 200, address
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, f"{address} is wider than the window"


@pytest.mark.proof
def test_the_theme_is_changed_by_its_button(page, boss):
    sign_in(page, boss)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click(".theme-toggle")
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate(ground) != light
