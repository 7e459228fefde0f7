"""Mail: one way out, from a triple of templates."""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import EmailValidator, validate_email
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import get_language

from lib.fold import direction

UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Control characters but tab and line ends, and those that turn the direction of what follows:
in a plain text nothing would end their work (Unicode Standard Annex 9)."""
KEY = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
"""Part of a Message-ID (RFC 5322, 3.6.4)."""
REACHABLE = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]{1,64}@[^\[].*", re.DOTALL)
"""No quotes and nothing but ASCII before the @, which is a name's and no number's."""


def reachable(address: str) -> None:
    """Refuse, with `ValidationError`, what is no e-mail address, and those to which no mail leaves.

    Longer than 64 octets (RFC 5321, 4.5.3.1.1), quoted, with letters that only look like ASCII's
    (SMTPUTF8 is not spoken), or at the number of a host that our mail server would be sent to.
    """
    validate_email(address)
    if not REACHABLE.fullmatch(address):
        raise ValidationError(EmailValidator.message, code="invalid")


class AddressField(forms.EmailField):
    """An e-mail address in a form, that mail leaves for."""

    default_validators = [reachable]


def send(
    template: str,
    to: Sequence[str],
    context: Mapping[str, Any],
    *,
    key: str = "",
    thread: str = "",
    unsubscribe: str = "",
    headers: Mapping[str, str] | None = None,
) -> int:
    """One mail to all of `to` (they see each other) by `MAILERS["default"]`; 1 when it was sent.

    From `mail/<template>.subject.txt`, `.txt` and, if there is one, `.html`, in the active
    language, which they know as `language` and `direction`. Nothing is escaped in the two text
    templates. The same `key` makes the same Message-ID, by which mailboxes recognise a mail that
    comes again; without one it is random. Mails of one `thread` lie together in them. `unsubscribe`
    is an address that ends such mails at a POST (RFC 8058).

    Raises `ValueError` for addresses, keys and headers that would break out of their line, and
    `OSError` (of which `smtplib.SMTPException` is one) when the server does not take it.
    """
    language = get_language() or settings.LANGUAGE_CODE
    context = {"language": language, "direction": direction(language), **context}
    mail = EmailMultiAlternatives(
        subject=" ".join(_text(f"mail/{template}.subject.txt", context).split()),
        body=re.sub(r"\n{3,}", "\n\n", _text(f"mail/{template}.txt", context)).strip() + "\n",
        to=to,
        headers={
            "Auto-Submitted": "auto-generated",
            **_names(key, thread),
            **_list_headers(unsubscribe),
            **(headers or {}),
        },
    )
    html = _html(f"mail/{template}.html", context)
    if html is not None:
        mail.attach_alternative(html, "text/html")
    return mail.send(using="default")


def _names(key: str, thread: str) -> dict[str, str]:
    """The mail's own name, and that of the thread, which no mail has but all of it answer."""
    own = {"Message-ID": _message_id(key or secrets.token_hex(16))}
    above = _message_id(thread) if thread else ""
    return own | ({"In-Reply-To": above, "References": above} if above else {})


def _message_id(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of a mail: letters and digits, joined by - or .")
    host = (urlsplit(settings.SITE_URL).hostname or "localhost").replace(":", ".")
    return f"<{key}@{host}>"


def _list_headers(unsubscribe: str) -> dict[str, str]:
    """Both or none: with one-click only behind an address."""
    if not unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _text(name: str, context: Mapping[str, Any]) -> str:
    """Rendered as plain text: `&` stays `&`."""
    source = Engine.get_default().get_template(name)
    return UNWANTED.sub("", source.render(Context(dict(context), autoescape=False)))


def _html(name: str, context: Mapping[str, Any]) -> str | None:
    try:
        found = get_template(name)
    except TemplateDoesNotExist:
        return None
    return UNWANTED.sub("", found.render(dict(context)))
