"""From a comment as written to the comment as shown."""

from html import escape

from comments.models import Comment
from lib.html import excerpt, paragraphs, text_of

RENDERER = 1
"""Raise it with every change of what ``html_of`` makes."""
SUMMARY = 480
"""Characters of a comment in lists and mails."""


def html_of(text: str) -> str:
    """What readers see of a text.

    Markup of which nothing would be left, such as a lone ``<script>``, is shown as it was typed.
    """
    html = paragraphs(text)
    return html if text_of(html) else paragraphs(escape(text, quote=False))


def render(comment: Comment) -> None:
    """Write ``html`` and ``renderer`` from the text; the caller saves."""
    comment.html, comment.renderer = html_of(comment.text), RENDERER


def summary_of(comment: Comment) -> str:
    """The beginning of a rendered comment on one line."""
    return excerpt(text_of(comment.html), SUMMARY)
