"""What is kept about people, registered by the room that keeps it.

So that everything of one e-mail address can be shown to its owner and erased, and networks are
forgotten everywhere, though rooms know nothing of the rooms above them. Tests compare the registry
with the columns: an e-mail address or a network in a row that nobody registered fails.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

type Facts = dict[str, Any]
"""What is kept in one row, as JSON can hold it."""


@dataclass(frozen=True)
class Person:
    """Somebody, known by one e-mail address however it is written."""

    email: str
    forms: frozenset[str]
    """Every way in which the address may be kept, in lower case."""

    @property
    def pattern(self) -> str:
        """A regular expression (Python's and PostgreSQL's) for the address among other words:
        not as the end or the beginning of a longer address.
        """
        words = "|".join(map(re.escape, sorted(self.forms)))
        return rf"(?<![\w.+%-])({words})(?![\w-]|\.\w)"


class Part(NamedTuple):
    """One kind of thing that is kept about people."""

    label: Any
    """What staff read."""
    rows: frozenset[str]
    """Labels of the models with an e-mail address that this part answers for."""
    export: Callable[[Person], Iterable[Facts]]
    erase: Callable[[Person, bool], int]
    """Takes whether published text stays; gives how many things; again gives 0."""


PARTS: dict[str, Part] = {}
"""Name in the export → what it is; in the order of the rooms from above to below."""

NETWORKS: dict[str, Callable[[datetime], int]] = {}
"""Label of a model → the verb that erases the networks of its rows older than a moment."""


def keeps(
    name: str,
    label: Any,
    *rows: str,
    export: Callable[[Person], Iterable[Facts]],
    erase: Callable[[Person, bool], int],
) -> None:
    """Register what a room keeps about people, and in which ``rows`` (``comments.Comment``)."""
    PARTS[name] = Part(label, frozenset(rows), export, erase)


def keeps_networks(row: str, forget: Callable[[datetime], int]) -> None:
    """Register the verb that forgets the networks in a model's rows."""
    NETWORKS[row] = forget


def person(email: str) -> Person:
    """Whoever has this address. Raises `ValueError` for what is none.

    Case, white space around it, full-width letters and the two spellings of an international
    domain make no difference; dots and ``+words`` do: whose they are is the mail host's business.
    """
    name, at, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    if not (name and at and domain) or any(map(str.isspace, name + domain)):
        raise ValueError("This is no e-mail address.")
    domains = {domain, _ascii(domain), _unicode(domain)}
    forms = frozenset(f"{name}@{one}" for one in domains)
    return Person(f"{name}@{_ascii(domain)}", forms)


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _unicode(domain: str) -> str:
    try:
        return domain.encode().decode("idna")
    except UnicodeError:
        return domain
