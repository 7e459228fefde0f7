"""The style sheets: mirrored by themselves, easy to override, light, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
SHEETS = sorted(FOLDER.glob("*.css"))
ARTICLE_PAGE = ["tokens", "base", "article", "discussion"]
SIDES = {"left", "right", "top", "bottom"}
SIZES = {"width", "height", "min-width", "min-height", "max-width", "max-height"}


def rules(sheet):
    """The sheet without its comments and without the conditions of its media queries."""
    return re.sub(r"/\*.*?\*/|@media[^{]*", "", sheet.read_text(), flags=re.DOTALL)


def physical(css):
    """Declarations that name a side of the screen instead of a side of the text."""
    for name, value in re.findall(r"(?<=[{;\s])([a-z-]+):\s*([^;{}]+);", css):
        sided = SIDES & {*name.split("-")} or (SIDES & {value} and name != "vertical-align")
        if sided or name in SIZES:
            yield f"{name}: {value}"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sides_are_those_of_the_text(sheet):
    assert list(physical(rules(sheet))) == []


def test_a_side_of_the_screen_is_found():
    css = "a {\n  margin-left: 1rem;\n  float: right;\n  float: inline-end;\n  width: 2rem;\n}"
    assert list(physical(css)) == ["margin-left: 1rem", "float: right", "width: 2rem"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_important_and_nothing_comes_from_elsewhere(sheet):
    css = rules(sheet)
    assert "!important" not in css
    assert re.findall(r"@import|https?:|url\(\s*[\"']?//", css) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_colours_are_named(sheet):
    if sheet.stem not in {"tokens", "admin"}:  # the two that name them
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|rgba?\(|hsla?\(", rules(sheet)) == []


def test_an_article_page_is_light():
    sizes = {name: (FOLDER / f"{name}.css").stat().st_size for name in ARTICLE_PAGE}
    assert sum(sizes.values()) <= 20_000, sizes
