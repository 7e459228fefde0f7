"""Whatever is typed into the form, the page keeps its shape and the text its letters."""

import re
from itertools import batched

import html5lib
import pytest

from articles.models import Tally
from comments.forms import ReplyForm
from comments.models import Comment
from lib.html import READERS
from moderation.models import Response, State
from moderation.sittings import recount
from tests.factories import make_newsroom
from tests.lib import html_rules

OURS = [
    "<script>alert(1)</script>",
    "</div></article></li></ol></section></main><h1>Taken over</h1>",
    "<!--",
    "--><script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "<a href='javascript:alert(1)' onclick='alert(1)'>x</a>",
    "<img src=https://evil.example/pixel.gif>",
    "{{ newsroom.name }} {% load comments %} ${7*7} #{7*7}",
    "</textarea></form><form action=https://evil.example/>",
    'https://evil.example/"onmouseover=alert(1)//',
    "<template shadowrootmode=open><slot></slot></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<button form=reply formaction=https://evil.example/>x</button>",
    "<base href=https://evil.example/>",
    "<p id=respond class=error>id</p>",
    "\u202eright to left\u202c\u2066",
    "<svg><script>alert&#40;1)</script></svg>",
]


def send_all(client, article, attacks):
    """Each as the text and in the name of a reader of their own."""
    for number, attack in enumerate(attacks):
        fields = {"author": f"R {attack}"[:245].replace("\0", ""), "email": f"{number}@example.net"}
        send(client, article, number, {"comment": attack, **fields})


def send(client, article, number, fields):
    home = f"10.0.{number // 200}.{number % 200}"
    answer = client.post(f"{article.path}comments/", fields, REMOTE_ADDR=home)
    assert answer.status_code in {303, 422}
    return answer


def page_with_all(client, article):
    """The article's page with everything approved, as a tree."""
    make_newsroom(comments_per_page=200)
    Response.objects.update(state=State.SHOWN)
    recount(Tally.objects.get(article=article))
    trees = []
    path = article.path
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        page = answer.content.decode()
        trees.append(html5lib.parse(page, namespaceHTMLElements=False))
        later = re.search(r'rel="next" href="([^"#]+)#comments"', page)
        path = later and later[1]
    return trees


def assert_unharmed(tree):
    """Comments are nothing but the readers' vocabulary, and nothing of them stands outside."""
    main = tree.find(".//main")
    if main is None:  # a redirect
        return
    assert [child.tag for child in tree.find("body")].count("main") == 1
    assert len(main.findall(".//h1")) == 1
    assert len(tree.findall(".//form[@action]")) <= 2
    for element in tree.iter():
        if isinstance(element.tag, str):
            assert not [name for name in element.attrib if str(name).startswith(("on", "style"))]
    assert not tree.findall(".//iframe") + tree.findall(".//base") + tree.findall(".//template")
    assert all("alert" not in "".join(script.itertext()) for script in tree.iter("script"))
    for comment in main.findall(".//article[@class='h-cite comment']"):
        (said,) = [one for one in comment.findall("div") if "said" in one.get("class")]
        for element in said.iter():
            assert element is said or element.tag in READERS.tags
        for link in comment.iter("a"):
            assert re.match(r"https?://|[/?#]", link.get("href"))
        assert len(re.findall("id=", " ".join(str(one.attrib) for one in said.iter()))) == 0


def assert_only_words(client, article):
    trees = page_with_all(client, article)
    for tree in trees:
        assert_unharmed(tree)
    found = sum(len(tree.findall(".//article[@class='h-cite comment']")) for tree in trees)
    assert found == Comment.objects.count()


@pytest.mark.parametrize(
    "attacks",
    [
        lambda: OURS,
        html_rules.bleach_attacks,
        html_rules.h5sc_attacks,
        html_rules.wordpress_attacks,
    ],
    ids=["ours", "bleach", "h5sc", "wordpress"],
)
def test_an_attack_through_the_form_changes_nothing_but_words(client, article, attacks):
    send_all(client, article, attacks())
    assert Comment.objects.count() >= len(attacks()) - 5
    assert_only_words(client, article)


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_the_form_keeps_every_naughty_string_to_the_letter():
    fields = {"author": "Rita", "email": "rita@example.net"}
    for text in filter(str.strip, html_rules.naughty_strings()):
        form = ReplyForm({"comment": text, **fields})
        assert form.is_valid(), text
        assert form.cleaned_data["comment"] == lines_of(text)


def test_naughty_strings_by_the_dozen_are_kept_and_change_nothing_but_words(client, article):
    strings = html_rules.naughty_strings()
    texts = ["\n\n".join(dozen) for dozen in batched(strings, 12)]
    send_all(client, article, texts)
    assert set(Comment.objects.values_list("text", flat=True)) == set(map(lines_of, texts))
    assert_only_words(client, article)


@pytest.mark.parametrize("attack", OURS)
def test_an_attack_as_a_website_is_refused_or_a_plain_link(client, article, attack):
    fields = {"comment": "x", "author": "Rita", "email": "rita@example.net", "url": attack}
    answer = send(client, article, 1, fields)
    assert_unharmed(html5lib.parse(answer.content.decode(), namespaceHTMLElements=False))
    for comment in Comment.objects.all():
        assert comment.response.author_address.startswith("https://")
        assert_only_words(client, article)


def test_markup_of_which_nothing_is_left_is_shown_as_typed(client, article):
    send_all(client, article, ["<script>alert(1)</script>"])
    assert Comment.objects.get().html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
