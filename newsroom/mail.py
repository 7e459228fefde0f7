"""Where mails go while no mail server is named, and what of them is somebody's."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from django.db import transaction

from lib.people import Facts, Person

BETWEEN = b"-" * 79
"""The line that Django writes after each mail of a file."""


class KeptMail(EmailBackend):
    """Keeps each mail as a file: nothing is sent and nothing is lost."""


def export_mails(person: Person) -> list[Facts]:
    """Kept mails to the person, or that name the address."""
    found = [mail for _, mails in _files() for mail in mails if _names(mail, person)]
    return [
        {"to": mail["To"], "subject": mail["Subject"], "text": _text(mail)}
        for mail in map(_read, found)
    ]


def erase_mails(person: Person, keep_text: bool) -> int:
    """Remove those mails, once what else is erased is erased for good."""
    count = sum(_names(mail, person) for _, mails in _files() for mail in mails)
    if count:
        transaction.on_commit(partial(_remove, person))
    return count


def _remove(person: Person) -> None:
    """Mails of one second may share a file: those of others stay in it."""
    for file, mails in _files():
        others = [mail for mail in mails if not _names(mail, person)]
        if not others:
            file.unlink(missing_ok=True)
        elif len(others) < len(mails):
            file.write_bytes(b"".join(mail + b"\n" + BETWEEN + b"\n" for mail in others))


def _files() -> Iterator[tuple[Path, list[bytes]]]:
    """Each file with its mails; nothing where mails are not kept."""
    folder = settings.MAILERS["default"].get("OPTIONS", {}).get("file_path")
    for file in sorted(Path(folder).glob("*.log")) if folder else []:
        parts = map(bytes.strip, file.read_bytes().split(BETWEEN))
        yield file, [part for part in parts if part]


def _names(mail: bytes, person: Person) -> bool:
    """Whether the address stands in the mail, however its text is encoded."""
    read = _read(mail)
    words = "\n".join([str(read["To"]), str(read["Reply-To"]), str(read["Subject"]), _text(read)])
    return re.search(person.pattern, words, re.IGNORECASE) is not None


def _read(mail: bytes) -> EmailMessage:
    return message_from_bytes(mail, policy=policy.default)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""
