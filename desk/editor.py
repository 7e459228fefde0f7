"""The prose editor of the body: it writes the staff's vocabulary and nothing else."""

import re
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from lib.counting import minutes, words
from lib.embeds import hosts
from lib.html import STAFF, clean, text_of
from lib.html_pasted import tidied

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": True,
    "Heading": {"levels": [2, 3, 4]},
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": sorted(STAFF.schemes)},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Fullscreen": True,
    "NoSpellCheck": False,
    "TrailingNode": True,
}
"""The editor's own."""
MODULES = ["figures", "embeds", "tables", "paste", "words"]
OWN = [
    "FigureCaption", "Cite", "Abbreviation", "WrittenAttributes", "PageNonce", "ChangesByWriters",
]  # fmt: skip
"""What only this newsroom has, and where it is."""
WORDS: dict[str, dict[str, Any]] = {
    "PhotoFigure": {
        "wide": _("Wide"),
        "remove": _("Remove"),
        "caption": _("Caption; empty: the library’s"),
        "embedCaption": _("Caption"),
        "speaker": _("Who said it, if it is not clear"),
    },
    "Embeds": {
        "pullquote": _("Pull quote"),
        "embed": _("Put in from another site"),
        "address": _("Address"),
        "known": _("A video, a recording, a post, a chart or a map."),
        "insert": _("Put in"),
        "unknown": _(
            "That site is not on the list of those that may be shown: a link stands here."
        ),
    },
    "Table": {
        "table": _("Table"),
        "rows": _("Rows"),
        "columns": _("Columns"),
        "head": _("The first row is the head"),
        "caption": _("Caption of the table"),
        "insert": _("Put in"),
    },
    "TidyPaste": {
        "pictures": _("Pictures do not come along: put them in from the library."),
    },
}
"""What our own modules say, by the extension that says it."""
NOTHING = re.compile(r"(<p>(<br>|\s|&nbsp;)*+</p>\s*+)++")


class BodyWidget(ProseEditorWidget):
    """The editor with pictures of the library."""

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        own: dict[str, Any] = {name: {"words": said} for name, said in WORDS.items()}
        own["PhotoFigure"] |= {"library": reverse("admin:photos_photo_changelist")}
        for name in ("PhotoFigure", "Embeds"):
            own[name] |= {"hosts": hosts()}
        modules = [static(f"js/prose-{name}.js") for name in MODULES]
        extensions = {**config["extensions"], **dict.fromkeys(OWN, True), **own}
        return {**config, "extensions": extensions, "js_modules": modules}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The editor, and how long what stands in it is."""
        text = text_of(value or "")
        counts = {"words": words(text), "minutes": minutes(text)}
        below = render_to_string("admin/articles/article/_counts.html", counts)
        editor: SafeString = super().render(name, value, attrs, renderer)
        return editor + below


class BodyField(ProseEditorFormField):
    """HTML in the staff's vocabulary; what looks empty is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            config={"extensions": EXTENSIONS}, sanitize=cleaned, widget=BodyWidget(), **kwargs
        )


def cleaned(html: str) -> str:
    """What the editor sends, as it is kept."""
    html = clean(tidied(html), STAFF).strip()
    return "" if NOTHING.fullmatch(html) else html
