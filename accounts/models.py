"""People who sign in. An author is somebody else: people leave, bylines stay."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.languages import LANGUAGES
from lib.mail import reachable


class FoldedEmailField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address stored and looked up without regard to case, that mail leaves for."""

    default_validators = [reachable]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class UserManager(BaseUserManager["User"]):
    """Makes accounts, which e-mail addresses name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who may sign in; without a password, by a reset link only."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """The first account, which may do everything."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def readers(self) -> models.QuerySet[User]:
        """Those who sign in to reply: never anybody who may enter the admin."""
        return self.filter(is_active=True, is_staff=False, is_superuser=False)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail address; what they may do is their groups' business."""

    email = FoldedEmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the admin"),
        max_length=10,
        choices=LANGUAGES,
        blank=True,
        help_text=_("Empty for the newsroom's own."),
    )
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Who leaves is made inactive; bylines stay.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_folded")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_reader(self) -> bool:
        """Whether ``User.objects.readers()`` holds this row."""
        return self.is_active and not (self.is_staff or self.is_superuser)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
