"""What the links in mails open: a moderator's decision to confirm, a writer's appeal.

Following a link changes nothing, because programs that look for harm in mails follow it too.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from articles.views import page_in
from articles.views.answers import newsroom_of, private, public_form, void
from moderation.appealing import appeal as bring_before_moderators
from moderation.deciding import Meanwhile, Press, approve, mark_spam, reject
from moderation.forms import AppealForm, DecisionForm
from moderation.models import Response
from moderation.sealed import appealable_at, decidable_at

VERBS: dict[str, tuple[Callable[..., bool], Promise, Promise]] = {
    "approve": (approve, _("Approve"), _("Show this to everybody?")),
    "reject": (reject, _("Reject"), _("Keep this from the public?")),
    "spam": (mark_spam, _("Spam"), _("Keep this from the public as spam?")),
}
"""Word of the address → verb, what the button says, what is asked."""


@login_required
@permission_required("moderation.decide_response", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, token: str, word: str) -> HttpResponse:
    """Ask (GET) and do (POST) what a link in a mail to moderators says."""
    response = decidable_at(token)
    if response is None:
        return void(request)
    verb, button, question = VERBS[word]
    takes_note = word == "reject" and response.kind == Response.Kind.COMMENT
    form = DecisionForm(request.POST if request.method == "POST" else None, takes_note=takes_note)
    if form.is_valid():
        press = Press(response.version, form.cleaned_data.get("note", ""))
        try:
            verb(response, by=person_of(request), press=press)
        except Meanwhile:
            return void(request)
        messages.success(request, response.get_state_display())
        address = reverse("admin:moderation_response_change", args=[response.pk])
        return private(HttpResponseRedirect(address))
    others = [(other, VERBS[other][1]) for other in VERBS if other != word]
    return _page(
        request, "decision.html", 422 if form.errors else 200, response=response, form=form,
        button=button, question=question, others=others, token=token,
    )  # fmt: skip


@public_form
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """The writer of a rejected comment says once why it should be shown."""
    response = appealable_at(token)
    if response is None or not response.article.is_public or hasattr(response, "appeal"):
        return void(request)
    if request.method != "POST":
        return _page(request, "appeal.html", response=response, form=AppealForm())
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, "appeal.html", 422, response=response, form=form)
    if not bring_before_moderators(response, form.cleaned_data["text"]):
        return void(request)
    return _page(request, "appealed.html", response=response)


def _page(
    request: HttpRequest,
    template: str,
    status: int = 200,
    response: Response | None = None,
    **context: object,
) -> HttpResponse:
    """In the language of who reads it: staff in the newsroom's, writers in the article's."""
    writers = response is not None and template.startswith("appeal")
    article = response.article if response else None
    language = article.language if writers and article else newsroom_of(request).language
    known = {"response": response, "article": article, **context}
    return private(page_in(language, request, f"moderation/{template}", status, **known))
