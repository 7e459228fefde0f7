"""XML-RPC as bytes: what is a call, what is none, and what XML may not do."""

import xmlrpc.client
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackbacks.xmlrpc import (
    DEEPEST,
    LONGEST,
    MOST_ELEMENTS,
    Call,
    Fault,
    Faulted,
    answer,
    fault,
    parse,
)

BOMBS = Path(__file__).parents[3] / "shared" / "fixtures" / "xml-bombs"
LAUGHS = b"""<!DOCTYPE lolz [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<methodCall><methodName>&c;</methodName></methodCall>"""


def call(params="", name="pingback.ping", declaration=""):
    return f"{declaration}<methodCall><methodName>{name}</methodName>{params}</methodCall>"


def param(value):
    return f"<params><param><value>{value}</value></param></params>"


def refused(body):
    with pytest.raises(Faulted) as caught:
        parse(body.encode() if isinstance(body, str) else body)
    return caught.value.fault


def test_what_the_standard_library_writes_is_read():
    values = ("a & <b>", "سلام", 7, -3, True, 1.5, [1, ["x"]], {"k": "v"}, None)
    body = xmlrpc.client.dumps(values, "some.method", allow_none=True).encode()
    assert parse(body) == Call("some.method", values)


def test_binary_values_are_bytes():
    assert parse(xmlrpc.client.dumps((xmlrpc.client.Binary(b"\0x"),), "m").encode()).params == (
        b"\0x",
    )


def test_a_value_without_a_type_is_text_as_it_stands():
    assert parse(call(param(" http://a.example/?a=1&amp;b=2 ")).encode()).params == (
        " http://a.example/?a=1&b=2 ",
    )


def test_a_call_needs_no_parameters():
    assert parse(call(name="\n system.listMethods ").encode()) == Call("system.listMethods", ())
    assert parse(call("<params/>", name="m").encode()) == Call("m", ())


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "iso-8859-6", "windows-1256"])
def test_the_declared_character_set_counts(codec):
    declaration = f'<?xml version="1.0" encoding="{codec}"?>'
    assert parse(call(param("سلام"), declaration=declaration).encode(codec)).params == ("سلام",)


def test_character_sets_of_several_bytes_count_too():
    body = call(param("日本"), declaration='<?xml version="1.0" encoding="Shift_JIS"?>')
    assert parse(body.encode("shift_jis")).params == ("日本",)


MALFORMED = {
    "nothing": b"",
    "no XML": b"hello",
    "not closed": b"<methodCall><methodName>m</methodName>",
    "two roots": b"<methodCall/><methodCall/>",
    "not UTF-8": b"<methodCall><methodName>\xff</methodName></methodCall>",
    "unknown character set": b'<?xml version="1.0" encoding="rot13"?><methodCall/>',
    "a character set that hurts": b'<?xml version="1.0" encoding="punycode"?><methodCall/>',
    "odd bytes of UTF-16": b"\xff\xfe<",
    "a control character": b"<methodCall><methodName>\x01</methodName></methodCall>",
    "a document type": b"<!DOCTYPE methodCall><methodCall><methodName>m</methodName></methodCall>",
    "entities": LAUGHS,
    "an unknown entity": b"<methodCall><methodName>&m;</methodName></methodCall>",
    "an external entity": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "a parameter entity": b'<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1/"> %e;]><a/>',
    "too deep": b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1),
    "too many elements": b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>",
    "too long": b"<methodCall><methodName>m</methodName></methodCall>".ljust(LONGEST + 1),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_harmless_xml_is_malformed(body):
    assert refused(body) == Fault.MALFORMED == -32700


def test_64_kib_are_not_too_long():
    assert (
        parse(b"<methodCall><methodName>m</methodName></methodCall>".ljust(LONGEST)).method == "m"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<methodResponse/>",
        "<methodCall/>",
        "<methodCall><methodName/></methodCall>",
        "<methodCall><methodName>a b</methodName></methodCall>",
        "<methodCall><methodName><b>m</b></methodName></methodCall>",
        "<methodCall><methodName>m</methodName><methodName>n</methodName></methodCall>",
        "<html><body>hello</body></html>",
        "<x:methodCall xmlns:x='y'><methodName>m</methodName></x:methodCall>",
    ],
)
def test_other_xml_is_no_call(body):
    assert refused(body) == Fault.NOT_A_CALL == -32600


@pytest.mark.parametrize(
    "params",
    [
        "<params><param/></params>",
        "<params><value>a</value></params>",
        "<params><param><value>a</value><value>b</value></param></params>",
        param("<int>seven</int>"),
        param("<int>٧</int>"),
        param("<int/>"),
        param("<boolean>2</boolean>"),
        param("<double>much</double>"),
        param("<base64>?</base64>"),
        param("<nil>x</nil>"),
        param("<unknown>x</unknown>"),
        param("<string>a</string>b"),
        param("<string>a</string><string>b</string>"),
        param("<string><b>a</b></string>"),
        param("<array><value>a</value></array>"),
        param("<array><data>x<int>1</int></data></array>"),
        param("<struct><member><value>1</value></member></struct>"),
    ],
)
def test_parameters_that_are_no_values_are_wrong(params):
    assert refused(call(params)) == Fault.WRONG_PARAMETERS == -32602


def test_answers_and_faults_are_read_by_the_standard_library():
    assert xmlrpc.client.loads(answer("a & <b> سلام"))[0] == ("a & <b> سلام",)
    assert xmlrpc.client.loads(answer(["a", "b"]))[0] == (["a", "b"],)
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(fault(Fault.REGISTERED, "a & b\0"))
    assert (caught.value.faultCode, caught.value.faultString) == (48, "a & b")


@given(st.text())
def test_any_text_makes_a_well_formed_answer(text):
    xmlrpc.client.loads(answer(text))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_call_or_a_fault(body):
    with suppress(Faulted):  # anything else would be an error
        assert isinstance(parse(body), Call)


@pytest.mark.skipif(not BOMBS.is_dir(), reason="the shared fixtures are not here")
@pytest.mark.parametrize("name", sorted(file.name for file in BOMBS.glob("*.xml")) or ["none"])
def test_no_bomb_explodes(name):
    assert refused((BOMBS / name).read_bytes()) in {Fault.MALFORMED, Fault.NOT_A_CALL}
