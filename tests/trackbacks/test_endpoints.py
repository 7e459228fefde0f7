"""How a page wants to be told is found where the specifications put it, and nowhere else.

The numbered cases are those of the discovery tests of webmention.rocks.
"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.fetch import Fetched
from trackbacks.endpoints import ATTRIBUTE, DESCRIPTION, discover, header_links
from trackbacks.models import Ping
from trackbacks.reading import Unreadable

HERE = "https://blog.example/2016/entry/"
LINK = "https://blog.example/old"
END = "https://blog.example/webmention"
TYPE = "text/html"


def fetched(body="", *headers, url=HERE, content_type=TYPE):
    body = body.encode() if isinstance(body, str) else body
    return Fetched(200, url, headers, content_type, "utf-8", body)


def found(body="", *headers, link=LINK, **options):
    """Protocol and address of the endpoint, or None."""
    endpoint = discover(fetched(body, *headers, **options), link)
    return endpoint and (endpoint.protocol.value, endpoint.url)


def webmention(url=END):
    return ("webmention", url)


ROCKS = {
    "1 Link header, unquoted rel, relative": ("", [("link", "</webmention>; rel=webmention")], END),
    "2 Link header, unquoted rel, absolute": ("", [("link", f"<{END}>; rel=webmention")], END),
    "3 link tag, relative": ('<link rel="webmention" href="/webmention">', [], END),
    "4 link tag, absolute": (f'<link rel="webmention" href="{END}">', [], END),
    "5 a tag, relative": ('<p><a rel="webmention" href="/webmention">me</a>', [], END),
    "6 a tag, absolute": (f'<p><a rel="webmention" href="{END}">me</a>', [], END),
    "7 Link header, strange case": ("", [("link", f"<{END}>; ReL=WebMention")], END),
    "8 Link header, quoted rel": ("", [("link", f'<{END}>; rel="webmention"')], END),
    "9 several rel values on a link tag": (f'<link rel="me webmention x" href="{END}">', [], END),
    "10 several rel values in a header": ("", [("link", f'<{END}>; rel="me webmention x"')], END),
    "11 header, link and a: the header": (
        '<link rel="webmention" href="/wrong"><a rel="webmention" href="/worse">x</a>',
        [("link", f"<{END}>; rel=webmention")],
        END,
    ),
    "12 rel must match exactly": (
        f'<link rel="not-webmention" href="/wrong"><link rel="webmention" href="{END}">',
        [("link", '</wrong>; rel="webmentions"')],
        END,
    ),
    "13 false endpoint in a comment": (
        f'<!-- <a rel="webmention" href="/wrong">x</a> --><a rel="webmention" href="{END}">x</a>',
        [],
        END,
    ),
    "14 false endpoint in escaped HTML": (
        f'<p>&lt;a rel="webmention" href="/wrong"&gt;</p><a rel="webmention" href="{END}">x</a>',
        [],
        END,
    ),
    "15 empty href is the page itself": ('<link rel="webmention" href="">', [], HERE),
    "16 a before link: the a": (
        f'<a rel="webmention" href="{END}">x</a><link rel="webmention" href="/wrong">',
        [],
        END,
    ),
    "17 link before a: the link": (
        f'<link rel="webmention" href="{END}"><a rel="webmention" href="/wrong">x</a>',
        [],
        END,
    ),
    "18 several Link headers": (
        "",
        [("link", "</other>; rel=other"), ("link", f"<{END}>; rel=webmention")],
        END,
    ),
    "19 one Link header with several links": (
        "",
        [("link", f"</other>; rel=other, <{END}>; rel=webmention")],
        END,
    ),
    "20 link without href is skipped": (
        f'<link rel="webmention"><a rel="webmention" href="{END}">x</a>',
        [],
        END,
    ),
    "21 query string is kept": (
        f'<link rel="webmention" href="{END}?a=1&amp;b=2">',
        [],
        f"{END}?a=1&b=2",
    ),
    "22 relative to the page's path": ('<link rel="webmention" href="end">', [], f"{HERE}end"),
    "23 relative to the address after redirects": (
        '<link rel="webmention" href="end">',
        [],
        "https://blog.example/2016/entry/end",
    ),
}


@pytest.mark.parametrize(("body", "headers", "expected"), ROCKS.values(), ids=list(ROCKS))
def test_the_discovery_cases_of_webmention_rocks(body, headers, expected):
    assert found(body, *headers) == webmention(expected)


@pytest.mark.parametrize(
    "value",
    [
        f'<{END}>; title="a, b; rel=no"; rel=webmention',
        f'<{END}>; title="say \\"hi\\", <x>"; rel="webmention"',
        f"<{END}>;rel=webmention;rel=other",
        f"<{END}>  ;  rel  =  webmention",
        f"<{END}>; crossorigin; rel=webmention",
        f"<{END}>; rel=webmention; anchor=''",
        f'<{END}>; rel=webmention; anchor="{HERE}#top"',
        f"nonsense, , <{END}>; rel=webmention",
        f'</x>; title="<{HERE}>; rel=webmention", <{END}>; rel=webmention',
        f"<javascript:alert(1)>; rel=webmention, <{END}>; rel=webmention",
    ],
)
def test_link_headers_are_read_as_rfc_8288_writes_them(value):
    value = value.replace("anchor=''", 'anchor=""')
    assert found("", ("link", value)) == webmention()


@pytest.mark.parametrize(
    "value",
    [
        f"<{END}>; rel=other; rel=webmention",
        f'<{END}>; title="rel=webmention"',
        f'<{END}>; rel=webmention; anchor="https://blog.example/other/"',
        f"{END}; rel=webmention",
        "<mailto:a@blog.example>; rel=webmention",
        "<http://[::1>; rel=webmention",
        f"<{END}?{'x' * 2048}>; rel=webmention",
        "",
    ],
)
def test_what_a_link_header_does_not_say_is_not_found(value):
    assert found("", ("link", value)) is None


def test_an_empty_target_in_a_header_is_the_page_itself():
    assert found("", ("link", "<>; rel=webmention")) == webmention(HERE)


@pytest.mark.parametrize(
    "hidden",
    [
        '<template><link rel="webmention" href="/wrong"></template>',
        '<textarea><a rel="webmention" href="/wrong">x</a></textarea>',
        '<script>"<a rel=webmention href=/wrong>"</script>',
        '<title><a rel="webmention" href="/wrong">x</a></title>',
        '<area rel="webmention" href="/wrong">',
        '<form rel="webmention" action="/wrong"></form>',
        '<link rel="webmention" href="data:,x">',
        '<link rel="webmention" href="http://[">',
    ],
)
def test_what_only_looks_like_an_endpoint_is_passed_over(hidden):
    assert found(f"<body>{hidden}") is None
    assert found(f'<body>{hidden}<a rel="webmention" href="{END}">x</a>') == webmention()


def test_base_moves_relative_addresses_and_noscript_counts():
    body = '<base href="/elsewhere/"><noscript><link rel="WebMention" href="end"></noscript>'
    assert found(body) == webmention("https://blog.example/elsewhere/end")


def test_a_page_that_is_no_html_is_told_by_its_headers_only():
    body = f'<link rel="webmention" href="{END}">'
    assert found(body, content_type="text/plain") is None
    assert found(body, ("link", f"<{END}>; rel=webmention"), content_type="video/mp4")
    assert found(body, content_type="") == webmention()


RPC = "https://blog.example/rpc"


def test_pingback_is_next_by_header_then_by_link():
    link = f'<link rel="pingback" href="{RPC}2">'
    assert found(link, ("x-pingback", RPC)) == ("pingback", RPC)
    assert found(link) == ("pingback", f"{RPC}2")
    both = f'{link}<a rel="webmention" href="{END}">x</a>'
    assert found(both, ("x-pingback", RPC)) == webmention()


@pytest.mark.parametrize(
    "body",
    [
        f'<a rel="pingback" href="{RPC}">x</a>',
        '<link rel="pingback" href="">',
        '<link rel="pingback">',
        f"<!-- <link rel='pingback' href='{RPC}'> -->",
    ],
)
def test_what_is_no_pingback_server_is_not_taken_for_one(body):
    assert found(body, ("x-pingback", " ")) is None


def rdf(identifier, ping="https://blog.example/tb/7", quote='"'):
    return (
        f"<!--\n<rdf:RDF><rdf:Description rdf:about={quote}{identifier}{quote}\n dc:title="
        f"{quote}a > b{quote} dc:identifier={quote}{identifier}{quote} trackback:ping="
        f"{quote}{ping}{quote}/></rdf:RDF>-->"
    )


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("identifier", [HERE, LINK, "http://www.blog.example/old/", "/old"])
def test_trackback_is_last_and_its_block_must_speak_of_the_link(identifier, quote):
    block = rdf("https://blog.example/other/", "/tb/1") + rdf(identifier, quote=quote)
    assert found(f"<p>{block}") == ("trackback", "https://blog.example/tb/7")
    assert found(f'<link rel="pingback" href="{RPC}">{block}') == ("pingback", RPC)


@pytest.mark.parametrize("where", ["{}<!doctype html><p>x", "<p>x</p></body></html>{}"])
def test_trackback_blocks_may_stand_outside_of_the_document(where):
    assert found(where.format(rdf(HERE)))


@pytest.mark.parametrize(
    "body",
    [
        rdf("https://blog.example/other/"),
        rdf(HERE, ping=""),
        rdf(HERE, ping="ftp://blog.example/"),
        rdf("").replace("dc:identifier", "dc:other"),
        rdf(HERE)[4:-3],
        "<p>nothing at all",
        "",
    ],
)
def test_a_block_that_speaks_of_something_else_or_of_nothing_is_no_endpoint(body):
    assert found(f"<body>{body}") is None


HURTFUL = "<p " + " ".join(f"a{number}=1" for number in range(200)) + ">"


def test_a_page_made_to_hurt_is_not_parsed_but_its_headers_count():
    with pytest.raises(Unreadable):
        found(HURTFUL)
    assert found(HURTFUL, ("link", f"<{END}>; rel=webmention")) == webmention()


@pytest.mark.parametrize(
    "value",
    [
        "<" * 60_000,
        ",<" * 30_000,
        '<x>;a="' * 9_000,
        '<x>;a="\\' * 9_000,
        "<x>" + ";" * 60_000,
        "<x>" + ' ;a="' * 12_000,
        "<x>;a=" + "\\" * 60_000,
        " " * 60_000,
        "," * 60_000,
        "x, " * 20_000,
    ],
)
def test_reading_a_hostile_header_takes_no_time(value):
    start = time.perf_counter()
    list(header_links(value))
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "piece",
    ["<rdf:Description ", '<rdf:Description "', "<rdf:Description a='", "<rdf:Description\n'\""],
)
def test_reading_a_hostile_block_takes_no_time(piece):
    start = time.perf_counter()
    for block in DESCRIPTION.finditer(piece * 20_000):
        ATTRIBUTE.findall(block[1])
    assert time.perf_counter() - start < 2


@given(
    body=st.binary(max_size=400) | st.text(alphabet="<>!-\"'=/ abrelwmntiohf:", max_size=300),
    value=st.text(alphabet='<>;,="\\ relwbmntio/:', max_size=80),
)
def test_any_page_and_any_header_end_in_an_endpoint_on_the_web_or_in_none(body, value):
    endpoint = discover(fetched(body, ("link", value), ("x-pingback", value)), LINK)
    if endpoint:
        assert endpoint.protocol in Ping.Protocol
        assert endpoint.url.startswith(("http://", "https://"))
