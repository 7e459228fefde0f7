"""The prose editor of the body: it writes the staff's vocabulary and nothing else."""

import json
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
MODULES = ["figures", "embeds", "tables", "paste", "words", "notes"]
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
    "ParagraphNotes": {
        "add": _("New note on this paragraph"),
        "marker": _("Notes on “%(beginning)s”: %(count)s"),
    },
    "TidyPaste": {
        "pictures": _("Pictures do not come along: put them in from the library."),
    },
}
"""What our own modules say, by the extension that says it."""
BUTTONS = {
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "heading4": _("Smallest heading"),
    "paragraph": _("Paragraph"),
    "codeBlock": _("Code as it stands"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "orderedListProperties": _("How the list is numbered"),
    "blockquote": _("Quotation"),
    "horizontalRule": _("Break between two parts"),
    "figure": _("Picture from the library"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "strike": _("Struck through"),
    "subscript": _("Set low, as in H₂O"),
    "superscript": _("Set high, as in 2²"),
    "code": _("Code"),
    "link": _("Link"),
    "unlink": _("Take the link away"),
    "table": _("Table"),
    "table:addColumnAfter": _("One column more"),
    "table:deleteColumn": _("Take the column away"),
    "table:addRowAfter": _("One row more"),
    "table:deleteRow": _("Take the row away"),
    "table:mergeCells": _("Make one cell of several"),
    "table:splitCell": _("Make several cells of one"),
    "table:toggleHeaderCell": _("Head of a column or row"),
    "table:deleteTable": _("Take the table away"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
    "fullscreen": _("Fill the screen"),
}
"""What the editor's buttons are called; the library has their names in English only."""
DIALOGS = {
    "Bullets": _("Bullets"),
    "Columns": _("Columns"),
    "Decimal numbers": _("1, 2, 3"),
    "Edit Link": _("Link"),
    "Insert": _("Put in"),
    "List properties": _("How the list is numbered"),
    "List type": _("Numbers"),
    "Lowercase Roman numerals": _("i, ii, iii"),
    "Lowercase letters": _("a, b, c"),
    "Rows": _("Rows"),
    "Start at": _("The first is"),
    "Title": _("Title"),
    "URL": _("Address"),
    "Update": _("Apply"),
    "Uppercase Roman numerals": _("I, II, III"),
    "Uppercase letters": _("A, B, C"),
}
"""What the editor's own dialogs say, by its English; `static/js/prose-dialogs.js` puts it in."""
NOTHING = re.compile(r"(<p>(<br>|\s|&nbsp;)*+</p>\s*+)++")


class BodyWidget(ProseEditorWidget):
    """The editor with pictures of the library."""

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        own: dict[str, Any] = {name: {"words": said} for name, said in WORDS.items()}
        own["Spoken"] = {"buttons": BUTTONS}
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
        said = {"data-dialogs": json.dumps(DIALOGS, default=str, ensure_ascii=False)}
        editor: SafeString = super().render(name, value, {**(attrs or {}), **said}, renderer)
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
