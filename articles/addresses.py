"""Every address that an article, section, tag or author has or ever had.

Addresses are kept as people read them: decoded, composed (NFC), with the query string where an old
one had a query (``/?p=12``).
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from urllib.parse import unquote

from django.db import transaction

from articles.models import Address, Article, Author, Section, Tag
from lib.rows import row, rows

type Owner = Article | Section | Tag | Author

LONGEST = 2_000
"""Characters of a path that is looked for: no address, however it is composed, is longer."""
MOST_PARTS = 20
"""Of a query; each is looked for with the whole path before it."""


class Taken(Exception):
    """The address belongs to something else."""


def dated(moment: datetime, slug: str) -> str:
    """The address of an article published at ``moment``, which is in the newsroom's zone."""
    return f"/{moment:%Y/%m/%d}/{slug}/"


@transaction.atomic
def give(owner: Owner, path: str, *, take_over: bool = False) -> Address:
    """Make ``path`` the owner's current address; the one it had stays and leads here.

    Raises ``Taken`` when somebody else has or had it. ``take_over`` takes it from who had it once.
    """
    path = composed(path)
    Address.objects.filter(**{_field(owner): owner}, current=True).exclude(path=path).update(
        current=False
    )
    address = remember(owner, path, take_over=take_over)
    if not address.current:
        address.current = True
        address.save(update_fields=["current"])
    if isinstance(owner, Article):
        owner.path = path
        Article.objects.filter(pk=owner.pk).update(path=path)
    return address


@transaction.atomic
def remember(owner: Owner, path: str, *, take_over: bool = False) -> Address:
    """Let an old or imported address lead to its owner; raises ``Taken`` as ``give`` does."""
    field = _field(owner)
    address, __ = Address.objects.select_for_update().get_or_create(
        path=composed(path), defaults={field: owner, "current": False}
    )
    if address.owner != owner:
        if address.current or not take_over:
            raise Taken(path)
        setattr(address, _field(address.owner), None)
        setattr(address, field, owner)
        address.save()
    return address


def article_at(path: str) -> Article | None:
    """The article at an address, current or old, with or without its last slash, in any state.

    ``path`` may be percent-encoded and may have a query string: one that was itself an address
    (``/?p=12``) counts, any other (``?utm_source=…``) does not.
    """
    address = find(path)
    return address.article if address else None


def find(path: str) -> Address | None:
    """The row of an address, spelled as in ``article_at``; None when nothing ever stood there."""
    spellings = _spellings(path)
    found = {one.path: one for one in rows(Address, "path = ANY(%(paths)s)", paths=spellings)}
    address = next((found[spelling] for spelling in spellings if spelling in found), None)
    if address and address.article_id:  # what most addresses belong to
        article = row(Article, "id = %(id)s", id=address.article_id)
        if article is None:
            return None  # both were erased meanwhile
        address.article = article
    return address


def composed(path: str) -> str:
    """One spelling for all Unicode forms of a path."""
    return unicodedata.normalize("NFC", path)


def _field(owner: Owner) -> str:
    return str(owner._meta.model_name)


def _spellings(path: str) -> list[str]:
    """What to look for, the most telling first: with the query, with each part of it, without."""
    path, _, query = path.partition("#")[0].partition("?")
    path = unquote(path)
    if len(path) > LONGEST or "\0" in path or "\0" in query:
        return []
    path = composed(path)
    queries = [query, *query.split("&")[:MOST_PARTS]] if query else []
    with_slash = [] if path.endswith("/") else [f"{path}/"]
    return [f"{path}?{part}" for part in queries] + [path, *with_slash]
