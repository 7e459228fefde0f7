"""The form to reply: what a reader may send, and what is said when it cannot be taken."""

from math import ceil
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from comments.replies import Reply
from lib.clients import client_address, origin_of
from lib.lines import NUL, Line
from lib.links import web_address
from lib.mail import AddressField
from moderation.checks import Verdict

LONGEST_TEXT = 65_525
"""Bytes of UTF-8."""
LARGEST_ID = 2**63 - 1
REFUSALS = {
    "closed": _("Comments are closed."),
    "accounts-only": _("Only people with an account here may reply."),
    "banned": _("You cannot reply here at present."),
    "foreign-origin": _(
        "This form was sent from a page of another site. Send it again from this one."
    ),
    "duplicate": _("You have said this here already."),
    "not-editable": _("This comment can be changed no more."),
    "parent": _("The comment that you answer is not here any more."),
}


class Text(forms.CharField):
    """Many lines, kept as they were typed but for the ends of lines."""

    default_error_messages = {
        NUL: _("The text holds a NUL character, which cannot be kept; remove it.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            strip=False, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}), **kwargs
        )

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if (size := len(value.encode())) > LONGEST_TEXT:
            raise forms.ValidationError(
                _("The text is too long: %(size)d bytes of at most %(most)d."),
                params={"size": size, "most": LONGEST_TEXT},
            )


class Refusable(forms.Form):
    """A form beside which the verbs' refusals are said."""

    def refuse(self, verdict: Verdict) -> None:
        """Say why nothing was stored, in the language of the page that shows it."""
        refusal = REFUSALS.get(verdict.reason)
        self.add_error(None, forms.ValidationError(refusal) if refusal else _slower(verdict.wait))


class EditForm(Refusable):
    """The text of a comment that its writer changes."""

    comment = Text(label=_("Comment"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "edit-%s", **kwargs})


class ReplyForm(Refusable):
    """Its fields have the names that browsers and other software know from comment forms."""

    comment = Text(label=_("Comment"))
    author = Line(label=_("Name"), max_length=245)
    email = AddressField(label=_("Email"), max_length=100)
    url = Line(label=_("Website"), max_length=200, required=False)
    remember = forms.BooleanField(
        label=_("Save my name, email, and website in this browser for the next time I comment."),
        required=False,
    )
    comment_parent = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_ID, widget=forms.HiddenInput
    )
    topic = Line(label=_("Leave this empty"), required=False)
    token = Line(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    follow = forms.BooleanField(label=_("Notify me of replies by email."), required=False)
    tell = forms.BooleanField(
        label=_("Notify me by email when my comment is shown."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reply-%s", **kwargs})
        attributes = {
            "author": {"autocomplete": "name", "dir": "auto"},
            "email": {"autocomplete": "email", "dir": "ltr"},
            "url": {"autocomplete": "url", "dir": "ltr", "inputmode": "url"},
            "topic": {"autocomplete": "off", "tabindex": "-1"},
        }
        for name, given in attributes.items():
            self.fields[name].widget.attrs |= given

    def clean_url(self) -> str:
        text = self.cleaned_data["url"]
        try:
            return web_address(text if "://" in text else f"https://{text}", 200) if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("This is not a web address.")) from error

    def reply(self, request: HttpRequest, browser: str) -> Reply:
        """What a sound form and its request say; the session gives no rights here.

        `browser` is what the database knows this browser by, if its owner let us remember it.
        """
        sent = self.cleaned_data
        return Reply(
            text=sent["comment"],
            author_name=sent["author"],
            email=sent["email"],
            author_address=sent["url"],
            parent_id=sent["comment_parent"] or None,
            honeypot=sent["topic"],
            token=sent["token"],
            origin=origin_of(request),
            client=client_address(request),
            browser=browser,
            follows=sent["follow"],
            tells=sent["tell"],
        )


def _slower(wait: float) -> forms.ValidationError:
    seconds = max(1, ceil(wait))
    sentence = ngettext_lazy(
        "You write faster than we can read. Send it again in %(seconds)d second.",
        "You write faster than we can read. Send it again in %(seconds)d seconds.",
        seconds,
    )
    return forms.ValidationError(sentence, params={"seconds": seconds})


class FollowForm(forms.Form):
    """An address to send mails to, when it agrees."""

    email = AddressField(label=_("Email"), max_length=100)
    website = Line(label=_("Leave this empty"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "follow-%s", **kwargs})
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "dir": "ltr"}
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
