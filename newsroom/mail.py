"""Where mails go while no mail server is named, and what of them is somebody's."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

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
    return [
        {"file": file.name, "to": mail["To"], "subject": mail["Subject"], "text": _text(mail)}
        for file, mail in _mails_of(person)
    ]


def erase_mails(person: Person, keep_text: bool) -> int:
    """Remove those files, once what else is erased is erased for good."""
    files = {file for file, _ in _mails_of(person)}
    for file in files:
        transaction.on_commit(lambda file=file: file.unlink(missing_ok=True))  # type: ignore[misc]
    return len(files)


def _mails_of(person: Person) -> Iterator[tuple[Path, EmailMessage]]:
    for file in sorted(_folder().glob("*.log")):
        for part in file.read_bytes().split(BETWEEN):
            mail = cast("EmailMessage", message_from_bytes(part.strip(), policy=policy.default))
            if re.search(person.pattern, _everything(mail), re.IGNORECASE):
                yield file, mail


def _folder() -> Path:
    """Where mails are kept; without such a back-end nothing is."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    return Path(options.get("file_path", "/nonexistent"))


def _everything(mail: EmailMessage) -> str:
    return "\n".join([str(mail["To"]), str(mail["Reply-To"]), _text(mail)])


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return body.get_content() if body else ""
