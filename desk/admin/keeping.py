"""Unsaved texts around the article's form: offered above it, let go when it is saved, rescued when
whoever typed it is signed out by then.
"""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from accounts.requests import person_of
from articles.models import Article
from desk.admin.reports import Reports
from desk.keeping import NotKept, Place, get_back, keep_form, let_go, text_of, throw_away
from desk.models import Unsaved
from desk.reading import Unreadable, own, own_uuid, read_form
from desk.sealed import opened_by
from lib.staff import is_row_number

GO_ON, THROW_AWAY, GET_BACK = "_go_on", "_throw_away", "_get_back"
"""Names of the buttons beside an offer; their value is the sequence of its text."""
TOKEN = "unsaved"  # noqa: S105 - the part of an address that names a new article


class Keeping(Reports):
    """The form of an article, with what its writer left in it the last time."""

    def get_urls(self) -> list[URLPattern]:
        urls = super().get_urls()
        for url in urls:
            if url.name in {"articles_article_add", "articles_article_change"}:
                url.callback = self.rescuing(url.callback)
        return urls

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A new article that was saved, though its writer never heard so, is changed from then."""
        token = None if object_id else token_of(request)
        place = place_of(person_of(request), object_id, token)
        slot = place.slot if token else None
        if slot and slot.article_id:
            object_id = str(slot.article_id)
            if request.method == "GET":
                return HttpResponseRedirect(address_of(object_id, None))
        if request.method == "POST" and (answer := self.pressed(request, object_id, token)):
            return answer
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            self.show_unsaved(request, response.context_data, token)
        return response

    def pressed(
        self, request: HttpRequest, object_id: str | None, token: UUID | None
    ) -> HttpResponse | None:
        """What a button beside an offer does; nothing for those of the form itself."""
        person = person_of(request)
        if own(request.POST, "person") not in (0, person.pk):
            return self.turn_away(request, object_id)
        place = place_of(person, object_id, token)
        for name, verb in ((THROW_AWAY, throw_away), (GET_BACK, get_back)):
            if (word := request.POST.get(name, "")) and is_row_number(word):
                verb(place, int(word))
                return HttpResponseRedirect(address_of(object_id, token))
        if (word := request.POST.get(GO_ON, "")) and is_row_number(word):
            return self.go_on(request, place, int(word))
        return None

    def turn_away(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """Whoever sends the form is not who opened it: nothing is saved in the wrong name."""
        self.rescue(request, object_id)
        messages.error(
            request,
            _(
                "Somebody else opened this form and was signed in here then. What was typed in "
                "it is kept for them and was not saved."
            ),
        )
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    def go_on(self, request: HttpRequest, place: Place, sequence: int) -> HttpResponse | None:
        """Fill the form as it stood, whatever is in it; nothing is saved before it is sent."""
        text = text_of(place, sequence)
        if text is None:
            messages.warning(request, _("This text is not there any more."))
            return HttpResponseRedirect(request.get_full_path())
        data = QueryDict(mutable=True)
        for name, values in text.items():
            data.setlist(name, values)
        request.POST = data  # type: ignore[assignment]
        request.goes_on = sequence  # type: ignore[attr-defined]
        return None

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.is_shown_only = bool(goes_on(request))
        return form

    def show_unsaved(
        self, request: HttpRequest, context: dict[str, Any], token: UUID | None
    ) -> None:
        """Offer what waits; what cannot be saved as it was sent waits, too, from now on."""
        article, adopts = context.get("original"), goes_on(request)
        if not self.may_write(request, article):
            return
        place = Place(person_of(request), article, token)
        if request.method == "POST" and not adopts:
            place = place if article or token else Place(place.person, None, uuid4())
            if row := keep_sent(request, place):
                adopts = row.sequence
        context["keeping"] = {**self.unsaved(request, place, adopts), "goes_on": goes_on(request)}

    def is_saved(self, request: HttpRequest, article: Article) -> None:
        """What stood in this form is a revision now."""
        let_go(
            Place(person_of(request), article, own_uuid(request.POST, "token")),
            tab=own_uuid(request.POST, "tab"),
            sequence=own(request.POST, "sequence"),
            adopts=own(request.POST, "adopts"),
        )

    # Without a session

    def rescuing(self, view: Any) -> Any:
        """The view; a form that is sent after the session's end is kept for who opened it."""

        @wraps(view)
        def rescued(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and not self.admin_site.has_permission(request):
                form = self.rescue(request, kwargs.get("object_id"))
                return redirect_to_login(form, reverse("admin:login"))
            return view(request, *args, **kwargs)

        return rescued

    def rescue(self, request: HttpRequest, object_id: str | None) -> str:
        """Keep the form in the slot of whoever it was shown to, as its seal says; its address.

        That the browser is theirs is said by its CSRF token, which was checked before. They see it
        as an offer, like anything that they typed.
        """
        token = None if object_id else token_of(request) or uuid4()
        person = opened_by(request.POST.get("unsaved-seal", ""))
        if person:
            place = place_of(person, object_id, token)
            if place.is_there:
                keep_sent(request, place)
        return address_of(object_id, token if person else None)


def keep_sent(request: HttpRequest, place: Place) -> Unsaved | None:
    """Keep a form that came by one of its buttons; None for what is more than is kept."""
    try:
        typed = read_form({name: list(values) for name, values in request.POST.lists()})
        return keep_form(
            place,
            typed,
            tab=own_uuid(request.POST, "tab"),
            sequence=own(request.POST, "sequence"),
            adopts=own(request.POST, "adopts"),
        )
    except (Unreadable, NotKept):
        return None


def goes_on(request: HttpRequest) -> int:
    """The sequence of the text that was put into the form; 0 for none."""
    return int(getattr(request, "goes_on", 0))


def token_of(request: HttpRequest) -> UUID | None:
    """Which new article the form is, if its writer has begun it."""
    in_address = {"unsaved-token": request.GET.get(TOKEN, "")}
    return own_uuid(request.POST, "token") or own_uuid(in_address, "token")


def place_of(person: Any, object_id: str | None, token: UUID | None) -> Place:
    """Where the person's text of this form lies; nothing is asked yet."""
    pk = int(object_id) if object_id and is_row_number(object_id) else 0
    return Place(person, Article(pk=pk) if object_id else None, token)


def address_of(object_id: str | None, token: UUID | None) -> str:
    """The form."""
    if object_id:
        return reverse("admin:articles_article_change", args=[object_id])
    address = reverse("admin:articles_article_add")
    return f"{address}?{urlencode({TOKEN: token})}" if token else address
