"""What characters the bytes of a stranger's page mean. Pure."""

import codecs
import re
from encodings import normalize_encoding
from encodings.aliases import aliases

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
SAID_INSIDE = re.compile(
    rb"""<meta[^>]{0,512}?\bcharset\s{0,8}=[\s"']{0,8}([\w.:-]{1,40})"""
    rb"""|\A\s*<\?xml[^>]{0,256}?\bencoding\s{0,8}=[\s"']{0,8}([\w.:-]{1,40})""",
    re.IGNORECASE,
)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)

# The Web's encodings by Python's name for them, and the codec that browsers take instead
# (https://encoding.spec.whatwg.org/). All else, such as utf-7 or rot13, is no character set here.
CODECS = {
    **{name: name for name in (
        "utf_8", "utf_16_le", "utf_16_be", "cp866", "cp874", "cp932", "cp949", "cp1250", "cp1251",
        "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2",
        "iso8859_3", "iso8859_4", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_10",
        "iso8859_13", "iso8859_14", "iso8859_15", "iso8859_16", "koi8_r", "koi8_u", "mac_roman",
        "mac_cyrillic", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp",
    )},
    "ascii": "cp1252", "latin_1": "cp1252", "iso8859_9": "cp1254", "iso8859_11": "cp874",
    "tis_620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x_gbk": "gb18030",
    "big5": "big5hkscs", "shift_jis": "cp932", "x_sjis": "cp932", "euc_kr": "cp949",
    "utf_16": "utf_16_le", "utf8": "utf_8", "iso_8859_8_i": "iso8859_8",
}  # fmt: skip


def known(label: str | None) -> str | None:
    """Return the codec for a character set's label; None for one that the Web does not use.

    ``codecs.lookup`` is not asked: it remembers every name that it never heard of.
    """
    name = normalize_encoding((label or "").strip().lower())
    return CODECS.get(aliases.get(name, name))


def decode(body: bytes, declared: str | None = None) -> str:
    """Read ``body`` as text; never raises.

    In this order: a byte order mark (the standards let it win), the ``declared`` label of the
    Content-Type header, what the page says of itself in its first 4 KiB, UTF-8, Windows-1252.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    codec_name = known(declared) or _said_inside(body[:4096])
    if codec_name:
        return body.decode(codec_name, "replace")
    try:
        return body.decode("utf_8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _said_inside(start: bytes) -> str | None:
    match = SAID_INSIDE.search(COMMENT.sub(b"", start))
    if match is None:
        return None
    codec = known((match[1] or match[2]).decode("ascii", "replace"))
    # A page that can be read this far is not UTF-16, whatever it says.
    return "utf_8" if codec in ("utf_16_le", "utf_16_be") else codec
