"""Word lists and bans: one list for all of them, many words pasted at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from lib.staff import Refusable, StaffAdmin
from masthead.models import Newsroom
from moderation.bans import add_words
from moderation.models import Rule
from moderation.patterns import NotAPattern, read

RAID_HOURS = (1, 6, 24)


class RuleForm(Refusable):
    """One rule; a new list of words may have many lines."""

    pattern = forms.CharField(
        label=_("Pattern"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "Words and phrases, one per line; or one address such as name@example.org or"
            " @example.org, one domain such as example.org with every host below it, or one"
            " network such as 192.0.2.0/24."
        ),
    )

    class Meta:
        model = Rule
        fields = ["kind", "pattern", "action", "until", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != Rule.Kind.SENDER and "kind" in self.fields:
            choices = [one for one in Rule.Kind.choices if one[0] != Rule.Kind.SENDER]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.others: list[str] = []

    def clean_pattern(self) -> str:
        """The first line; the ``others`` only for new words. Raises ValidationError."""
        first, *others = filter(None, map(str.strip, self.cleaned_data["pattern"].splitlines()))
        if others and (self.instance.pk or self.cleaned_data.get("kind") != Rule.Kind.WORD):
            raise ValidationError(_("Write one line."))
        for line in others:
            try:
                read(Rule.Kind.WORD, line)
            except NotAPattern as error:
                raise ValidationError(f"“{line}”: {error}") from error
        self.others = others
        return first


@admin.register(Rule)
class RuleAdmin(StaffAdmin):
    """What is held, marked as spam or refused, by whom and until when."""

    form = RuleForm
    list_display = ["what", "kind", "action", "ends", "note", "made_by", "made_at"]
    list_filter = ["kind", "action"]
    list_select_related = ["made_by"]
    search_fields = ["pattern", "folded", "note"]
    ordering = ["-made_at", "-id"]
    sortable_by = ()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Above the list stands the one switch that holds everything."""
        may = request.user.has_perm("moderation.decide_response")
        if request.method == "POST" and "raid" in request.POST:
            if not may:
                raise PermissionDenied
            self.switch(request, request.POST["raid"])
            return HttpResponseRedirect(request.get_full_path())
        more = {"may_raid": may, "raid_hours": RAID_HOURS, **(extra_context or {})}
        return super().changelist_view(request, more)

    def switch(self, request: HttpRequest, asked: str) -> None:
        """Start or end a raid; the admin's log says who did."""
        newsroom = Newsroom.objects.current()
        if asked == "0":
            newsroom.end_raid()
            said = _("What comes in is judged as usual again.")
        elif asked in map(str, RAID_HOURS):
            newsroom.start_raid(int(asked))
            said = _("Everything that comes in is held.")
        else:
            raise Http404
        self.log_change(request, newsroom, str(said))
        self.message_user(request, said, messages.SUCCESS)

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> list[str]:
        """Of one sender only the hash is known: nothing to type."""
        return ["kind", "pattern"] if obj and obj.kind == Rule.Kind.SENDER else []

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        obj.made_by = person_of(request)
        super().save_model(request, obj, form, change)
        add_words(form.others, action=Rule.Action(obj.action), by=obj.made_by, note=obj.note)

    @admin.display(description=_("pattern"))
    def what(self, rule: Rule) -> SafeString:
        return format_html("<bdi>{}</bdi>", rule.pattern)

    @admin.display(description=_("until"))
    def ends(self, rule: Rule) -> object:
        return _("over") if rule.is_over else rule.until
