"""A form that a stranger's program sent: bounded, and as bytes, whose characters come later."""

from contextlib import suppress
from io import BytesIO
from urllib.parse import parse_qsl

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import InputStreamExhausted, MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from lib import charsets
from trackbacks.cases import Case, Refused

LONGEST = 64 * 1024
"""Bytes of a form; what is longer is refused before it is parsed."""
MOST_FIELDS = 100
BYTES = "latin-1"
"""Every byte is one character of it, and back."""


def fields(request: HttpRequest) -> dict[str, bytes]:
    """The first value of each field by its name; raises Refused (SHAPE) for what is no form."""
    body = _body(request)
    read = _multipart if request.content_type == "multipart/form-data" else _urlencoded
    found: dict[str, bytes] = {}
    for name, value in read(request, body):
        found.setdefault(name, value.encode(BYTES, "replace"))
    return found


def characters(value: bytes, *labels: str | None) -> str:
    """Decode by the first of these character sets that fits, then UTF-8, then Windows-1252.

    No form is sent in UTF-16, whatever it says (https://html.spec.whatwg.org/, form submission).
    """
    for codec in filter(None, map(charsets.known, [*labels, "utf-8"])):
        if not codec.startswith("utf_16"):
            with suppress(UnicodeDecodeError):
                return value.decode(codec)
    return value.decode("cp1252", "replace")


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.read(LONGEST + 1)
    except OSError as error:
        raise Refused(Case.SHAPE, _("The form ended too early.")) from error
    if len(body) > LONGEST:
        raise Refused(Case.SHAPE, _("A form is no longer than 64 KiB."))
    return body


def _urlencoded(request: HttpRequest, body: bytes) -> list[tuple[str, str]]:
    """Whatever the content type says: programs often say nothing, or something else."""
    try:
        return parse_qsl(
            body.decode(BYTES), keep_blank_values=True, encoding=BYTES, max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise Refused(Case.SHAPE, _("This is no form that can be read here.")) from error


def _multipart(request: HttpRequest, body: bytes) -> list[tuple[str, str]]:
    """Fields only; a file in it is left out."""
    about = {**request.META, "CONTENT_LENGTH": len(body)}
    try:
        query, __ = MultiPartParser(about, BytesIO(body), [], BYTES).parse()
    except (MultiPartParserError, SuspiciousOperation, InputStreamExhausted) as error:
        raise Refused(Case.SHAPE, _("This is no form that can be read here.")) from error
    return [(name, value) for name, values in query.lists() for value in values]
