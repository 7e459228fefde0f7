"""Links between sites, to look up: theirs to us and ours to them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lib.links import NotAWebAddress
from lib.staff import Readable
from trackbacks.face_reasons import explain as face_reason
from trackbacks.models import Linkback, Ping
from trackbacks.ping_reasons import explain
from trackbacks.planning import send_again
from trackbacks.querysets import PingQuerySet
from trackbacks.removal import may_be_removed, removal_address
from trackbacks.sites import Erased, Site, erase, export, named


class SiteForm(forms.Form):
    """A site by its host, or by an address there."""

    host = forms.CharField(
        label=_("Site"),
        max_length=2048,
        widget=forms.TextInput({"class": "vTextField", "dir": "ltr"}),
    )
    whole_domain = forms.BooleanField(label=_("and every host below it"), required=False)
    site: Site

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "host" in cleaned:
            try:
                self.site = named(cleaned["host"], whole_domain=cleaned["whole_domain"])
            except NotAWebAddress:
                self.add_error("host", _("Write a host such as blog.example.org."))
        return cleaned


def exported(site: Site) -> HttpResponse:
    """A file to hand out."""
    response = JsonResponse(export(site), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in site.host)
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@admin.register(Linkback)
class LinkbackAdmin(Readable):
    """Links of other sites to us, newest first."""

    list_display = ["page", "on", "protocol", "kind", "state", "verified_at", "last_answer"]
    list_display_links = None
    list_filter = ["response__state", "protocol", "kind"]
    list_select_related = ["response", "article"]
    search_fields = ["source", "title"]
    ordering = ["-pk"]
    sortable_by = ()
    fields = [
        "source", "target", "on", "protocol", "kind", "rsvp", "state", "title", "excerpt",
        "claims", "verified_at", "verify_at", "attempts", "last_answer", "picture_kept",
    ]  # fmt: skip
    readonly_fields = [
        "on", "state", "verified_at", "verify_at", "attempts", "last_answer", "picture_kept",
        "removal",
    ]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Linkback | None = None) -> list[Any]:
        """The owner's address is for those who may decide about the link themselves."""
        may_hand_out = request.user.has_perm("moderation.decide_response")
        return [*self.fields, *(["removal"] if may_hand_out else [])]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.site_view)
        return [path("site/", view, name="trackbacks_linkback_site"), *super().get_urls()]

    def site_view(self, request: HttpRequest) -> HttpResponse:
        """All of one site: how much there is of it, to be handed out or erased."""
        if not request.user.has_perm("trackbacks.erase_linkback"):
            raise PermissionDenied
        form = SiteForm(request.POST or request.GET or None)
        site = form.site if form.is_valid() else None
        if site and request.method == "POST":
            self.say_erased(request, erase(site), site)
            return HttpResponseRedirect(reverse("admin:trackbacks_linkback_changelist"))
        if site and "export" in request.GET:
            return exported(site)
        counts = {"linkbacks": len(site.linkbacks()), "likes": len(site.likes())} if site else {}
        return TemplateResponse(request, "admin/trackbacks/linkback/site.html", {
            **self.admin_site.each_context(request), "title": _("All of one site"),
            "opts": self.opts, "form": form, "site": site, **counts,
        })  # fmt: skip

    def say_erased(self, request: HttpRequest, erased: Erased, site: Site) -> None:
        linkbacks = ngettext(
            "%(count)d linkback of %(site)s is erased.",
            "%(count)d linkbacks of %(site)s are erased.",
            erased.linkbacks,
        ) % {"count": erased.linkbacks, "site": site}
        likes = ngettext(
            "%(count)d like of it is erased.", "%(count)d likes of it are erased.", erased.likes
        ) % {"count": erased.likes}
        self.message_user(request, f"{linkbacks} {likes}", messages.SUCCESS)

    @admin.display(description=_("page"))
    def page(self, linkback: Linkback) -> SafeString:
        address = reverse("admin:moderation_response_change", args=[linkback.pk])
        return format_html(
            '<a class="summary" dir="auto" href="{}">{}</a> <bdi class="quiet">{}</bdi>',
            address, linkback, linkback.source,
        )  # fmt: skip

    @admin.display(description=_("article"))
    def on(self, linkback: Linkback) -> SafeString:
        return format_html("<bdi>{}</bdi>", linkback.article)

    @admin.display(description=_("state"))
    def state(self, linkback: Linkback) -> SafeString:
        response = linkback.response
        return format_html(
            '<span class="state state-{}">{}</span>', response.state, response.get_state_display()
        )

    @admin.display(description=_("picture"))
    def picture_kept(self, linkback: Linkback) -> SafeString:
        face = linkback.face
        if face is None:
            return format_html("<bdi>{}</bdi>", linkback.picture or "—")
        image = format_html('<img src="{}" width="48" height="48" alt=""> ', face.url)
        return format_html(
            '{}<span class="state state-{}">{}</span> <span class="quiet">{}</span> <bdi>{}</bdi>',
            image if face.url else "", face.state, face.get_state_display(),
            face_reason(face.reason), face.address,
        )  # fmt: skip

    @admin.display(description=_("removal"))
    def removal(self, linkback: Linkback) -> SafeString:
        """To be handed to the owner of the page, who then needs nothing else."""
        if not may_be_removed(linkback):
            return format_html("{}", _("There is nothing to remove."))
        return format_html(
            '<p>{}</p><p><bdi dir="ltr">{}</bdi></p>',
            _(
                "Send this address to the owner of the page who wants the link removed. It is good"
                " for fourteen days, until something is decided about the link."
            ),
            removal_address(linkback),
        )


@admin.register(Ping)
class PingAdmin(Readable):
    """The queue's monitor: what waits, what was told, what failed and why."""

    list_display = [
        "page", "on", "how", "protocol", "attempts", "attempt_at", "last_answer",
    ]  # fmt: skip
    list_display_links = None
    list_filter = ["state", "protocol"]
    list_select_related = ["article"]
    search_fields = ["target"]
    ordering = ["-created_at", "-id"]
    sortable_by = ()
    fields = [
        "target", "on", "how", "protocol", "endpoint", "attempts", "attempt_at", "last_answer",
        "created_at",
    ]  # fmt: skip
    readonly_fields = ["on", "how", "created_at"]
    actions = ["again"]

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    @admin.action(permissions=["send"], description=_("Send again"))
    def again(self, request: HttpRequest, queryset: PingQuerySet) -> None:
        count = send_again(queryset)
        said = ngettext("%(count)d ping waits anew.", "%(count)d pings wait anew.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.display(description=_("page"))
    def page(self, ping: Ping) -> SafeString:
        address = reverse("admin:trackbacks_ping_change", args=[ping.pk])
        return format_html(
            '<a class="summary" href="{}"><bdi dir="ltr">{}</bdi></a>', address, ping.target
        )

    @admin.display(description=_("article"))
    def on(self, ping: Ping) -> SafeString:
        return format_html("<bdi>{}</bdi>", ping.article)

    @admin.display(description=_("state"))
    def how(self, ping: Ping) -> SafeString:
        return format_html(
            '<span class="state state-{}">{}</span> <span class="quiet">{}</span>',
            ping.state, ping.get_state_display(), explain(ping.reason),
        )  # fmt: skip
