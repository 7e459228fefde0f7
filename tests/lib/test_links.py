"""Web addresses as text: read, joined, compared."""

import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib import links
from lib.links import (
    NotAWebAddress,
    host_of,
    join,
    normalise,
    parse,
    resolve,
    same_address_key,
    web_address,
)

SAME = {
    "scheme": ("http://blog.example/a", "https://blog.example/a"),
    "case of scheme and host": ("HTTP://Blog.EXAMPLE/a", "http://blog.example/a"),
    "www": ("http://www.blog.example/a", "http://blog.example/a"),
    "final dot of the host": ("http://blog.example./a", "http://blog.example/a"),
    "default port": ("http://blog.example:80/a", "https://blog.example:443/a"),
    "empty port": ("http://blog.example:/a", "http://blog.example/a"),
    "slash at the end": ("http://blog.example/a/", "http://blog.example/a"),
    "bare host": ("http://blog.example", "http://blog.example/"),
    "fragment": ("http://blog.example/a#more", "http://blog.example/a"),
    "empty query": ("http://blog.example/a?", "http://blog.example/a"),
    "utm": ("http://blog.example/a?utm_source=x&UTM_medium=y", "http://blog.example/a"),
    "utm among others": (
        "http://blog.example/?b=1&utm_source=x&a=2",
        "http://blog.example/?b=1&a=2",
    ),
    "escaped utm": ("http://blog.example/a?%75tm_source=x", "http://blog.example/a"),
    "fbclid": ("http://blog.example/a?fbclid=1", "http://blog.example/a"),
    "gclid without a value": ("http://blog.example/a?gclid", "http://blog.example/a"),
    "letters of an escape": ("http://blog.example/%d8%b3", "http://blog.example/%D8%B3"),
    "needless escape": ("http://blog.example/%7Ea%2Db", "http://blog.example/~a-b"),
    "unicode path": ("http://blog.example/سلام", "http://blog.example/%D8%B3%D9%84%D8%A7%D9%85"),
    "composed form": ("http://blog.example/caf\u00e9", "http://blog.example/cafe\u0301"),
    "composed form, escaped": ("http://blog.example/caf%C3%A9", "http://blog.example/cafe%CC%81"),
    "space": ("http://blog.example/a b", "http://blog.example/a%20b"),
    "stray percent": ("http://blog.example/100%", "http://blog.example/100%25"),
    "dots": ("http://blog.example/x/../a/./", "http://blog.example/a"),
    "escaped dots": ("http://blog.example/x/%2E%2e/a", "http://blog.example/a"),
    "international host": ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    "full-width host": ("http://ｂｌｏｇ.example/", "http://blog.example/"),
    "ideographic dot": ("http://blog。example/", "http://blog.example/"),
    "emoji host": ("http://👽.example/", "http://xn--cr8h.example/"),
    "ipv6": ("http://[2001:DB8:0::1]/", "http://[2001:db8::1]/"),
    "blanks around": (" \thttp://blog.example/a\n", "http://blog.example/a"),
}
DIFFERENT = {
    "path": ("http://blog.example/a", "http://blog.example/b"),
    "case of the path": ("http://blog.example/A", "http://blog.example/a"),
    "start of the path": ("http://blog.example/a", "http://blog.example/ab"),
    "query": ("http://blog.example/?p=1", "http://blog.example/?p=2"),
    "order of the query": ("http://blog.example/?a=1&b=2", "http://blog.example/?b=2&a=1"),
    "a parameter that only starts like gclid": (
        "http://blog.example/?gclid2=1",
        "http://blog.example/",
    ),
    "escaped slash": ("http://blog.example/a%2Fb", "http://blog.example/a/b"),
    "escaped ampersand": ("http://blog.example/?a=1%26b", "http://blog.example/?a=1&b"),
    "stray percent that would make an escape": (
        "http://blog.example/%2%35",
        "http://blog.example/%25",
    ),
    "escaped question mark": ("http://blog.example/a%3Fb", "http://blog.example/a?b"),
    "port": ("http://blog.example:8080/", "http://blog.example/"),
    "host": ("http://blog.example/", "http://blog.example.org/"),
    "subdomain": ("http://en.blog.example/", "http://blog.example/"),
    "www that is the domain": ("http://www.com/", "http://com/"),
}
JUNK = {
    "a host of joiners alone": ("https://\u200c\u200d/", "invalid"),
    "a label of joiners alone": ("https://\u200d.example/", "invalid"),
    "nothing": ("", "scheme"),
    "words": ("hello world", "scheme"),
    "no scheme": ("blog.example/a", "scheme"),
    "scheme-relative": ("//blog.example/a", "scheme"),
    "mail": ("mailto:mo@blog.example", "scheme"),
    "script": ("javascript:alert(1)", "scheme"),
    "file": ("file:///etc/passwd", "scheme"),
    "ftp": ("ftp://blog.example/", "scheme"),
    "no host": ("http://", "invalid"),
    "no host but a path": ("http:///a", "invalid"),
    "no host but a port": ("http://:80/", "invalid"),
    "no slashes": ("http:blog.example", "invalid"),
    "backslashes": ("http:\\\\blog.example\\a", "invalid"),
    "backslash in the host": ("http://blog.example\\evil.example/", "invalid"),
    "user": ("http://mo@blog.example/", "userinfo"),
    "user and password": ("http://mo:pw@blog.example/", "userinfo"),
    "empty user": ("http://@blog.example/", "userinfo"),
    "backslash before an at": ("http://good.example\\@evil.example/", "userinfo"),
    "letters for a port": ("http://blog.example:http/", "invalid"),
    "port nought": ("http://blog.example:0/", "invalid"),
    "port too high": ("http://blog.example:65536/", "invalid"),
    "port of arabic digits": ("http://blog.example:٨٠/", "invalid"),
    "two ports": ("http://blog.example:80:80/", "invalid"),
    "space in the host": ("http://blog example/", "invalid"),
    "tab inside": ("http://blog.exa\tmple/", "invalid"),
    "newline inside": ("http://blog.example/a\nb", "invalid"),
    "nul": ("http://blog.example/a\0b", "invalid"),
    "escaped host": ("http://%6cocalhost/", "invalid"),
    "empty label": ("http://blog..example/", "invalid"),
    "two final dots": ("http://blog.example../", "invalid"),
    "only a dot": ("http://./", "invalid"),
    "label too long": (f"http://{'a' * 64}.example/", "invalid"),
    "host too long": (f"http://{'a.' * 130}example/", "invalid"),
    "international label too long": (f"http://{'ü' * 70}.example/", "invalid"),
    "full-width slash": ("http://blog.example／evil/", "invalid"),
    "open bracket": ("http://[::1/", "invalid"),
    "junk after the bracket": ("http://[::1]x/", "invalid"),
    "not an ipv6 address": ("http://[12345::]/", "invalid"),
    "ipv6 zone": ("http://[fe80::1%25eth0]/", "invalid"),
    "ipv6 without brackets": ("http://::1/", "invalid"),
    "future address": ("http://[v1.a]/", "invalid"),
    "lone surrogate": ("http://blog.example/\ud800", "invalid"),
    "lone surrogate in the host": ("http://\ud800.example/", "invalid"),
    "endless": ("http://blog.example/" + "a" * 9000, "invalid"),
    "endless once encoded": ("http://blog.example/" + "س" * 2000, "invalid"),
}

