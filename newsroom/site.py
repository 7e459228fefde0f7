"""The admin as one site: its name, its language, its rooms in a newsroom's order, its policy."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from accounts.requests import person_of
from desk.overview import overview
from newsroom.sign_in import SignInForm, answer_sign_in

View = Callable[..., Any]

ROOMS = [
    "articles", "photos", "moderation", "comments", "trackbacks", "likes", "accounts", "masthead",
]  # fmt: skip
"""The rooms with lists of their own, in the order in which a newsroom looks for them."""
ORDER = [
    "Article", "Section", "Tag", "Author", "Photo", "Response", "Host", "Rule", "Comment",
    "Linkback", "Ping", "Like", "User", "Newsroom",
]  # fmt: skip
POLICY: dict[str, Collection[str]] = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "frame-src": [CSP.SELF],
}
"""As strict as the public pages'; the nonce is for the prose editor's import map."""
under_policy = csp_override(POLICY)


class NewsroomSite(AdminSite):
    """Django's admin, made for this newsroom."""

    index_title = _("Today")
    login_form = SignInForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Take the newsroom's own rows; the lists that libraries bring along stay away."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        own = [model for model in models if model._meta.app_label in ROOMS]
        super().register(own, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The view in the language of the person, under the admin's policy."""
        return super().admin_view(under_policy(_in_own_language(view)), cacheable)

    @method_decorator(under_policy)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return answer_sign_in(request, super().login(request, extra_context))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        name = request.newsroom.name  # type: ignore[attr-defined]
        return {**super().each_context(request), "site_title": name, "site_header": name}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        rooms = self._build_app_dict(request, app_label)
        for room in rooms.values():
            room["models"].sort(key=lambda entry: ORDER.index(entry["object_name"]))
        return sorted(rooms.values(), key=lambda room: ROOMS.index(room["app_label"]))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        today = {"overview": overview(person_of(request))}
        return super().index(request, {**today, **(extra_context or {})})


def _in_own_language(view: View) -> View:
    """The middleware puts the newsroom's language back when the request is over."""

    @wraps(view)
    def in_own_language(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if language := getattr(request.user, "language", ""):
            activate(language)
        return view(request, *args, **kwargs)

    return in_own_language
