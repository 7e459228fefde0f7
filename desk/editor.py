"""The prose editor of the body: it writes the staff's vocabulary and nothing else."""

import re
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from lib.html import STAFF, clean

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
}
"""The editor's own."""
MODULES = ["js/prose-figures.js", "js/prose-words.js"]
OWN = ["PhotoFigure", "FigureCaption", "Cite", "Abbreviation", "WrittenAttributes", "PageNonce"]
"""What only this newsroom has, and where it is."""
NOTHING = re.compile(r"(<p>(<br>|\s|&nbsp;)*+</p>\s*+)++")


class BodyWidget(ProseEditorWidget):
    """The editor with pictures of the library."""

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        library = {"library": reverse("admin:photos_photo_changelist")}
        extensions = {**config["extensions"], **dict.fromkeys(OWN, True), "PhotoFigure": library}
        return {**config, "extensions": extensions, "js_modules": [*map(static, MODULES)]}


class BodyField(ProseEditorFormField):
    """HTML in the staff's vocabulary; what looks empty is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            config={"extensions": EXTENSIONS}, sanitize=cleaned, widget=BodyWidget(), **kwargs
        )


def cleaned(html: str) -> str:
    """What the editor sends, as it is kept."""
    html = clean(html, STAFF)
    return "" if NOTHING.fullmatch(html) else html
