"""What the tests of the HTML cleaner share: collected attacks, and a second opinion."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from defusedxml import ElementTree

FIXTURES = Path(__file__).parents[2].parent / "shared" / "fixtures"


def fixture(name):
    """The path of a fixture; skips, saying why, where a clone stands alone."""
    path = FIXTURES / name
    if not path.exists():
        pytest.skip(f"no {path}: the fixtures are kept beside the project, not in it")
    return path


def bleach_attacks():
    paths = sorted(fixture("xss/bleach").glob("*.test"))
    return [path.read_text().split("\n--\n")[0] for path in paths]


def h5sc_attacks():
    page = fixture("xss/h5sc/vectors.txt").read_text()
    return [page, *re.split(r'(?=<div id="\d+">)', page)]


def wordpress_attacks():
    tree = ElementTree.parse(fixture("xss/wordpress-xssAttacks.xml"))
    return [code.text or "" for code in tree.iter("code")]


def naughty_strings():
    return json.loads(fixture("strings/blns.json").read_text())


def assert_within(html, allow, valid=True):
    """Read by a parser that had no part in making it, `html` is valid and holds nothing foreign."""
    parser = html5lib.HTMLParser(strict=valid, namespaceHTMLElements=False)
    for element in parser.parseFragment(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in allow.tags, html
        names = allow.tags[element.tag] | allow.shared | ({"rel"} if element.tag == "a" else set())
        assert element.attrib.keys() <= names, html
        for name in {"href", "cite"} & element.attrib.keys():
            scheme = urlsplit(element.attrib[name]).scheme
            assert scheme in allow.schemes or element.attrib[name][0] in "/#?", html
