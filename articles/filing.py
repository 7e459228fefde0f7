"""Sections, tags and authors are saved here: the addresses they had go on leading to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.addresses import Taken, give, remember
from articles.indexing import index_renamed
from articles.models import Author, Section, Tag
from articles.revisions import name_again
from lib.cache import purge
from lib.fold import slug, words

type Filing = Section | Tag | Author


@transaction.atomic
def save_section(section: Section) -> None:
    """Save a section; its path and those of all sections below follow its slug and place.

    Raises ``ValidationError`` when the path is another section's, too long, or a circle.
    """
    list(Section.objects.select_for_update().order_by("pk").values_list("pk"))
    section.clean()
    _save_with_path(section)
    purge("articles", f"section-{section.pk}")


@transaction.atomic
def save_tag(tag: Tag) -> None:
    """Save a tag and remember the address it had; staff find what has it by its new name soon."""
    before = _save(tag)
    _index_names(before, tag)
    purge("articles", f"tag-{tag.pk}")


@transaction.atomic
def save_author(author: Author) -> None:
    """Save an author and remember the address they had; what they made is found by their new name
    soon.

    A name that becomes a pseudonym, or a pseudonym that is changed, leaves nothing behind that
    leads to it from the name before: no old address, and no old label in a revision. Raises
    ``ValidationError`` when the address still tells that name.
    """
    before = Author.objects.select_for_update().filter(pk=author.pk).first()
    hides = before and author.is_pseudonym and _parts(before, author)
    if before and hides and before.name != author.name and author.slug == slug(before.name):
        raise ValidationError({"slug": _("This still tells the name before; write another one.")})
    _save(author)
    if hides:
        author.addresses.filter(current=False).delete()
        name_again(author.pk, author)
    _index_names(before, author)
    purge("articles", f"author-{author.pk}")


@transaction.atomic
def merge_authors(kept: Author, others: Iterable[Author]) -> None:
    """Make several rows of one person one: its names over articles, its addresses, its account.

    What ``kept`` does not say is taken from the others, which are gone then; their addresses lead
    to it. Raises ``ValidationError`` when it would tell who a pseudonym is, or there are two
    accounts.
    """
    ids = {kept.pk, *(other.pk for other in others)}
    rows = Author.objects.select_for_update().order_by("pk").in_bulk(ids)
    if len(rows) < max(len(ids), 2):
        raise ValidationError(_("Choose at least two authors that are there."))
    kept = rows.pop(kept.pk)
    _mergeable([kept, *rows.values()])
    for other in rows.values():
        _merge(other, kept)
        _index_names(other, kept)
        purge(f"author-{other.pk}")
    kept.save()
    purge("articles", f"author-{kept.pk}")


def _parts(before: Author, author: Author) -> bool:
    """Whether nothing may lead from what the row said before to what it says now."""
    return not before.is_pseudonym or before.name != author.name


def _mergeable(rows: list[Author]) -> None:
    if len({row.is_pseudonym for row in rows}) > 1:
        raise ValidationError(
            _("A pseudonym and a name are not made one: everybody could read whose it is.")
        )
    if len([row for row in rows if row.user_id]) > 1:
        raise ValidationError(_("Two of them have accounts; they are two people."))


def _merge(other: Author, kept: Author) -> None:
    twins = kept.bylines.filter(article=OuterRef("article"), role=OuterRef("role"))
    other.bylines.filter(Exists(twins)).delete()
    other.bylines.update(author=kept)
    name_again(other.pk, kept)
    other.addresses.update(author=kept, current=False)
    remember(kept, _path(other), take_over=True)
    for name in ("user", "title", "biography", "photo", "email", "links"):
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    other.delete()


def _save_with_path(section: Section) -> None:
    section.path = unicodedata.normalize("NFC", section.made_path())
    longest = Section._meta.get_field("path").max_length or 0
    if len(section.path) > longest:
        raise ValidationError({"slug": _("The address would be too long.")})
    _save(section)
    for below in section.children.order_by("pk"):
        below.parent = section
        _save_with_path(below)
        purge(f"section-{below.pk}")


def _index_names(before: Tag | Author | None, now: Tag | Author) -> None:
    if before and words(before.name) != words(now.name):
        index_renamed(before.name)


def _save(owner: Filing) -> Any:
    """Save the row; the address it had becomes an old one, its new one the current. Returns the
    row as it was, None for a new one.
    """
    before = type(owner).objects.filter(pk=owner.pk).first()
    owner.save()
    try:
        if before:
            remember(owner, _path(before), take_over=True)
        give(owner, _path(owner), take_over=True)
    except Taken as taken:
        raise ValidationError({"slug": _("Another page has this address.")}) from taken
    return before


def _path(owner: Filing) -> str:
    return unquote(owner.get_absolute_url())
