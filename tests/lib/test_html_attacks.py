"""Whatever strangers send, the result holds nothing but the vocabulary, and comes soon."""

import time

import pytest

from lib.html import READERS, STAFF, _judged, clean, paragraphs
from tests.lib import html_rules
from tests.lib.html_rules import assert_within

OURS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<scr</body>ipt>alert(1)</scr</body>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=x&gt;'>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><a id='</style><img onerror=x>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    '<a href="https://a.example/" title=\'"><script>alert(1)</script>\'>x</a>',
    "<p lang='fa\" onclick=\"alert(1)'>x</p>",
    "<a title=' href=' href=http://xn--a/>x</a>",
    "<textarea><script>alert(1)</script></textarea>",
    "<plaintext><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--><script>alert(1)</script>-->",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<meta charset='utf-7'>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<base href='https://evil.example/'><link rel=stylesheet href=//evil.example/>",
    "<style>@import 'https://evil.example/'</style>",
    "<form action=//evil.example/><input name=q><button formaction=javascript:alert(1)>x",
    "\x00<\x00script>alert(1)</script>",
    "<a\x0bhref='javascript:alert(1)'>x</a>",
    "\ud800<b>lone surrogate</b>\ufffe",
]


def assert_harmless(attack):
    for allow in (STAFF, READERS):
        assert_within(clean(attack, allow), allow)
    assert_within(paragraphs(attack), READERS)


@pytest.mark.parametrize("attack", OURS)
def test_an_attack_leaves_only_the_vocabulary(attack):
    assert_harmless(attack)


@pytest.mark.parametrize("attack", [attack for attack in OURS if attack.isprintable()])
def test_nh3_alone_lets_nothing_foreign_through_either(attack):
    for allow in (STAFF, READERS):
        assert_within(_judged(attack, allow), allow, valid=False)


@pytest.mark.parametrize("attack", OURS[:2])
def test_nothing_of_a_script_is_shown(attack):
    assert "alert(1)" not in clean("<script>alert(1)</script>", STAFF)
    assert "<script" not in clean(attack, STAFF)


def test_an_attack_written_as_text_is_shown_as_text():
    assert clean("&lt;script&gt;alert(1)&lt;/script&gt;", READERS) == (
        "&lt;script&gt;alert(1)&lt;/script&gt;"
    )


@pytest.mark.parametrize(
    "attacks",
    [
        html_rules.bleach_attacks,
        html_rules.h5sc_attacks,
        html_rules.wordpress_attacks,
        html_rules.naughty_strings,
    ],
)
def test_the_attacks_that_others_collected_leave_only_the_vocabulary(attacks):
    collected = attacks()
    assert len(collected) > 15
    for attack in collected:
        assert_harmless(attack)


@pytest.mark.parametrize(
    "attack",
    [
        "<b>" * 21_000,
        "<blockquote>" * 5_000 + "deep",
        "".join(f"<b t={n}>" for n in range(200)) + "<p>x" * 15_000,
        "<ul><li>" * 8_000 + "x",
        "<table><td>" * 6_000 + "x",
        "<" * 65_000,
        "&" * 65_000,
        "\n \n" * 20_000,
        "\n" + " " * 65_000,
        "http://" + ")" * 65_000,
        "</html" * 10_000,
        "<http://" * 8_000,
    ],
    ids=lambda attack: attack[:12],
)
def test_a_bomb_of_the_size_of_a_comment_costs_little_and_grows_little(attack):
    start = time.process_time()
    shown = [clean(attack, STAFF), clean(attack, READERS), paragraphs(attack)]
    assert time.process_time() - start < 30
    assert max(map(len, shown)) < 8 * len(attack)


def test_the_text_of_a_tree_too_deep_to_read_is_kept():
    assert "the end" in clean(
        "<blockquote>" * 5_000 + "deep" + "</blockquote>" * 5_000 + "the end", STAFF
    )
