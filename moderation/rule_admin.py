"""Word lists and bans: one list for all of them, many words pasted at once."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from lib.digits import digits
from lib.staff import Refusable
from masthead.models import Newsroom
from moderation.admin.ruled import RuledAdmin, press_of
from moderation.bans import add_words, lift
from moderation.models import Rule
from moderation.patterns import Kind, NotAPattern, read
from moderation.querysets import RuleQuerySet

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

    def clean(self) -> dict[str, Any]:
        """A rule that is over begins anew instead of standing in the way."""
        said = super().clean()
        if self.instance.pk is None and not self.errors:
            self.instance = over_rule(said["kind"], said["pattern"]) or self.instance
        return said


def over_rule(kind: Kind, pattern: str) -> Rule | None:
    """The rule for the same that ended before."""
    try:
        folded = read(kind, pattern).folded
    except NotAPattern:
        return None  # said beside the field
    return Rule.objects.over().filter(kind=kind, folded=folded).first()


@admin.register(Rule)
class RuleAdmin(RuledAdmin):
    """What is held, marked as spam or refused, by whom and until when."""

    form = RuleForm
    list_display = ["what", "kind", "action", "ends", "note", "maker", "made"]
    list_filter = ["kind", "action"]
    list_select_related = ["made_by"]
    search_fields = ["pattern", "folded", "note"]
    ordering = ["-made_at", "-id"]
    sortable_by = ()
    actions = ["end"]

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
        super().save_model(request, obj, form, change)
        action, by = Rule.Action(obj.action), person_of(request)
        add_words(form.others, action=action, by=by, note=obj.note, press=press_of(request))

    @admin.action(description=_("End the chosen ones now"), permissions=["change"])
    def end(self, request: HttpRequest, rules: RuleQuerySet) -> None:
        by, press = person_of(request), press_of(request)
        count = sum(lift(rule, by=by, press=press) for rule in rules)
        said = ngettext("%(count)d rule is over.", "%(count)d rules are over.", count)
        self.say(request, said % {"count": count}, press if count else None)

    @admin.display(description=_("pattern"))
    def what(self, rule: Rule) -> SafeString:
        return format_html("<bdi>{}</bdi>", rule.pattern)

    @admin.display(description=_("until"))
    def ends(self, rule: Rule) -> object:
        if rule.until is None:
            return _("for ever")
        return _("over") if rule.is_over else in_words(rule.until)

    @admin.display(description=_("made"))
    def made(self, rule: Rule) -> str:
        return in_words(rule.made_at)


def in_words(moment: datetime) -> str:
    """A moment of the newsroom's day, in the language of who reads it."""
    written = date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
    return digits(written, get_language() or "")
