"""What readers and writers say to moderators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Report

LONGEST_APPEAL = 2000
LONGEST_NOTE = 1000
"""What a rejection may say to the writer."""
LONGEST_REPORT = 1000
"""Characters."""


def _words(label: Any, longest: int, *, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


class DecisionForm(forms.Form):
    """What a decision may carry besides: a comment that is rejected, a word to its writer."""

    note = _words(_("What the writer is told (you need not)"), LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, takes_note: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_note:
            del self.fields["note"]


class AppealForm(forms.Form):
    """Why a rejection was wrong."""

    text = _words(_("Why should it be shown?"), LONGEST_APPEAL, required=True)


class ReportForm(forms.Form):
    """What is wrong with a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
    )
    text = _words(_("In your words (you need not)"), LONGEST_REPORT, required=False)
