"""Several articles at once: each action of the list does one deed to each, and can be undone."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.requests import person_of
from articles.models import Article, Section
from articles.tagging import tags_named
from desk.acting import MOST, Outcome, act, undo
from desk.admin.filters import BINNED, TEMPLATE
from desk.admin.lists import ArticleList
from desk.admin.saying import said_of
from desk.deeds import DEEDS
from desk.forms import TagNamesField
from desk.handing import MOST_COLLEAGUES, colleagues
from desk.models import Act

FITTING = {BINNED: {"restore"}, TEMPLATE: set[str]()}
"""State of the list → deeds that are offered there; elsewhere all but taking out of the bin."""


class SeveralForm(ActionForm):
    """What some of the deeds ask for; the style sheet shows each beside its own."""

    section = forms.ModelChoiceField(
        Section.objects.order_by("path"), required=False, label=_("section")
    )
    tag_names = forms.CharField(required=False, label=_("tags"), max_length=500)
    to = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("to"), empty_label=_("whoever may publish")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["to"]
        people.queryset = colleagues()[:MOST_COLLEAGUES] if not self.is_bound else colleagues()


class Several(ArticleList):
    """The list with its actions; who refuses is named, what was done can be undone."""

    action_form = SeveralForm
    actions = [f"{name}_selected" for name in DEEDS]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("undo/", wrap(self.undo_view), name="articles_undo"), *super().get_urls()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def get_action_choices(
        self,
        request: HttpRequest,
        default_choices: Any = None,
        action_location: Any = ActionLocation.CHANGE_LIST,
    ) -> Any:
        choices = super().get_action_choices(request, default_choices, action_location)
        if request.method == "POST":
            return choices
        fitting = FITTING.get(self.asked_state(request), set(DEEDS) - {"restore"})
        return [one for one in choices if not one[0] or one[0].removesuffix("_selected") in fitting]

    @admin.action(permissions=["publish"], description=DEEDS["publish"].label)
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.press(request, queryset, "publish")

    @admin.action(permissions=["publish"], description=DEEDS["withdraw"].label)
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.press(request, queryset, "withdraw")

    @admin.action(permissions=["change"], description=DEEDS["file"].label)
    def file_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if section := self.sent(request).get("section"):
            self.press(request, queryset, "file", section)
        else:
            messages.error(request, _("Choose a section."))

    @admin.action(permissions=["change"], description=DEEDS["tag"].label)
    def tag_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        names = self.sent(request).get("tag_names", "").replace("،", ",").split(",")
        language = request.newsroom.language  # type: ignore[attr-defined]
        try:
            tags = tags_named(TagNamesField().clean(names), language)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return
        if tags:
            self.press(request, queryset, "tag", tags)
        else:
            messages.error(request, _("Write the tags, with commas between them."))

    @admin.action(permissions=["change"], description=DEEDS["assign"].label)
    def assign_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.press(request, queryset, "assign", self.sent(request).get("to"))

    @admin.action(permissions=["change"], description=DEEDS["bin"].label)
    def bin_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.press(request, queryset, "bin")

    @admin.action(permissions=["change"], description=DEEDS["restore"].label)
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.press(request, queryset, "restore")

    def sent(self, request: HttpRequest) -> dict[str, Any]:
        """What was chosen beside the action."""
        form: Any = self.action_form(request.POST)
        form.fields["action"].required = False
        form.is_valid()
        return dict(form.cleaned_data)

    def press(
        self, request: HttpRequest, articles: QuerySet[Article], verb: str, what: Any = None
    ) -> None:
        """Do it to each, log it, and say what was done, what was not, and how to undo it."""
        chosen = list(articles[: MOST + 1])
        if len(chosen) > MOST:
            said = ngettext(
                "At most %(most)d article at once: choose fewer. Nothing was done.",
                "At most %(most)d articles at once: choose fewer. Nothing was done.",
                MOST,
            )
            messages.error(request, said % {"most": MOST})
            return
        outcome = act(verb, chosen, by=person_of(request), what=what)
        done = len(outcome.done)
        said = ngettext("%d article done.", "%d articles done.", done) % done
        self.tell(request, outcome, f"{DEEDS[verb].label}: {said}")

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Undo the act whose button was pressed, then the list as it was."""
        by = person_of(request)
        if request.method != "POST":
            raise PermissionDenied
        try:
            pressed = Act.objects.get(pk=UUID(request.POST.get("act", "")), by=by)
        except (ValueError, Act.DoesNotExist) as error:
            raise Http404 from error
        if not by.has_perm(DEEDS[pressed.verb].needs):
            raise PermissionDenied
        outcome = undo(pressed, by=by)
        done = len(outcome.done)
        said = ngettext("%d article is as before.", "%d articles are as before.", done) % done
        self.tell(request, outcome, said)
        if not (done or outcome.changed or outcome.refused):
            messages.warning(request, _("That can be undone no more."))
        query = request.META.get("QUERY_STRING", "")
        address = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def tell(self, request: HttpRequest, outcome: Outcome, said: str) -> None:
        """One message for what was done, one for each reason why it was not."""
        for article in outcome.done:
            article.refresh_from_db()
            self.log_change(request, article, str(said_of(article)))
        if outcome.done:
            undoing = str(outcome.act.pk) if outcome.act else ""
            messages.success(request, said, extra_tags=undoing)
        reasons: dict[str, list[str]] = {}
        for article, reason in outcome.refused:
            reasons.setdefault(reason, []).append(str(article))
        for reason, names in reasons.items():
            messages.error(request, f"{', '.join(names)}: {reason}")
        if outcome.changed:
            names = [str(article) for article in outcome.changed]
            kept = _("Somebody has changed these since; they stay as they are: %(names)s")
            messages.warning(request, kept % {"names": ", ".join(names)})
