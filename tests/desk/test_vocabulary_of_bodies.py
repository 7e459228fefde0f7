"""What the editor writes is kept as it is, and what is shown of it is valid."""

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.rendering import render
from desk.editor import cleaned
from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db

WORDS = st.sampled_from(
    ["Bread", "نان", "字", "a &amp; b", "<em>e</em>", "<strong>s</strong>", "<s>x</s>",
     "H<sub>2</sub>",
     '<a href="https://a.example/?a=1&amp;b=2">l</a>', '<abbr title="W">w</abbr>', "<cite>c</cite>",
     "a<br>b", "<code>c</code>"]
)  # fmt: skip
inline = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
paragraph = inline.map("<p>{}</p>".format)
caption = st.one_of(st.just(""), inline.map("<figcaption>{}</figcaption>".format))
cell = st.tuples(st.sampled_from(["th", "td"]), paragraph).map("<{0[0]}>{0[1]}</{0[0]}>".format)
row = st.lists(cell, min_size=2, max_size=2).map("".join).map("<tr>{}</tr>".format)
item = paragraph.map("<li>{}</li>".format)
items = st.lists(
    st.one_of(item, paragraph.map("<li>{0}<ul><li>{0}</li></ul></li>".format)), min_size=1
)
ADDRESSES = [
    "https://youtu.be/dQw4w9WgXcQ",
    "https://x.com/a/status/1",
    "https://any.example/?a=%22",
]
rows = st.lists(row, min_size=1, max_size=3).map("".join)
block = st.one_of(
    paragraph,
    st.tuples(st.sampled_from(["h2", "h3", "h4"]), inline).map("<{0[0]}>{0[1]}</{0[0]}>".format),
    st.just("<hr>"),
    st.just("<pre>a\n  b</pre>"),
    paragraph.map("<blockquote>{}</blockquote>".format),
    items.map("".join).map("<ul>{}</ul>".format),
    items.map("".join).map("<ol>{}</ol>".format),
    rows.map("<table><tbody>{}</tbody></table>".format),
    rows.map("<table><caption>c</caption><tbody>{}</tbody></table>".format),
    st.tuples(st.integers(1, 9), st.sampled_from(["", ' class="wide"']), caption).map(
        lambda one: f'<figure data-photo="{one[0]}"{one[1]}>{one[2]}</figure>'
    ),
    st.tuples(st.sampled_from(ADDRESSES), caption).map(
        lambda one: f'<figure data-embed="{one[0]}">{one[1]}</figure>'
    ),
    st.tuples(paragraph, caption).map(
        lambda one: f'<figure class="pullquote"><blockquote>{one[0]}</blockquote>{one[1]}</figure>'
    ),
)  # fmt: skip
bodies = st.lists(block, min_size=1, max_size=6).map("".join)


@settings(max_examples=200, deadline=None)
@given(bodies)
def test_whatever_the_editor_writes_is_kept_byte_for_byte(body):
    assert cleaned(body) == body


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_whatever_is_kept_is_shown_as_valid_html(body):
    article = make_article(published=False, body=body)
    render(article)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    parser.parseFragment(article.body_html)


def test_a_picture_and_an_embed_are_shown_as_valid_html():
    photo = make_photo("A ship", caption="Sea")
    body = f'<figure data-photo="{photo.pk}"></figure><figure data-embed="{ADDRESSES[0]}"></figure>'
    article = make_article(published=False, body=body)
    render(article)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(article.body_html)
    assert [one.tag for one in tree.iter() if one.tag in {"img", "a"}] == ["img", "a"]
