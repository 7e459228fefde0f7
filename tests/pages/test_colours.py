"""Both colour schemes keep the contrast that WCAG 2.2 AA asks for, with room for small type."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
TEXT = ["ink", "ink-soft", "muted", "danger", "ok"]
GROUNDS = ["paper", "paper-raised"]


def schemes():
    """The colours of each scheme by name; dark ones stand in the media query."""
    light, _, rest = TOKENS.read_text().partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("/* Arabic")[0]
    found = {name: dict(colours(css)) for name, css in (("light", light), ("dark", dark))}
    return {"light": found["light"], "dark": {**found["light"], **found["dark"]}}


def colours(css):
    return re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_is_readable_on_every_ground(scheme, ground, text):
    palette = schemes()[scheme]
    least = 7 if text.startswith("ink") else 4.5
    assert contrast(palette[text], palette[ground]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_on_the_accent(scheme):
    palette = schemes()[scheme]
    assert contrast(palette["accent-ink"], palette["accent"]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_outlines_of_fields_can_be_seen(scheme, ground):
    palette = schemes()[scheme]
    assert contrast(palette["outline"], palette[ground]) >= 3


def test_the_dark_scheme_has_its_own_grounds():
    found = schemes()
    assert luminance(found["dark"]["paper"]) < 0.05 < 0.8 < luminance(found["light"]["paper"])
