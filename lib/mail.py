"""Mail: one way out, from a triple of templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import get_template


def send(
    template: str,
    to: Sequence[str],
    context: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
) -> int:
    """One mail to all of `to` (they see each other) by `MAILERS["default"]`; 1 when it was sent.

    From `mail/<template>.subject.txt`, `.txt` and, if there is one, `.html`, in the active
    language. Nothing is escaped in the two text templates. Raises `ValueError` for addresses and
    headers that would break out of their line, and `OSError` (of which `smtplib.SMTPException` is
    one) when the server does not take it.
    """
    mail = EmailMultiAlternatives(
        subject=" ".join(_text(f"mail/{template}.subject.txt", context).split()),
        body=_text(f"mail/{template}.txt", context).strip() + "\n",
        to=to,
        headers={"Auto-Submitted": "auto-generated"} | dict(headers or {}),
    )
    html = _html(f"mail/{template}.html", context)
    if html is not None:
        mail.attach_alternative(html, "text/html")
    return mail.send(using="default")


def _text(name: str, context: Mapping[str, Any]) -> str:
    """Rendered as plain text: `&` stays `&`."""
    source = Engine.get_default().get_template(name)
    return source.render(Context(dict(context), autoescape=False))


def _html(name: str, context: Mapping[str, Any]) -> str | None:
    try:
        found = get_template(name)
    except TemplateDoesNotExist:
        return None
    return found.render(dict(context))
