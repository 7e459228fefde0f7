"""The article form counts, keeps its buttons in reach, makes what it promises, satisfies axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Article
from desk.editor import BUTTONS, WORDS
from lib.counting import minutes, words
from lib.html import text_of
from photos.library import keep
from tests.browser.test_admin import BODY, editor_of, sign_in
from tests.browser.test_desk import RULES
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import WRITING, address_of
from tests.photos.pictures import upload

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = [
    "<p>می‌خواهم کتاب‌هایم را بخوانم. ۱۲ نان</p><h2>قَرَأْتُ الكِتَابَ</h2>",
    "<p>今天天气很好。東京タワー</p><p>well-known isn't 3.5—half</p>",
    """<ul><li><p>one</p></li><li><p>two<br>three</p></li></ul>
    <figure data-embed="https://x.com/a/status/1"><figcaption>four</figcaption></figure>
    <table><caption>five</caption><tbody><tr><td><p>six</p></td></tr></tbody></table>""",
]  # fmt: skip
NAMES_OVER_IT = "#bylines-group"
"""Rows of Django's tabular inline, whose fields are named by the heads of their columns only."""


@pytest.fixture
def mina():
    make_newsroom()
    return make_user("mina@example.org", role="Editor")


@pytest.fixture
def writer(page, mina):
    sign_in(page, mina)
    page.goto(WRITING)
    editor_of(page).wait_for()
    return page


def numbers(page):
    return {
        name: page.locator(f"[data-count={name}]").inner_text() for name in ("words", "minutes")
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name, marks=() if name == "arabic" else pytest.mark.proof)
        for name, body in zip(["arabic", "signs", "blocks"], TEXTS, strict=True)
    ],
)
def test_the_browser_counts_as_the_server_does(page, mina, body):
    article = make_article("Bread", published=False, body=body)
    sign_in(page, mina)
    page.goto(address_of(article))
    editor_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    page.wait_for_selector("[data-count=characters]:not(:empty)")
    text = text_of(body)
    assert numbers(page) == {"words": str(words(text)), "minutes": str(minutes(text))}


@pytest.mark.proof
def test_characters_are_counted_as_people_see_them_and_a_long_line_is_only_hinted_at(writer):
    writer.fill("#id_headline", "👩‍👩‍👧 cafe\u0301")
    count = writer.locator(".field-headline .count")
    assert count.inner_text().strip() == "6 / 60"
    writer.fill("#id_headline", "x" * 61)
    assert "Search results cut it here" in count.inner_text()
    writer.click("[name=_save]")
    writer.wait_for_selector(".messagelist .success")
    assert Article.objects.get().headline == "x" * 61


@pytest.mark.proof
def test_a_headline_is_one_line_however_it_is_sent(writer):
    writer.fill("#id_headline", "Bread\nis dear")
    with writer.expect_navigation():
        writer.press("#id_headline", "Enter")
    assert writer.input_value("#id_headline") == "Bread is dear"


@pytest.mark.proof
def test_a_pull_quote_a_table_with_head_and_caption_and_an_embed_are_made_by_keys(writer):
    editor_of(writer).click()
    writer.keyboard.type("Dear.")
    writer.keyboard.press("Shift+Home")
    for name in ("pullquote", "embed"):
        writer.focus(f".prose-menubar [data-name={name}]")
        writer.keyboard.press("Enter")
    writer.keyboard.type("https://youtu.be/dQw4w9WgXcQ")
    writer.keyboard.press("Enter")
    writer.wait_for_selector(".ProseMirror .embedded")
    writer.keyboard.press("Control+End")
    writer.focus(".prose-menubar [data-name=table]")
    writer.keyboard.press("Enter")
    writer.keyboard.press("Enter")
    writer.locator(".ProseMirror th").first.click()
    writer.keyboard.type("Year")
    writer.focus(".prose-menubar [data-name='table:caption']")
    writer.keyboard.press("Enter")
    writer.keyboard.type("Prices <b>")
    writer.keyboard.press("Enter")
    writer.wait_for_selector(".ProseMirror caption")
    writer.click("[name=_save]")
    writer.wait_for_selector(".messagelist .success")
    body = Article.objects.get().body
    assert '<figure class="pullquote"><blockquote><p>Dear.</p></blockquote></figure>' in body
    assert '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"></figure>' in body
    assert "<table><caption>Prices &lt;b&gt;</caption><tbody><tr><th><p>Year</p></th>" in body


@pytest.mark.proof
def test_an_address_that_is_not_on_the_list_becomes_a_link_and_that_is_said(writer):
    editor_of(writer).click()
    writer.click(".prose-menubar [data-name=embed]")
    writer.keyboard.type("https://mastodon.example/@news/1")
    writer.keyboard.press("Enter")
    writer.wait_for_selector(".ProseMirror a")
    assert "a link stands here" in writer.locator(".prose-said").inner_text()
    assert writer.locator(".ProseMirror figure").count() == 0


@pytest.mark.proof
@pytest.mark.parametrize(
    ("width", "height"),
    [(1280, 800), (1024, 768), (768, 1024), (390, 844)],
)
def test_the_buttons_are_in_reach_and_nothing_is_wider_than_the_window(
    open_page, mina, width, height
):
    photo = keep(upload(), by=mina, alt="A loaf")
    article = make_article("Bread", published=False, body=BODY.format(photo=photo.pk) * 5)
    page = open_page(viewport={"width": width, "height": height})
    sign_in(page, mina)
    page.goto(address_of(article))
    editor_of(page).wait_for()
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {place})")
        box = page.locator("[name=_save]").bounding_box()
        assert 0 <= box["y"] <= height - box["height"]
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    columns = (
        "getComputedStyle(document.querySelector('.sheet')).gridTemplateColumns.split(' ').length"
    )
    assert page.evaluate(columns) == (2 if width >= 1024 else 1)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("", "light", 1280), ("fa", "dark", 390)],
)
def test_axe_finds_nothing_in_what_we_render(open_page, mina, language, scheme, width):
    mina.language = language
    mina.save()
    photo = keep(upload(), by=mina, alt="A loaf")
    article = make_article("Bread", published=False, body=BODY.format(photo=photo.pk))
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, mina)
    page.goto(address_of(article))
    page.click(".prose-menubar [data-name=figure]")
    page.wait_for_selector("#library .tiles img")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    context = {"exclude": [[NAMES_OVER_IT]]}
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    faults = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
    assert faults == []


@pytest.mark.proof
def test_a_new_article_waits_for_its_headline(writer):
    writer.wait_for_selector("#id_headline:focus")


@pytest.mark.proof
def test_every_button_of_the_editor_is_called_by_a_name_of_ours(writer):
    ours = {
        *map(str, BUTTONS.values()),
        *(str(one) for said in WORDS.values() for one in said.values()),
    }
    called = writer.locator(".prose-menubar [data-name]").evaluate_all(
        "all => all.map((one) => one.title)"
    )
    assert "Numbered list" in called
    assert set(called) <= ours


@pytest.mark.proof
def test_the_editors_dialogs_speak_with_words_of_ours(writer):
    editor_of(writer).click()
    writer.keyboard.type("Dear.")
    writer.keyboard.press("Shift+Home")
    writer.click(".prose-menubar [data-name=link]")
    said = writer.locator("dialog[open]").inner_text()
    assert "Address" in said
    assert "URL" not in said
