"""What somebody registered, and what belongs to many strangers."""

import pytest

from lib.suffixes import is_public_suffix, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("blog.example.org", "example.org"),
        ("example.org", "example.org"),
        ("www.BBC.co.uk.", "bbc.co.uk"),
        ("a.b.jane.blogspot.com", "jane.blogspot.com"),
        ("jane.github.io", "jane.github.io"),
        ("jane.wordpress.com", "jane.wordpress.com"),
        ("parsi.blogfa.com", "parsi.blogfa.com"),
        ("blog.neighbour.example", "neighbour.example"),
        ("city.kawasaki.jp", "city.kawasaki.jp"),
        ("xn--mgba3a4f16a.xn--mgba3a4f16a", "xn--mgba3a4f16a.xn--mgba3a4f16a"),
    ],
)
def test_a_host_belongs_to_a_domain(host, domain):
    assert registrable_domain(host) == domain
    assert not is_public_suffix(domain)


@pytest.mark.parametrize(
    "host",
    ["com", "co.uk", "blogspot.com", "github.io", "wordpress.com", "blogfa.com", "localhost"],
)
def test_below_a_public_suffix_live_strangers(host):
    assert registrable_domain(host) == ""
    assert is_public_suffix(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "::1", "", "..", "a..b"])
def test_what_is_no_name_has_no_domain_and_is_no_suffix(host):
    assert registrable_domain(host) == ""
    assert not is_public_suffix(host)
