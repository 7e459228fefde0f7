"""A forgotten password: a link by mail, good once, to the address of the account only."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.tasks import task
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.forms import too_fast
from accounts.models import User
from lib.mail import send
from masthead.models import Newsroom
from newsroom.sign_in import remember_browser, seconds_to_wait, slowed_down
from newsroom.site import under_policy


class ForgottenForm(PasswordResetForm):
    """Who has an account is told by mail only."""

    seconds = 0
    request: HttpRequest

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.seconds = seconds_to_wait(self.request, email, "forgotten")
        if self.seconds:
            self.add_error("email", too_fast(self.seconds))
        return email

    def get_users(self, email: str) -> Iterable[User]:
        """Also those who never had a password: that is how they get one."""
        return User.objects.filter(email=email.strip().lower(), is_active=True)

    def save(self, *args: Any, **options: Any) -> None:
        for user in self.get_users(self.cleaned_data["email"]):
            send_link.enqueue(user.pk)


@task()
def send_link(user_id: int) -> None:
    """Mail the link to somebody who still may sign in."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        mail_link(user)


def mail_link(user: User) -> None:
    """The mail with the link, in the language of the person."""
    newsroom = Newsroom.objects.current()
    name = urlsafe_base64_encode(force_bytes(user.pk))
    where = reverse("password_reset_confirm", args=[name, default_token_generator.make_token(user)])
    with translation.override(user.language or newsroom.language):
        context = {"newsroom": newsroom, "user": user, "address": settings.SITE_URL + where}
        send("newsroom/forgotten", [user.email], context)


class InAdmin:
    """Looks like the admin and is under its policy."""

    request: HttpRequest

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {
            **admin.site.each_context(self.request),
            **super().get_context_data(**context),  # type: ignore[misc]
        }


class Forgotten(InAdmin, views.PasswordResetView):
    """Asks for the address of the account."""

    form_class = ForgottenForm
    success_url = reverse_lazy("password_reset_done")

    def get_form(self, *args: Any) -> Any:
        form: Any = super().get_form(*args)
        form.request = self.request
        return form

    def form_invalid(self, form: Any) -> HttpResponse:
        return slowed_down(super().form_invalid(form), form.seconds)


class Sent(InAdmin, views.PasswordResetDoneView):
    """Says that a mail is on its way, if there is such an account."""


class NewPassword(InAdmin, views.PasswordResetConfirmView):
    """Where the link in the mail leads."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Who read the mail is who he says: his browser is known from now on."""
        response = super().form_valid(form)
        remember_browser(response, form.user)
        return response

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(*args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class Renewed(InAdmin, views.PasswordResetCompleteView):
    """Says that the new password holds."""


urlpatterns: list[URLPattern] = [
    path("forgotten/", under_policy(Forgotten.as_view()), name="admin_password_reset"),
    path("forgotten/sent/", under_policy(Sent.as_view()), name="password_reset_done"),
    path(
        "reset/<uidb64>/<token>/", under_policy(NewPassword.as_view()),
        name="password_reset_confirm",
    ),
    path("reset/done/", under_policy(Renewed.as_view()), name="password_reset_complete"),
]  # fmt: skip
