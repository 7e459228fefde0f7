"""What readers fill in about their accounts; ``seconds`` says how long somebody has to wait."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from lib.lines import Line
from lib.mail import AddressField
from lib.people import person


def too_fast(seconds: int) -> str:
    """The sentence for those who have to wait."""
    return ngettext(
        "Too many attempts. Try again in %(seconds)d second.",
        "Too many attempts. Try again in %(seconds)d seconds.",
        seconds,
    ) % {"seconds": seconds}


class AccountForm(forms.Form):
    """Refuses everything while its sender has to wait."""

    def __init__(
        self, *args: Any, seconds: int = 0, user: User | None = None, **kwargs: Any
    ) -> None:
        self.seconds, self.user = seconds, user
        super().__init__(*args, **{"auto_id": "account-%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        if self.seconds:
            raise ValidationError(too_fast(self.seconds), code="too_fast")
        return self.cleaned_data


def email_field() -> AddressField:
    """One e-mail address, as browsers know it."""
    attributes = {"autocomplete": "email", "dir": "ltr"}
    widget = forms.EmailInput(attrs=attributes)
    return AddressField(label=_("Email"), max_length=100, widget=widget)


def name_field() -> Line:
    """The name that stands under replies."""
    attributes = {"autocomplete": "name", "dir": "auto"}
    return Line(label=_("Name"), max_length=200, widget=forms.TextInput(attrs=attributes))


def password_field(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    """A password, exactly as it is typed."""
    attributes = {"autocomplete": autocomplete, "dir": "ltr"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs=attributes),
        **options,
    )


class EmailForm(AccountForm):
    """An address to which a mail goes."""

    email = email_field()

    def clean_email(self) -> str:
        try:
            return person(self.cleaned_data["email"]).email
        except ValueError:
            raise ValidationError(_("This is no e-mail address.")) from None


class JoinForm(EmailForm):
    """Who wants an account."""

    name = name_field()


class NameForm(AccountForm):
    """Another name."""

    name = name_field()


class SignInForm(EmailForm):
    """Address and password of a reader; the same refusal whoever it is not."""

    password = password_field(_("Password"), "current-password")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        if not self.errors:
            found = authenticate(self.request, username=sent["email"], password=sent["password"])
            if not (isinstance(found, User) and found.is_reader):
                raise ValidationError(
                    _("This e-mail address and this password do not let anybody in here.")
                )
            self.user = found
        return sent


class NewPasswordForm(AccountForm):
    """A password, judged as everywhere."""

    password = password_field(_("New password"), "new-password")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


class PasswordOrNoneForm(NewPasswordForm):
    """A first password; who leaves it empty signs in by mailed links."""

    password = password_field(_("Password"), "new-password", required=False)

    def clean_password(self) -> str:
        return super().clean_password() if self.cleaned_data["password"] else ""


class ProofForm(AccountForm):
    """The password of whoever has one, before something that cannot be taken back."""

    current = password_field(_("Your password"), "current-password", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.user and self.user.has_usable_password()):
            del self.fields["current"]

    def clean_current(self) -> str:
        password: str = self.cleaned_data["current"]
        if self.user and not self.user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password


class ChangePasswordForm(ProofForm, NewPasswordForm):
    """The old password, if there is one, and the new one."""

    field_order = ("current", "password")


class AddressForm(ProofForm, EmailForm):
    """Another address, behind the password."""

    field_order = ("current", "email")
