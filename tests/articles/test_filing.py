"""Sections, tags and authors may move; who knew the old address still finds them."""

import pytest
from django.core.exceptions import ValidationError

from articles.filing import save_author, save_section, save_tag
from articles.models import Address, Author, Section, Tag
from tests.factories import make_article, make_author, make_section, make_tag

pytestmark = pytest.mark.django_db


def new_section(name, slug, parent=None):
    section = Section(name=name, slug=slug, parent=parent)
    save_section(section)
    return section


def test_a_new_section_stands_below_its_parent(client):
    iran = new_section("Iran", "iran", parent=new_section("World", "world"))
    assert iran.path == "world/iran"
    assert client.get("/section/world/iran/").status_code == 200


def test_a_renamed_section_takes_everything_below_along_and_old_addresses_lead_on(client):
    world = new_section("World", "world")
    iran = new_section("Iran", "iran", parent=world)
    city = new_section("Tehran", "tehran", parent=iran)
    world.slug = "globe"
    save_section(world)
    city.refresh_from_db()
    assert city.path == "globe/iran/tehran"
    for old, new in [
        ("world", "globe"),
        ("world/iran", "globe/iran"),
        ("world/iran/tehran", "globe/iran/tehran"),
    ]:
        assert client.get(f"/section/{old}/")["Location"] == f"/section/{new}/"
        assert client.get(f"/section/{new}/").status_code == 200


def test_a_moved_section_is_found_at_both_addresses(client):
    culture, iran = (
        new_section("Culture", "culture"),
        new_section("Iran", "iran", parent=new_section("World", "world")),
    )
    iran.parent = culture
    save_section(iran)
    assert client.get("/section/world/iran/")["Location"] == "/section/culture/iran/"


def test_two_sections_cannot_share_an_address():
    new_section("World", "world")
    with pytest.raises(ValidationError, match="Another section"):
        new_section("Globe", "world")
    assert Section.objects.count() == 1


def test_a_section_cannot_stand_below_itself():
    world = new_section("World", "world")
    iran = new_section("Iran", "iran", parent=world)
    world.parent = iran
    with pytest.raises(ValidationError, match="part of itself"):
        save_section(world)


def test_an_address_too_long_to_keep_is_refused():
    section = None
    for _ in range(6):
        section = new_section("Deep", "d" * 80, parent=section)
    with pytest.raises(ValidationError, match="too long"):
        new_section("Deeper", "d" * 80, parent=section)
    assert Section.objects.count() == 6


def test_a_section_written_before_addresses_were_kept_is_remembered_too(client):
    section = make_section("World", slug="world")
    section.slug = "globe"
    save_section(section)
    assert client.get("/section/world/")["Location"] == "/section/globe/"


def test_a_renamed_tag_and_author_are_found_at_their_old_addresses(client):
    tag, author = make_tag("Radio"), make_author("Ada", slug="ada")
    make_article(tags=[tag], authors=[author])
    tag.slug, author.slug = "wireless", "ada-l"
    save_tag(tag)
    save_author(author)
    assert client.get("/tag/radio/")["Location"] == "/tag/wireless/"
    assert client.get("/author/ada/")["Location"] == "/author/ada-l/"


def test_an_address_that_is_free_again_may_be_taken(client):
    old = make_tag("Radio")
    make_article(tags=[old])
    old.slug = "wireless"
    save_tag(old)
    new = Tag(name="Radio waves", slug="radio")
    save_tag(new)
    make_article(tags=[new])
    assert client.get("/tag/radio/").status_code == 200
    assert Address.objects.get(path="/tag/radio/").tag == new


@pytest.mark.parametrize(
    ("word", "fine"),
    [
        ("world", True), ("سلام-دنیا", True), ("हिन्दी", True), ("old_style", True),
        ("feed", False), ("page", False), ("comment-page-3", False),
        ("two words", False), ("a/b", False), ("a?b", False), ("cafe\u0301", False),
    ],
)  # fmt: skip
def test_a_slug_has_letters_of_any_script_and_no_meaning_of_its_own(word, fine):
    author = Author(name="Somebody", slug=word)
    if fine:
        author.full_clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            author.full_clean()
        assert list(refusal.value.message_dict) == ["slug"]


def test_a_tag_of_signs_alone_still_has_an_address(client):
    tags = [make_tag("!!!"), make_tag("???")]
    make_article(tags=tags)
    assert [tag.slug for tag in tags] == ["tag", "tag-2"]
    assert client.get(tags[1].get_absolute_url()).status_code == 200