addresses = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.one_of(
        st.sampled_from(
            ["blog.example", "WWW.www.example.", "[::1]", "127.1", "bücher.example", "a_b"]
        ),
        st.text(max_size=12),
    ),
    st.sampled_from(["", ":", ":80", ":443", ":8080", ":x"]),
    st.one_of(
        st.just(""),
        st.text(max_size=20).map("/{}".format),
        st.text(
            alphabet="/.%2eEfFaA0?&=#_utmgclid\u0301\u0338\u0958\u1100\u1161c", max_size=30
        ).map("/{}".format),
    ),
)


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_two_spellings_of_one_page_have_one_key(one, other):
    assert same_address_key(one) == same_address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_two_pages_have_two_keys(one, other):
    assert same_address_key(one) != same_address_key(other)


def test_a_key_looks_like_an_address():
    key = same_address_key("http://WWW.Blog.example:80/2016//a%2fb/?utm_source=x&p=%d8%b3#more")
    assert key == "https://blog.example/2016//a%2Fb?p=%D8%B3"
    assert same_address_key("http://blog.example:8080/?gclid=1") == "https://blog.example:8080"


@pytest.mark.parametrize(("text", "reason"), JUNK.values(), ids=JUNK.keys())
@pytest.mark.parametrize("reader", [parse, normalise, same_address_key, host_of, web_address])
def test_what_is_no_web_address_is_refused_with_a_reason(reader, text, reason):
    with pytest.raises(ValueError) as refusal:
        reader(text)
    if reader is web_address and len(text) > 2048:
        assert "2,048" in str(refusal.value)
    else:
        assert refusal.value.reason == reason
        assert str(refusal.value) == links.REASONS[reason]


