"""Sections, tags and authors are saved here: the addresses they had go on leading to them."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.addresses import Taken, give, remember
from articles.models import Author, Section, Tag
from lib.cache import purge

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
    """Save a tag and remember the address it had."""
    _save(tag)
    purge("articles", f"tag-{tag.pk}")


@transaction.atomic
def save_author(author: Author) -> None:
    """Save an author and remember the address they had."""
    _save(author)
    purge("articles", f"author-{author.pk}")


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


def _save(owner: Filing) -> None:
    """Save the row; the address it had becomes an old one, its new one the current."""
    before = type(owner).objects.filter(pk=owner.pk).first()
    owner.save()
    try:
        if before:
            remember(owner, _path(before), take_over=True)
        give(owner, _path(owner), take_over=True)
    except Taken as taken:
        raise ValidationError({"slug": _("Another page has this address.")}) from taken


def _path(owner: Filing) -> str:
    return unquote(owner.get_absolute_url())
