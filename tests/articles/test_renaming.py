"""Who or what was renamed is found by its new name, and no longer by the old one."""

import pytest
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from articles.filing import merge_authors, save_author, save_section, save_tag
from articles.indexing import index_some
from articles.models import Author, IndexCard, Section, Tag
from articles.publishing import publish
from articles.revisions import discard, restore
from tests.articles.drafts import edit
from tests.articles.test_searching import find, written
from tests.factories import make_author, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits():
    OxTask.objects.all().delete()


def label(row):
    return {"id": row.pk, "label": row.name}


def by(author):
    return [{"author": label(author), "role": "writer", "position": 0}]


def filed(name, **fields):
    author = Author(name=name, slug=name.lower().replace(" ", "-"), **fields)
    save_author(author)
    return author


def tagged(name):
    tag = Tag(name=name)
    save_tag(tag)
    return tag


def rename(row, name, save):
    row.name = name
    save(row)


def waiting_tasks():
    rows = OxTask.objects.filter(task_path="articles.indexing.index_some")
    return sorted(row.args[0] for row in rows)


def test_an_author_is_found_by_their_new_name_in_drafts_and_what_waits():
    author = filed("Leyla Karimi")
    written("Draft", bylines=by(author))
    out = written("Out")
    publish(out, by=make_user())
    edit(out, bylines=by(author))
    rename(author, "Leyla Rahimi", save_author)
    run_tasks(raise_failures=True)
    assert find("karimi") == []
    assert set(find("leyla rahimi")) == {"Draft", "Out"}


def test_a_tag_is_found_by_its_new_name():
    tag = tagged("Twitter")
    written("Bread", tags=[label(tag)])
    rename(tag, "X", save_tag)
    run_tasks(raise_failures=True)
    assert (find("twitter"), find("x")) == ([], ["Bread"])


def test_what_an_author_wrote_is_found_by_the_one_that_stays():
    kept, gone = filed("Leyla Karimi"), filed("Lili")
    written("Bread", bylines=by(gone))
    merge_authors(kept, [gone])
    run_tasks(raise_failures=True)
    assert (find("lili"), find("karimi")) == ([], ["Bread"])


def test_the_name_behind_a_pseudonym_is_neither_found_nor_told_by_a_task():
    author = filed("Leyla Karimi")
    written("Bread", bylines=by(author))
    author.slug, author.is_pseudonym = "shirin", True
    rename(author, "Shirin", save_author)
    assert "Karimi" not in str(list(OxTask.objects.values_list("args", "kwargs")))
    run_tasks(raise_failures=True)
    assert (find("karimi"), find("shirin")) == ([], ["Bread"])


def test_an_old_text_that_comes_back_does_not_bring_an_old_name_back():
    author, editor = filed("Leyla Karimi"), make_user()
    article = written("Bread", bylines=by(author))
    publish(article, by=editor)
    first = article.revisions.first()
    edit(article, standfirst="Dear.")
    rename(author, "Leyla Rahimi", save_author)
    run_tasks(raise_failures=True)
    discard(article, by=editor)
    assert (find("karimi"), find("rahimi")) == ([], ["Bread"])
    restore(article, first, by=editor)
    assert (find("karimi"), find("rahimi")) == ([], ["Bread"])


def test_once_for_each_batch_of_those_that_it_is_about(monkeypatch):
    monkeypatch.setattr("articles.indexing.AT_ONCE", 2)
    author, other = filed("Leyla Karimi"), filed("Ben")
    hers = [written(f"No. {n}", bylines=by(author)) for n in range(5)]
    written("His", bylines=by(other), body="<p>Of Leyla Karimi.</p>")
    rename(author, "Leyla Rahimi", save_author)
    ids = [one.pk for one in hers]
    assert waiting_tasks() == [ids[:2], ids[2:4], ids[4:]]


def test_who_is_saved_under_the_same_words_costs_nothing():
    author, tag = filed("Leyla Karimi"), tagged("كتاب")
    written("Bread", bylines=by(author), tags=[label(tag)])
    author.title = "Editor"
    rename(author, "LEYLA  Karimi", save_author)
    rename(tag, "کتاب", save_tag)
    rename(filed("Nobody"), "Somebody", save_author)
    assert waiting_tasks() == []
    assert find("کتاب") == ["Bread"]


def test_a_section_stands_on_no_card():
    section = Section(name="World", slug="world")
    save_section(section)
    written("Bread", section=label(section), standfirst="World of bread.")
    rename(section, "Planet", save_section)
    assert waiting_tasks() == []


def test_a_name_without_a_word_and_one_that_is_hostile_are_renamed_as_any():
    odd, hostile = filed("!!!", is_pseudonym=False), make_author('\' & ! | :* \\ "a" -b <-> c')
    written("Odd", bylines=by(odd))
    written("Hostile", bylines=by(hostile))
    rename(odd, "Ada", save_author)
    rename(hostile, "Ben", save_author)
    run_tasks(raise_failures=True)
    assert (find('"a b c"'), find("ben")) == ([], ["Hostile"])


def test_an_article_that_is_gone_by_then_stops_nothing():
    author = filed("Leyla")
    gone, kept = written("Gone", bylines=by(author)), written("Kept", bylines=by(author))
    rename(author, "Rana", save_author)
    gone.delete()
    run_tasks(raise_failures=True)
    assert find("rana") == ["Kept"]
    assert IndexCard.objects.get().pk == kept.pk


def test_a_batch_costs_the_same_however_many_are_named(django_assert_num_queries):
    def some(number):
        return [
            written(f"No. {n}", bylines=by(filed(f"Ada {n}")), tags=[label(tagged(f"T{n}"))]).pk
            for n in number
        ]

    for ids in (some(range(2)), some(range(2, 22))):
        with django_assert_num_queries(8) as queries:
            index_some.func(ids)
        first = next(one["sql"] for one in queries if one["sql"].startswith("SELECT"))
        assert first.endswith("FOR UPDATE")  # no revision comes between reading and writing
