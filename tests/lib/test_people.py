"""An address is the same however it is written, and never a part of a longer one."""

import re

import pytest

from lib.people import person


@pytest.mark.parametrize(
    "written",
    ["rita@example.org", " Rita@Example.ORG\n", "RITA@EXAMPLE.ORG", "ｒｉｔａ＠example.org"],
)
def test_spellings_of_one_address_are_one_person(written):
    assert person(written) == person("rita@example.org")


def test_both_spellings_of_an_international_domain_are_one_person():
    one = person("rita@München.example")
    assert one == person("rita@XN--mnchen-3ya.example")
    assert one.forms == {"rita@münchen.example", "rita@xn--mnchen-3ya.example"}


@pytest.mark.parametrize(
    "other", ["r.ita@example.org", "rita+news@example.org", "rita@example.com", "rita@ex.ample.org"]
)
def test_what_may_be_somebody_else_is_somebody_else(other):
    assert person(other) != person("rita@example.org")


@pytest.mark.parametrize(
    "text", ["", "rita", "@example.org", "rita@", "rita @example.org", "a@b c"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="no e-mail address"):
        person(text)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("rita@example.org", True),
        ("To: Rita <Rita@example.org>, Mona", True),
        ('["rita@example.org", 3]', True),
        ("Write to rita@example.org.", True),
        ("margarita@example.org", False),
        ("a.rita@example.org", False),
        ("x+rita@example.org", False),
        ("rita@example.org.evil.example", False),
        ("rita@example.organic", False),
        ("rita@exampleXorg", False),
    ],
)
def test_an_address_is_found_among_words_and_never_inside_another(text, is_named):
    found = re.search(person("rita@example.org").pattern, text, re.IGNORECASE)
    assert bool(found) == is_named
