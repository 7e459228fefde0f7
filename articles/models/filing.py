"""What articles are filed under and who wrote them: sections, tags, authors."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from accounts.models import FoldedEmailField
from lib.fold import fold, is_reserved, slug
from lib.html import STAFF, excerpt, paragraphs, text_of
from lib.languages import LANGUAGES
from masthead.models import Mode, Speakers
from photos.models import Photo


def not_reserved(word: str) -> None:
    """Refuse a slug that is part of other addresses."""
    if is_reserved(word):
        raise ValidationError(
            _("“%(word)s” is part of other addresses; choose another."), params={"word": word}
        )


def spelled_for_addresses(word: str) -> None:
    """Refuse what is not letters, marks and digits of any script (NFC), "-" and "_"."""
    plain = all(sign in "-_" or unicodedata.category(sign)[0] in "LMN" for sign in word)
    if not plain or not unicodedata.is_normalized("NFC", word):
        raise ValidationError(_("Write letters, digits and hyphens only."))


class SlugField(models.SlugField):  # type: ignore[type-arg]
    """A Unicode slug (NFC) that is no reserved word of the addresses.

    Django's own check of Unicode slugs refuses the vowel signs of Hindi and its neighbours.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs["allow_unicode"] = True
        super().__init__(*args, **kwargs)
        others = [one for one in self.validators if one is not validate_unicode_slug]
        self.validators = [spelled_for_addresses, not_reserved, *others]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.CharField.formfield(self, **kwargs)


class InLanguage(models.Model):
    """Something written in a language, with its translations in one group."""

    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    translation_group = models.UUIDField(
        _("translation group"), default=uuid.uuid4, editable=False, db_index=True
    )

    class Meta:
        abstract = True


class Section(InLanguage):
    """A place in the paper, such as Culture, perhaps within another."""

    name = models.CharField(_("name"), max_length=100)
    slug = SlugField(_("slug"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    path = models.CharField(_("path"), max_length=500, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    comments_open = models.BooleanField(_("readers may reply"), null=True, blank=True)
    linkbacks_open = models.BooleanField(_("other sites may link back"), null=True, blank=True)
    likes_open = models.BooleanField(_("readers may like"), null=True, blank=True)
    who_may_reply = models.CharField(
        _("who may reply"), max_length=10, choices=Speakers, null=True, blank=True
    )
    comments_mode = models.CharField(
        _("a reply that nothing speaks against"), max_length=8, choices=Mode, null=True, blank=True
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "path"]
        indexes = [models.Index(fields=["position", "path"], name="section_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.path])

    def clean(self) -> None:
        above = self.parent
        while above:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("A section cannot be part of itself.")})
            above = above.parent
        if Section.objects.filter(path=self.made_path()).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another section has this address.")})

    def made_path(self) -> str:
        """The slugs from the top section down to this one."""
        return f"{self.parent.path}/{self.slug}" if self.parent else self.slug


class Tag(InLanguage, TagBase):  # type: ignore[django-manager-missing]
    """What an article is about; spellings that fold to the same words are one tag."""

    slug = SlugField(_("slug"), unique=True)
    folded = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)[:100]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    def clean(self) -> None:
        twin = Tag.objects.filter(folded=fold(self.name)).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError(
                {"name": _("There is already the tag “%(name)s”.") % {"name": twin.name}}
            )

    def slugify(self, tag: str, i: int | None = None) -> str:
        made = slug(tag, self.language) or "tag"
        return f"{made}-{i + 1}" if i else made


SHORT = 280
"""Characters of a biography below an article, and of what others show of the author's page."""


class Author(models.Model):
    """Whose name stands over an article; never an account, though one may belong to them.

    Of a pseudonym only the name is public: nothing that the public sees comes from the account.
    """

    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    slug = SlugField(_("slug"), unique=True)
    is_pseudonym = models.BooleanField(
        _("pseudonym"),
        default=False,
        help_text=_(
            "Nothing public leads from this name to the account, or to a name and an address that "
            "it had before."
        ),
    )
    title = models.CharField(
        _("title"), max_length=100, blank=True, help_text=_("Such as “Science editor”.")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
        help_text=_("Empty for people who do not sign in. Never shown."),
    )
    biography = models.TextField(
        _("biography"),
        max_length=5_000,
        blank=True,
        help_text=_("Shown on their page, and in short below their articles."),
    )
    biography_html = models.TextField(blank=True, editable=False)
    photo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    email = FoldedEmailField(
        _("public e-mail address"), blank=True, help_text=_("Everybody can read it.")
    )
    links = models.JSONField(_("links"), default=list, blank=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        indexes = [models.Index(fields=["name"], name="author_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)[:200]
        self.biography_html = paragraphs(self.biography, STAFF)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def in_short(self) -> str:
        """The beginning of the biography as one line of plain text."""
        return excerpt(text_of(self.biography_html), SHORT) if self.biography_html else ""
