"""The bytes of a page as characters."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charsets import decode, known

PERSIAN = "گفت‌وگو"


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        (codecs.BOM_UTF8 + PERSIAN.encode(), "windows-1252", PERSIAN),
        (codecs.BOM_UTF16_LE + "a".encode("utf-16-le"), None, "a"),
        (codecs.BOM_UTF16_BE + "a".encode("utf-16-be"), None, "a"),
        ("سلام".encode("cp1256"), "windows-1256", "سلام"),
        (b'<meta charset="windows-1256">' + "سلام".encode("cp1256"), None, "سلام"),
        (b'<meta charset="windows-1252">' + "é".encode(), "utf-8", "é"),
        (
            b"<META http-equiv=x content='text/html; Charset=koi8-r'>" + "да".encode("koi8-r"),
            None,
            "да",
        ),
        (b"<?xml version='1.0' encoding='iso-8859-2'?>" + "ł".encode("iso8859-2"), None, "ł"),
        (b'<!-- <meta charset="koi8-r"> --><meta charset=utf-8>\xc3\xa9', None, "é"),
        (b'<meta charset="utf-16">\xc3\xa9', None, "é"),
        (b'<meta charset="utf-7">+ADw-\xc3\xa9', None, "+ADw-é"),
        (b"\x93quoted\x94", "iso-8859-1", "“quoted”"),
        (b"\xc3\xa9", "no-such-charset", "é"),
        (b"caf\xe9", None, "café"),
        (b"caf\xe9 \x81", None, "café \ufffd"),
        (b"caf\xe9", "utf-8", "caf\ufffd"),
        ("日本".encode("cp932"), "x-sjis", "日本"),
        (b"", None, ""),
    ],
)
def test_a_page_is_read_in_its_character_set(body, declared, text):
    assert decode(body, declared).endswith(text)


@pytest.mark.parametrize(
    "label", ["utf-7", "rot13", "hex", "zip", "idna", "punycode", "unicode_escape", "undefined",
              "mbcs", "../x", "", " ", None, "\0", "é", "x" * 10_000]
)  # fmt: skip
def test_what_the_web_does_not_use_is_no_character_set(label):
    assert known(label) is None


@pytest.mark.parametrize(
    ("label", "codec"),
    [(" UTF-8 ", "utf_8"), ("utf8", "utf_8"), ("latin1", "cp1252"), ("US-ASCII", "cp1252"),
     ("ISO-8859-1", "cp1252"), ("iso-8859-9", "cp1254"), ("gb2312", "gb18030"),
     ("Big5", "big5hkscs"), ("Shift_JIS", "cp932"), ("euc-kr", "cp949"),
     ("ks_c_5601-1987", "cp949"), ("macintosh", "mac_roman"), ("windows-1256", "cp1256"),
     ("utf-16", "utf_16_le")],
)  # fmt: skip
def test_a_label_means_what_browsers_take_it_for(label, codec):
    assert known(label) == codec
    assert codecs.lookup(codec)


@given(st.binary(), st.one_of(st.none(), st.text()))
def test_decoding_never_fails(body, declared):
    assert isinstance(decode(body, declared), str)
