"""The body is cleaned and gets its pictures when it is written, not when it is read."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import Article
from articles.rendering import RENDERER, render, render_again
from photos.models import Photo
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def make_photo(**fields):
    defaults = {"key": "abc", "width": 2000, "height": 1000, "widths": [320, 640, 2000]}
    words = {"alt": "A transmitter", "caption": "The mast in winter", "credit": "M. Karim"}
    return Photo.objects.create(**{**defaults, **words, **fields})


def rendered(body, **fields):
    article = make_article(published=False, body=body, body_html="", **fields)
    render(article)
    assert article.renderer == RENDERER
    return article.body_html


def test_plain_text_of_the_vocabulary_stays_as_it_is():
    body = '<h2>Title</h2><p>Words, <em>more</em> <a href="https://example.org/">words</a>.</p><ul><li>One</li></ul>'
    assert rendered(body) == body


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">Words</p>',
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">Words</a>',
        '<iframe src="https://example.org/"></iframe>',
        '<figure data-photo="1" onmouseover="alert(1)"></figure>',
        "<figure data-photo='1\"><script>alert(1)</script>'></figure>",
        '<style>p{background:url("//example.org")}</style>',
    ],
)
def test_nothing_that_runs_survives(attack):
    html = rendered(f"<p>Before</p>{attack}<p>After</p>")
    for sign in (
        "script",
        "alert",
        "javascript",
        "onclick",
        "onerror",
        "onmouseover",
        "iframe",
        "style",
    ):
        assert sign not in html
    assert "Before" in html
    assert "After" in html


def test_a_figure_becomes_the_picture_with_sizes_caption_and_credit():
    photo = make_photo()
    html = rendered(f'<p>Before</p><figure data-photo="{photo.pk}"></figure><p>After</p>')
    assert html.startswith("<p>Before</p><figure")
    assert html.endswith("</figure><p>After</p>")
    for part in (
        'src="/media/photos/abc/640.webp" srcset="/media/photos/abc/320.webp 320w, ',
        '/media/photos/abc/640.webp 640w, /media/photos/abc/2000.webp 2000w"',
        'width="640" height="320"',
        'alt="A transmitter"',
        'loading="lazy"',
        "The mast in winter",
        "Photo: M. Karim",
        f'data-photo="{photo.pk}"',
    ):
        assert part in html, part


def test_words_about_a_picture_are_words():
    photo = make_photo(alt='"><script>alert(1)</script>', caption="<b>Bold</b>", credit="<i>Me</i>")
    html = rendered(f'<figure data-photo="{photo.pk}"></figure>')
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt;" in html


def test_a_caption_written_in_the_body_stands_instead_of_the_photos_own():
    photo = make_photo()
    html = rendered(
        f'<figure data-photo="{photo.pk}" class="wide">'
        "<figcaption>In <em>spring</em></figcaption></figure>"
    )
    assert "In <em>spring</em>" in html
    assert "winter" not in html
    assert "Photo: M. Karim" in html
    assert 'class="wide"' in html


@pytest.mark.parametrize("number", ["999999", "0", "-1", "abc", "9" * 30])
def test_a_figure_of_no_photo_is_left_out(number):
    assert rendered(f'<p>Before</p><figure data-photo="{number}"></figure><p>After</p>').replace(
        "<figure></figure>", ""
    ) == ("<p>Before</p><p>After</p>")


def test_the_same_picture_twice_and_others_cost_one_query(django_assert_num_queries):
    first, second = make_photo(), make_photo(key="def")
    article = make_article(
        published=False,
        body="".join(f'<figure data-photo="{one.pk}"></figure>' for one in (first, second, first)),
    )
    with django_assert_num_queries(1):
        render(article)
    assert article.body_html.count("<img") == 3


def test_the_credit_speaks_the_language_of_the_article():
    photo = make_photo()
    assert "Photo: M. Karim" in rendered(
        f'<figure data-photo="{photo.pk}"></figure>', language="ps"
    )


def test_outdated_articles_are_rendered_again_by_command():
    old = make_article(body="<p>Source</p>", body_html="<p>Stale</p>", renderer=0)
    current = make_article(body="<p>Source</p>", body_html="<p>Kept</p>", renderer=RENDERER)
    said = StringIO()
    call_command("render_articles", stdout=said)
    old.refresh_from_db()
    current.refresh_from_db()
    assert (old.body_html, old.renderer) == ("<p>Source</p>", RENDERER)
    assert current.body_html == "<p>Kept</p>"
    assert "1 of 1" in said.getvalue()
    call_command("render_articles", "--all", stdout=said)
    current.refresh_from_db()
    assert current.body_html == "<p>Source</p>"


def test_rendering_again_goes_batch_by_batch(monkeypatch):
    monkeypatch.setattr("articles.rendering.AT_ONCE", 2)
    for _ in range(5):
        make_article(renderer=0)
    assert list(render_again()) == [2, 4, 5]
    assert list(render_again()) == []
    assert set(Article.objects.values_list("renderer", flat=True)) == {RENDERER}


def test_what_stands_elsewhere_becomes_a_link_and_what_a_script_needs_to_show_it():
    html = rendered(
        '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"><figcaption>See <a href="/x">x</a>'
        "</figcaption></figure><p>After</p>"
    )
    assert '<a href="https://youtu.be/dQw4w9WgXcQ"><bdi>Video on YouTube</bdi></a>' in html
    assert 'data-frame="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in html
    assert '<figcaption>See <a href="/x">x</a></figcaption>' in html
    assert html.endswith("</figure><p>After</p>")
    assert "<iframe" not in html and "<button" not in html and "src=" not in html


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/news/status/1",
        "https://youtu.be.evil.example/dQw4w9WgXcQ",
        "https://youtu.be@evil.example/dQw4w9WgXcQ",
        "https://mastodon.example/@news/1?a=1&amp;b=%22%3E",
    ],
)
def test_what_has_no_frame_is_a_link_like_any(address):
    html = rendered(f'<figure data-embed="{address}"></figure>')
    assert f'<a href="{address}">' in html
    assert "data-frame" not in html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "/x", "//", "https://", "x", ""]
)
def test_what_is_no_address_leaves_no_embed(address):
    assert rendered(f'<p>Before</p><figure data-embed="{address}"></figure>') == "<p>Before</p>"


def test_a_table_has_heads_and_scrolls_by_itself():
    html = rendered(
        "<table><caption>Prices</caption><tbody><tr><th>Year</th><th>Bread</th></tr>"
        "<tr><th>2026</th><td>9</td></tr></tbody></table><p>After</p>"
    )
    assert html == (
        '<div class="scrolls" tabindex="0" role="region" aria-label="Prices"><table>'
        "<caption>Prices</caption><thead><tr>"
        '<th scope="col">Year</th><th scope="col">Bread</th></tr></thead>'
        "<tbody><tr><th>2026</th><td>9</td></tr></tbody></table></div><p>After</p>"
    )
