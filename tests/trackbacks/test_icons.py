"""The icon of a site, from what its page names."""

import pytest

from trackbacks.reading import read

URL = "https://blog.example/entry/"
APPLE = "<link rel=apple-touch-icon href=/apple.png>"
PLAIN = "<link rel='shortcut icon' href=icon.png>"


def icon_in(head):
    page = f"<!doctype html><head>{head}</head><p><a href='https://news.example/a/'>x</a>"
    return read(page, "text/html", URL, {"https://news.example/a"}).icon


@pytest.mark.parametrize(
    ("head", "icon"),
    [
        (PLAIN, "https://blog.example/entry/icon.png"),
        (PLAIN + APPLE, "https://blog.example/apple.png"),
        ("<link rel='APPLE-touch-icon-precomposed' href='//cdn.example/a'>", "https://cdn.example/a"),
        ("<base href='/b/'>" + PLAIN, "https://blog.example/b/icon.png"),
        ("<link rel=icon href=/favicon.ico><link rel=icon href=/32.png>", "https://blog.example/32.png"),
    ],
)  # fmt: skip
def test_the_large_one_comes_first_and_addresses_are_resolved(head, icon):
    assert icon_in(head) == icon


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<link rel=icon href=/icon.SVG?v=2>",
        "<link rel=icon type=image/svg+xml href=/icon>",
        "<link rel=icon href=/favicon.ico>",
        "<link rel=icon type=image/x-icon href=/favicon>",
        "<link rel=mask-icon href=/mask.png>",
        "<link rel=icon>",
        "<link rel=icon href='data:image/png;base64,AAAA'>",
        "<link rel=icon href='javascript:alert(1)'>",
        f"<link rel=icon href='/{'x' * 2_048}.png'>",
    ],
)
def test_what_cannot_be_a_face_is_none(head):
    assert icon_in(head) == ""
