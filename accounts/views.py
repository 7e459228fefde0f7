"""The pages of readers' accounts, below ``/account/``; there are none unless the policy asks so.

Each view may be told ``seconds``: how long its sender has to wait, as who composes the site counts.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mails, readers
from accounts.forms import (
    AccountForm,
    AddressForm,
    ChangePasswordForm,
    EmailForm,
    JoinForm,
    NameForm,
    NewPasswordForm,
    PasswordOrNoneForm,
    ProofForm,
    SignInForm,
)
from accounts.links import Purpose, opened, reader_of
from accounts.models import User
from accounts.pages import account_page, for_readers, form_page, notice, void, wanted

BACKEND = "django.contrib.auth.backends.ModelBackend"


# Without an account


@account_page
def join(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """Ask for an account; the mail says whether there is one."""
    form = JoinForm(request.POST or None, seconds=seconds)
    if form.is_valid():
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        mails.send_joining.enqueue(email, name, wanted(request))
        return redirect("account-sent")
    return form_page(
        request,
        form,
        _("An account of your own"),
        sentence=_("We send a mail to your address; the link in it makes the account."),
        button=_("Send the mail"),
        next=wanted(request),
    )


@account_page
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody, so that nobody learns who has an account."""
    return notice(
        request,
        _("Look at your mail"),
        _("If the address is right, a mail is on its way. What to do next stands in it."),
    )


@account_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a mail to join leads: it acts on POST only, because scanners follow it."""
    words = readers.wants_to_join(token)
    form = PasswordOrNoneForm(request.POST or None, user=User(**words))
    if words and form.is_valid():
        user = readers.join(token, form.cleaned_data["password"])
        return _signed_in(request, user)
    if not words:
        return void(request)
    return form_page(
        request,
        form,
        _("Make the account"),
        sentence=_("Without a password you sign in by links that we mail to you."),
        known=words["email"],
        button=_("Make the account"),
        next=wanted(request),
    )


@account_page
def sign_in(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """By address and password; beside it stands the way by mail."""
    form = SignInForm(request, request.POST or None, seconds=seconds)
    if form.is_valid():
        return _signed_in(request, form.user)
    return form_page(
        request,
        form,
        _("Sign in"),
        button=_("Sign in"),
        next=wanted(request),
        is_entrance=True,
    )


@account_page
def ask_link(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """Ask for a link that signs in once."""
    return _ask(request, mails.send_entering, _("A link to sign in"), seconds)


@account_page
def forgotten(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """Ask for a link to a new password."""
    return _ask(request, mails.send_renewing, _("A new password"), seconds)


@account_page
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Where a link to sign in leads."""
    if request.method == "POST":
        return _signed_in(request, readers.enter(token))
    user = reader_of(Purpose.ENTER, token)
    if user is None:
        return void(request)
    return form_page(
        request,
        AccountForm(),
        _("Sign in"),
        known=user.email,
        button=_("Sign in"),
        next=wanted(request),
    )


@account_page
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Where a link to a new password leads."""
    user = reader_of(Purpose.PASSWORD, token)
    if user is None:
        return void(request)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        return _signed_in(request, readers.renew_password(token, form.cleaned_data["password"]))
    return form_page(
        request,
        form,
        _("A new password"),
        known=user.email,
        button=_("Use this password"),
        next=wanted(request),
    )


# With an account


@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """What the account is, and the ways to change it."""
    return render(request, "accounts/home.html", {"reader": request.user})


@for_readers
def rename(request: HttpRequest) -> HttpResponse:
    """Another name."""
    reader = _reader(request)
    form = NameForm(request.POST or None, initial={"name": reader.name})
    if form.is_valid():
        readers.rename(reader, form.cleaned_data["name"])
        return redirect("account")
    return form_page(request, form, _("Your name"), button=_("Save"))


@for_readers
def move_away(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """Ask for another address, which a mail to it confirms."""
    reader = _reader(request)
    form = AddressForm(request.POST or None, seconds=seconds, user=reader)
    if form.is_valid():
        mails.send_moving.enqueue(reader.pk, form.cleaned_data["email"])
        return redirect("account-sent")
    return form_page(
        request,
        form,
        _("Another e-mail address"),
        sentence=_("We send a mail to the new address; the link in it changes the account."),
        button=_("Send the mail"),
    )


@account_page
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a mail to a new address leads."""
    if request.method == "POST":
        if readers.move(token) is None:
            return void(request)
        return redirect("account")
    if reader_of(Purpose.ADDRESS, token) is None:
        return void(request)
    new = opened(Purpose.ADDRESS, token)["email"]
    title = _("Your new e-mail address")
    return form_page(request, AccountForm(), title, known=new, button=_("Use this address"))


@for_readers
def change_password(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """A new password behind the old one; this browser stays signed in."""
    reader = _reader(request)
    form = ChangePasswordForm(request.POST or None, seconds=seconds, user=reader)
    if form.is_valid():
        readers.set_password(reader, form.cleaned_data["password"])
        update_session_auth_hash(request, reader)
        return redirect("account")
    return form_page(request, form, _("Your password"), button=_("Use this password"))


@for_readers
def leave(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """Asks first; then the account and what is kept about its address are gone."""
    reader = _reader(request)
    form = ProofForm(
        request.POST if request.method == "POST" else None, seconds=seconds, user=reader
    )
    if form.is_valid():
        logout(request)
        readers.leave(reader)
        return notice(request, _("Your account is deleted"), _("Nothing is kept that names you."))
    keeps = request.newsroom.keeps_erased_text  # type: ignore[attr-defined]
    return form_page(
        request,
        form,
        _("Delete the account"),
        sentence=_("Your published comments stay, without your name. There is no way back.")
        if keeps
        else _("Your comments go with it. There is no way back."),
        button=_("Delete it for good"),
    )


@account_page
def sign_out(request: HttpRequest) -> HttpResponse:
    """By a button, so that no link of another page signs anybody out."""
    if request.method == "POST":
        logout(request)
    return redirect("account-sign-in")


def _ask(request: HttpRequest, letter: Any, title: str, seconds: int) -> HttpResponse:
    form = EmailForm(request.POST or None, seconds=seconds)
    if form.is_valid():
        letter.enqueue(form.cleaned_data["email"], wanted(request))
        return redirect("account-sent")
    return form_page(request, form, title, button=_("Send the mail"), next=wanted(request))


def _signed_in(request: HttpRequest, user: User | None) -> HttpResponse:
    """The session of a reader; then where he wanted to go."""
    if user is None:
        return void(request)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect(wanted(request) or reverse("account"))


def _reader(request: HttpRequest) -> User:
    return cast("User", request.user)
