"""What colleagues and outsiders send: notes, answers, approvals, links."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Article, Revision
from comments.forms import Line, Text
from desk.models.notes import MOST_QUOTED, MOST_WORDS
from desk.models.preview import MOST_LETTERS
from lib.html import excerpt

DAYS = 7
"""How long a link is good when nobody says otherwise."""
MOST_DAYS = 90
MOST_REVISIONS = 50
"""That a link may be made to, the newest."""


class NoteField(Text):
    """The words of a note."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Note"), max_length=MOST_WORDS, **kwargs)
        self.widget.attrs |= {"rows": 3, "required": True}


class AnswerForm(forms.Form):
    """An answer to a note, or its words anew."""

    text = NoteField()


class NoteForm(AnswerForm):
    """A new note: about a paragraph of the newest revision, or about the whole."""

    place = forms.TypedChoiceField(
        label=_("About"), required=False, coerce=int, empty_value=None, choices=[]
    )
    quote = Line(required=False, widget=forms.HiddenInput())
    meant_for = forms.ModelChoiceField(
        label=_("For"), queryset=User.objects.none(), required=False, empty_label=_("everybody")
    )
    field_order = ["place", "quote", "text", "meant_for"]

    def __init__(self, sent: Any, *, places: list[tuple[int, str]]) -> None:
        super().__init__(sent, auto_id="note-%s", label_suffix="")
        places_shown: Any = [("", _("The whole article")), *places]
        self.fields["place"].choices = places_shown  # type: ignore[attr-defined]
        staff = User.objects.filter(is_active=True, is_staff=True)
        self.fields["meant_for"].queryset = staff  # type: ignore[attr-defined]

    def clean_quote(self) -> str:
        """The words that were selected, so many that they are found again."""
        return excerpt(self.cleaned_data["quote"], MOST_QUOTED).removesuffix("…")


class LinkForm(forms.Form):
    """A link for outsiders: for whom, to what, until when."""

    label = Line(
        label=_("For whom"), max_length=MOST_LETTERS, help_text=_("Only colleagues see it.")
    )
    revision = forms.ModelChoiceField(
        label=_("Shows"),
        queryset=Revision.objects.none(),
        required=False,
        empty_label=_("always the newest revision"),
        to_field_name="number",
    )
    days = forms.IntegerField(
        label=_("Good for days"), initial=DAYS, min_value=1, max_value=MOST_DAYS
    )
    may_comment = forms.BooleanField(
        label=_("They may leave notes and approve the text"), required=False, initial=True
    )

    def __init__(self, sent: Any, *, article: Article) -> None:
        super().__init__(sent, auto_id="link-%s", label_suffix="")
        newest = article.revisions.values("pk")[:MOST_REVISIONS]
        offered = article.revisions.filter(pk__in=newest).defer("content")
        self.fields["revision"].queryset = offered  # type: ignore[attr-defined]
        self.fields["revision"].label_from_instance = _named  # type: ignore[attr-defined]

    def clean_days(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class ApprovalForm(forms.Form):
    """An outsider's name under the text that they read."""

    name = Line(
        label=_("Your name"),
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )


class GuestNoteForm(ApprovalForm):
    """An outsider's note."""

    text = NoteField()


def _named(revision: Revision) -> str:
    return f"{revision.number} {revision.name}".strip()
