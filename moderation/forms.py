"""What readers and writers say to moderators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Report

LONGEST_APPEAL = 2000
LONGEST_REPORT = 1000
"""Characters."""


def _words(label: Any, longest: int, *, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


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