def test_normalising_keeps_what_a_server_may_tell_apart():
    assert (
        normalise("HTTP://WWW.Bücher.example:80/A%2fb/../سلام/?utm_source=x&ä#part")
        == "http://www.xn--bcher-kva.example/A%2fb/../%D8%B3%D9%84%D8%A7%D9%85/?utm_source=x&%C3%A4"
    )
    assert normalise("https://blog.example:80") == "https://blog.example:80/"


def test_the_host_keeps_its_www():
    assert host_of("https://WWW.Blog.Example:8443/a") == "www.blog.example"
    assert host_of("http://[2001:db8:0::1]/") == "2001:db8::1"


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("", "http://blog.example/2016/08/a/?x=1"),
        ("b", "http://blog.example/2016/08/a/b"),
        ("../b#c", "http://blog.example/2016/08/b#c"),
        ("/b?y=2", "http://blog.example/b?y=2"),
        ("?y=2", "http://blog.example/2016/08/a/?y=2"),
        ("//other.example/b", "http://other.example/b"),
        (" \n https://other.example/b ", "https://other.example/b"),
        ("https://oth\ner.exa\tmple/b", "https://other.example/b"),
        ("\\\\other.example\\b?c=\\d", "http://other.example/b?c=\\d"),
        ("/a b", "http://blog.example/a b"),
    ],
)
def test_a_link_resolves_as_in_a_browser(href, found):
    assert resolve("http://blog.example/2016/08/a/?x=1", href) == found


@pytest.mark.parametrize(
    "href",
    ["mailto:mo@blog.example", "javascript:alert(1)", "http://[", "http://mo@x.example/", "a\0b",
     "http://blog.example:port/", "/\ud800", "a" * 9000],
)  # fmt: skip
def test_a_link_to_nowhere_resolves_to_none(href):
    assert resolve("http://blog.example/", href) is None


def test_a_link_from_nowhere_resolves_to_none():
    assert resolve("http://[", "/a") is None
    assert resolve("about:blank", "/a") is None


def test_joining_tells_other_schemes_from_junk():
    assert join("http://blog.example/", "ftp://blog.example/a") == "ftp://blog.example/a"
    with pytest.raises(NotAWebAddress):
        join("http://blog.example/", "http://[/")


def test_a_typed_address_comes_back_as_it_was_written():
    assert web_address("  https://Blog.example/سلام?x#y ") == "https://Blog.example/سلام?x#y"
    longest = "https://blog.example/" + "a" * (2048 - 21)
    assert web_address(longest) == longest
    with pytest.raises(ValueError, match="longer than 2,048 characters"):
        web_address(longest + "a")
    with pytest.raises(ValueError, match="longer than 20 characters"):
        web_address("https://blog.example/", max_length=20)


@given(st.one_of(addresses, st.text()))
@example("http://a/%2%35")
@example("http://a/%%41")
@example("http://a/%2C\u0301")
@example("http://a/?=\u0338&%75tm_x")
@example("http://a:443/")
@example("http://www.www.a.example//..//%2e/")
def test_a_key_is_its_own_key_and_plain_ascii(text):
    try:
        key = same_address_key(text)
    except NotAWebAddress:
        return
    assert same_address_key(key) == key
    assert key.isascii() and key.startswith("https://") and "#" not in key
    assert same_address_key(normalise(text)) == key
    if "%" not in text:
        assert same_address_key(unicodedata.normalize("NFC", text)) == key


@given(st.one_of(addresses, st.text()))
def test_normalising_twice_changes_nothing(text):
    try:
        once = normalise(text)
    except NotAWebAddress:
        return
    assert normalise(once) == once
    assert urlsplit(once).hostname == host_of(text)


@given(st.one_of(addresses, st.text()), st.one_of(addresses, st.text()))
def test_resolving_never_raises_and_finds_only_web_addresses(base, href):
    found = resolve(base, href)
    assert found is None or parse(found)
