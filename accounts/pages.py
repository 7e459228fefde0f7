"""What the pages of readers' accounts share: who may see them, and how they answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import AccountForm

HOME = "/account/"
"""Below it lie the pages of accounts, wherever the site composes them."""
LONGEST_PATH = 200

type View = Callable[..., HttpResponse]


def account_page(view: View) -> View:
    """A page of one reader's, kept by nobody; 404 where readers have no accounts."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.newsroom.reader_accounts:  # type: ignore[attr-defined]
            raise Http404
        response = view(request, **parts)
        response["X-Robots-Tag"] = "noindex"
        return response

    only = require_http_methods(["GET", "HEAD", "POST"])
    return sensitive_post_parameters()(never_cache(only(answer)))


def for_readers(view: View) -> View:
    """Whoever is not signed in does that first; staff have their account in the admin."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.user.is_reader:
            return redirect("admin:index")
        return view(request, **parts)

    return account_page(answer)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page that signs in, and from there back here."""
    return redirect(f"{reverse('account-sign-in')}?{urlencode({'next': request.get_full_path()})}")


def wanted(request: HttpRequest) -> str:
    """Where somebody wanted to go before an account was asked for, if that is a page of accounts;
    else empty.
    """
    after = request.POST.get("next") or request.GET.get("next", "")
    is_ours = after.startswith(HOME) and "\\" not in after and "//" not in after
    return after if is_ours and len(after) <= LONGEST_PATH else ""


def form_page(request: HttpRequest, form: AccountForm, title: str, **words: Any) -> HttpResponse:
    """A page with one form: 422 when something in it is wrong, 429 when somebody has to wait."""
    status = 429 if form.is_bound and form.seconds else 422 if form.errors else 200
    context = {"form": form, "title": title, **words}
    response = render(request, "accounts/form.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(form.seconds)
    return response


def notice(request: HttpRequest, title: str, *sentences: str, status: int = 200) -> HttpResponse:
    """A page that says one thing."""
    context = {"title": title, "sentences": sentences}
    return render(request, "accounts/notice.html", context, status=status)


def void(request: HttpRequest) -> HttpResponse:
    """A link that was used, is too old, or never was."""
    sentence = _("It was used already, or it is too old. Ask for another one.")
    return notice(request, _("This link is no longer good"), sentence, status=410)
