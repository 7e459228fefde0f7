"""Names that somebody typed become tags: those that are there, and new ones."""

from collections.abc import Iterable

from django.db import IntegrityError

from articles.filing import save_tag
from articles.models import Tag
from lib.fold import fold


def tags_named(names: Iterable[str], language: str) -> list[Tag]:
    """The tags of these names, in whichever spelling; a missing one is made, in this language."""
    keys = {name: fold(name)[:100] for name in names}
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=keys.values())}
    return [known.get(key) or _made(name, key, language) for name, key in keys.items()]


def _made(name: str, key: str, language: str) -> Tag:
    tag = Tag(name=name, language=language)
    try:
        save_tag(tag)
    except IntegrityError:  # somebody else made it meanwhile
        return Tag.objects.get(folded=key)
    return tag
