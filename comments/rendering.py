"""From a comment as written to the comment as shown."""

from html import escape

from comments.models import Comment
from lib.html import beginning, excerpt, paragraphs, text_of

RENDERER = 2
"""Raise it with every change of what ``html_of`` makes."""
SUMMARY = 480
"""Characters of a comment in lists and mails."""
RENDERED = ("html", "beginning", "renderer")
"""Columns."""
LONG = 1_600
"""Bytes of HTML; about 280 English words, or 150 Persian ones. What is longer is cut on a page."""
BEGINNING = 1_300
"""Bytes that are shown of it: nobody follows a link for the last few words."""


def html_of(text: str) -> str:
    """What readers see of a text.

    Markup of which nothing would be left, such as a lone ``<script>``, is shown as it was typed.
    """
    html = paragraphs(text)
    return html if text_of(html) else paragraphs(escape(text, quote=False))


def render(comment: Comment) -> None:
    """Write what `RENDERED` names from the text; the caller saves."""
    comment.html, comment.renderer = html_of(comment.text), RENDERER
    is_long = len(comment.html.encode()) > LONG
    comment.beginning = beginning(comment.html, BEGINNING) if is_long else ""


def summary_of(comment: Comment) -> str:
    """The beginning of a rendered comment on one line."""
    return excerpt(text_of(comment.html), SUMMARY)
