"""Brings the catalogues up to date: each sentence of code and templates in each, then compiled.

    .venv/bin/python .ci/catalogues.py [compile]

Gathering the sentences needs gettext; ``compile`` alone does not. The compiled files are kept
beside their sources, so that a clone speaks every language without any preparation.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
UNTIDY = re.compile(
    r'^"POT-Creation-Date:.*\n|^#, fuzzy\n(?=msgid ""\nmsgstr ""\n"Project-Id)', re.MULTILINE
)
"""Lines that change without a change of meaning."""
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def main(words: list[str]) -> None:
    if words != ["compile"]:
        gather()
    for source in sources():
        source.with_suffix(".mo").write_bytes(compiled(source))


def sources() -> list[Path]:
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


def gather() -> None:
    """Put new sentences into each catalogue and take those out that nobody says any more."""
    if not shutil.which("xgettext"):
        sys.exit("error: gettext is not installed (Debian: apt install gettext).")
    languages = [f"--locale={source.parent.parent.name}" for source in sources()]
    command = [
        sys.executable, "manage.py", "makemessages", *languages, "--verbosity=0",
        "--no-wrap", "--no-obsolete", "--add-location=file", "--ignore=tests", "--ignore=var",
    ]  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    for source in sources():
        source.write_text(UNTIDY.sub("", source.read_text("utf-8")), "utf-8")


def compiled(source: Path) -> bytes:
    """The translations of a catalogue as gettext reads them: no unsure, no half-done ones."""
    with source.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    catalog.creation_date = catalog.revision_date = UNDATED
    for message in list(catalog):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(strings):
            catalog.delete(message.id, message.context)
    made = io.BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
