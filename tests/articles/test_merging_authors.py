"""Two rows of one person become one; a name that becomes a pseudonym leaves no trace."""

import pytest
from django.core.exceptions import ValidationError

from articles.filing import merge_authors, save_author
from articles.models import Article, Author
from articles.publishing import publish
from articles.revisions import record, save
from tests.factories import make_article, make_author, make_user

pytestmark = pytest.mark.django_db


def filed(name, **fields):
    author = Author(name=name, **{"slug": name.lower().replace(" ", "-"), **fields})
    save_author(author)
    return author


def names(article):
    return [str(one) for one in article.bylines.all()]


def test_the_bylines_of_both_are_those_of_the_one_that_stays():
    kept, gone = filed("Leyla Karimi"), filed("L Karimi")
    hers, both = make_article(authors=[gone]), make_article(authors=[kept, gone])
    both.bylines.create(author=gone, role="translation", position=2)
    merge_authors(kept, [gone])
    assert names(hers) == ["by Leyla Karimi"]
    assert names(both) == ["by Leyla Karimi", "translated by Leyla Karimi"]
    assert list(Author.objects.all()) == [kept]


def test_every_address_that_one_had_leads_to_the_one_that_stays(client):
    kept, gone = filed("Leyla Karimi"), filed("L Karimi")
    make_article(authors=[kept])
    gone.slug = "karimi"
    save_author(gone)
    merge_authors(kept, [gone])
    for old in ("/author/l-karimi/", "/author/karimi/"):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/author/leyla-karimi/")
    assert client.get("/author/leyla-karimi/").status_code == 200


def test_an_author_who_was_never_saved_by_the_verb_is_merged_as_well(client):
    kept, gone = make_author("Leyla", slug="leyla"), make_author("Leila", slug="leila")
    make_article(authors=[gone])
    merge_authors(kept, [gone])
    assert client.get("/author/leila/").headers["Location"] == "/author/leyla/"


def test_a_draft_that_waits_keeps_the_byline_when_it_is_published():
    kept, gone, other = filed("Leyla Karimi"), filed("L Karimi"), filed("Ben")
    article = make_article(published=False, authors=[other, gone])
    record(article, by=None)
    revision = article.revisions.get()
    merge_authors(kept, [gone])
    revision.refresh_from_db()
    assert [one["author"] for one in revision.content["bylines"]] == [
        {"id": other.pk, "label": "Ben"},
        {"id": kept.pk, "label": "Leyla Karimi"},
    ]
    publish(article, by=None)
    assert names(Article.objects.get()) == ["by Ben", "by Leyla Karimi"]


def test_what_the_one_that_stays_does_not_say_is_taken_from_the_other():
    account = make_user()
    kept = filed("Leyla Karimi", title="Editor")
    gone = filed("L Karimi", title="Reporter", biography="Writes.", user=account)
    merge_authors(kept, [gone])
    kept.refresh_from_db()
    assert (kept.title, kept.biography, kept.user) == ("Editor", "Writes.", account)
    assert kept.biography_html == "<p>Writes.</p>"


def test_two_accounts_are_two_people():
    kept, other = filed("Leyla", user=make_user()), filed("Leila", user=make_user())
    article = make_article(authors=[other])
    with pytest.raises(ValidationError, match="two people"):
        merge_authors(kept, [other])
    assert names(article) == ["by Leila"]


def test_a_pseudonym_is_not_made_one_with_a_name():
    kept, hidden = filed("Leyla Karimi"), filed("Shirin", is_pseudonym=True)
    for one, other in ((kept, hidden), (hidden, kept)):
        with pytest.raises(ValidationError, match="everybody could read whose it is"):
            merge_authors(one, [other])
    assert Author.objects.count() == 2


@pytest.mark.parametrize("others", [[], ["itself"]])
def test_one_alone_is_not_merged(others):
    kept = filed("Leyla")
    with pytest.raises(ValidationError, match="at least two"):
        merge_authors(kept, [kept for _ in others])


# A name becomes a pseudonym


def test_nothing_leads_from_the_name_before_to_the_pseudonym(client):
    author = filed("Leyla Karimi")
    article = make_article(authors=[author])
    record(article, by=None)
    author.name, author.slug, author.is_pseudonym = "Shirin", "shirin", True
    save_author(author)
    assert client.get("/author/leyla-karimi/").status_code == 404
    assert client.get("/author/shirin/").status_code == 200
    assert "Karimi" not in str(article.revisions.get().content)


def test_an_address_that_tells_the_name_before_is_refused():
    author = filed("Leyla Karimi")
    author.name, author.is_pseudonym = "Shirin", True
    with pytest.raises(ValidationError, match="tells the name before"):
        save_author(author)
    assert Author.objects.get().name == "Leyla Karimi"


def test_a_name_that_is_a_pseudonym_already_keeps_its_address(client):
    author = filed("Shirin")
    make_article(authors=[author])
    author.is_pseudonym = True
    save_author(author)
    assert client.get("/author/shirin/").status_code == 200


def test_a_pseudonym_that_only_moves_is_still_found(client):
    author = filed("Shirin", is_pseudonym=True)
    make_article(authors=[author])
    author.slug = "shirin-writes"
    save_author(author)
    assert client.get("/author/shirin/").headers["Location"] == "/author/shirin-writes/"


def test_revisions_of_others_stay_as_they_were():
    author, other = filed("Leyla"), filed("Ben")
    article = make_article(published=False, authors=[other])
    record(article, by=None)
    save(article, {"headline": "New"}, based_on=1, by=None)
    before = [one.content for one in article.revisions.all()]
    author.name, author.slug, author.is_pseudonym = "Shirin", "shirin", True
    save_author(author)
    assert [one.content for one in article.revisions.all()] == before
