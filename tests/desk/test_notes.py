"""Notes on a draft: at their paragraph while it lives, answered, resolved, seen by no reader."""

import pytest
from django.test import Client
from lxml.html import fromstring

from accounts.privacy import erase_person, export_person
from articles.models import Article
from articles.publishing import publish
from articles.revisions import newest
from desk.models import Note
from desk.noting import places_of, resolve, write
from tests.articles.drafts import edit
from tests.factories import make_article, make_author, make_newsroom, make_user
from tests.forms import address_of, messages
from tests.forms import write as write_article

pytestmark = pytest.mark.django_db
BODY = (
    "<p>First of all.</p><h2>A heading</h2><p>Second <em>part</em> here.</p><p>Third and last.</p>"
)


def notes_of(article):
    return f"/admin/articles/article/{article.pk}/notes/"


def make_draft(body=BODY, **fields):
    article = make_article("", published=False, slug="", **fields)
    edit(article, headline="Bread", body=body)
    return article


def found(note):
    """The beginning of the paragraph at which the note stands now; None when it is gone."""
    body = newest(note.article).content["body"]
    place = places_of([Note.objects.get(pk=note.pk)], body)[note.pk]
    return place and place.text


@pytest.fixture
def mina(client):
    make_newsroom()
    mina = make_user("mina@example.org", name="Mina", role="Reporter")
    client.force_login(mina)
    return mina


@pytest.fixture
def article(mina):
    return make_draft()


@pytest.fixture
def note(article, mina):
    return write(article, "Who says so?", by=mina, place=2)


# Writing


def test_a_note_at_a_paragraph_is_written_from_a_list_of_them(client, mina, article):
    page = client.get(notes_of(article)).content.decode()
    assert '<option value="2">Second part here.</option>' in page
    response = client.post(notes_of(article), {"text": "Who says so?", "place": "2"})
    assert response.url == notes_of(article)
    note = Note.objects.get()
    assert (note.written_by, note.place, note.quote) == (mina, 2, "Second part here.")
    assert note.revision == newest(article)
    page = client.get(notes_of(article)).content.decode()
    assert "Who says so?" in page
    assert '<q dir="auto">Second part here.</q>' in page


def test_selected_words_are_quoted(client, article):
    client.post(notes_of(article), {"text": "Hm.", "place": "2", "quote": "part here"})
    assert Note.objects.get().quote == "part here"


def test_words_of_another_paragraph_win_over_its_number(client, article):
    client.post(notes_of(article), {"text": "Hm.", "place": "0", "quote": "Third and"})
    note = Note.objects.get()
    assert (note.place, note.quote) == (3, "Third and")


def test_words_that_are_not_saved_yet_are_found_once_they_are(client, article):
    client.post(notes_of(article), {"text": "Hm.", "quote": "Brand new words"})
    note = Note.objects.get()
    assert (note.place, note.revision, found(note)) == (None, None, None)
    edit(article, body=BODY + "<p>Brand new words of mine.</p>")
    assert found(note) == "Brand new words of mine."


def test_a_note_may_be_about_the_whole_and_for_a_colleague(client, article):
    nima = make_user("nima@example.org", name="Nima")
    client.post(notes_of(article), {"text": "Too long.", "meant_for": nima.pk})
    note = Note.objects.get()
    assert (note.quote, note.place, note.meant_for) == ("", None, nima)
    assert "for <bdi>Nima</bdi>" in client.get(notes_of(article)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", ""), ("text", " \n"), ("text", "x" * 2001), ("text", "a\0b"), ("place", "99"),
     ("place", "x"), ("meant_for", "987654")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(client, article, field, value):
    response = client.post(notes_of(article), {"text": "Fine.", field: value})
    assert response.context["form"].errors.keys() == {field}
    assert not Note.objects.exists()


def test_a_reader_is_no_colleague(client, article):
    reader = make_user("reader@example.org", is_staff=False)
    client.post(notes_of(article), {"text": "Hm.", "meant_for": reader.pk})
    assert not Note.objects.exists()


def test_a_very_long_paragraph_is_quoted_by_its_beginning_and_found(mina):
    article = make_draft(f"<p>{'word ' * 200}</p>")
    note = write(article, "Long.", by=mina, place=0)
    assert len(note.quote) <= 300
    edit(article, body=f"<p>Before.</p><p>{'word ' * 200}</p>")
    assert found(note).startswith("word word")


# Its paragraph


@pytest.mark.parametrize(
    ("body", "there"),
    [
        (f"<p>New before.</p>{BODY}", "Second part here."),
        (BODY.replace("part", "<strong>part</strong>"), "Second part here."),
        (BODY.replace("Second <em>part</em> here.", "Something else."), "Something else."),
        (BODY.replace("<p>Second <em>part</em> here.</p>", ""), None),
        ("<p>Second <em>part</em> here.</p><p>First of all.</p>", "Second part here."),
        ("", None),
        (BODY.replace("<p>Third", "<p>New.</p><p>Third").replace("here", "there"),
         "Second part there."),
    ],
    ids=["moved down", "marked up", "reworded", "gone", "moved up", "empty", "in a changed part"],
)  # fmt: skip
def test_a_note_stays_with_its_paragraph(article, note, body, there):
    edit(article, body=body)
    assert found(note) == there


def test_when_the_paragraph_is_gone_the_note_stays_and_says_so(client, article, note):
    edit(article, body="<p>First of all.</p>")
    page = client.get(notes_of(article)).content.decode()
    assert "Who says so?" in page
    assert "Second part here." in page
    assert "The paragraph is gone." in page
    edit(article, body=BODY)
    assert "The paragraph is gone." not in client.get(notes_of(article)).content.decode()


def test_notes_stand_in_the_order_of_the_text(client, article, note, mina):
    for text, place in (("at the end", 3), ("on the whole", None), ("at the start", 0)):
        write(article, text, by=mina, place=place)
    threads = client.get(notes_of(article)).context["open"]
    said = [thread.note.text for thread in threads]
    assert said == ["on the whole", "at the start", "Who says so?", "at the end"]


# Talking


def act(client, note, act, **said):
    return client.post(notes_of(note.article), {"note": note.pk, "act": act, **said})


def test_an_answer_stands_below_the_note_and_answers_to_it_beside_it(client, note, mina):
    act(client, note, "answer", text="I do.")
    answer = Note.objects.get(answers=note)
    act(client, answer, "answer", text="Really?")
    assert set(note.thread.values_list("text", flat=True)) == {"I do.", "Really?"}
    assert Note.objects.begun().count() == 1


def test_a_note_is_resolved_and_opened_again_by_anybody_who_may_change_the_article(client, note):
    nima = make_user("nima@example.org", name="Nima", role="Reporter")
    client.force_login(nima)
    act(client, note, "resolve")
    note.refresh_from_db()
    assert note.resolved_by == nima
    assert Note.objects.unresolved().count() == 0
    assert "Resolved by Nima" in client.get(notes_of(note.article)).content.decode()
    act(client, note, "reopen")
    assert Note.objects.unresolved().get() == note


def test_resolving_twice_keeps_who_did_it(note, mina):
    resolve(note, by=mina)
    resolve(note, by=make_user())
    note.refresh_from_db()
    assert note.resolved_by == mina


def test_ones_own_words_are_changed_and_nobody_elses(client, note):
    act(client, note, "reword", text="Who says so, and when?")
    note.refresh_from_db()
    assert note.text == "Who says so, and when?"
    assert note.edited_at
    client.force_login(make_user(role="Editor"))
    assert act(client, note, "reword", text="Mine now").status_code == 403
    note.refresh_from_db()
    assert note.text == "Who says so, and when?"


@pytest.mark.parametrize("said", [{"act": "delete"}, {"act": ""}])
def test_what_is_no_act_does_nothing(client, note, said):
    assert client.post(notes_of(note.article), {"note": note.pk, **said}).status_code == 404


def test_an_empty_answer_is_refused_aloud(client, note):
    assert "required" in messages(act(client, note, "answer", text=" "))
    assert Note.objects.count() == 1


def test_a_note_of_another_article_is_not_touched_here(client, note):
    other = make_draft()
    for number in (note.pk, "x", "", "9" * 30):
        for word in ("resolve", "answer", "reword"):
            said = {"note": number, "act": word, "text": "Mine"}
            assert client.post(notes_of(other), said).status_code == 404
    note.refresh_from_db()
    assert (note.text, note.resolved_at) == ("Who says so?", None)


def test_markup_in_a_note_is_text(client, article, mina):
    evil = "</textarea><script>alert(1)</script>"
    write(article, evil, by=mina, place=0)
    page = client.get(notes_of(article)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("role", ["Moderator", None])
def test_who_may_not_change_the_article_reads_and_writes_no_notes(client, note, role):
    client.force_login(make_user(role=role))
    assert client.get(notes_of(note.article)).status_code == 403
    assert client.post(notes_of(note.article), {"text": "x"}).status_code == 403
    assert act(client, note, "resolve").status_code == 403
    assert Note.objects.unresolved().get() == note


def test_a_form_of_another_site_writes_no_note(note):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(role="Editor"))
    assert strict.post(notes_of(note.article), {"text": "x"}).status_code == 403
    assert Note.objects.count() == 1


# On the form and elsewhere


def test_unresolved_notes_are_counted_on_the_button(client, article, note, mina):
    write(article, "Another", by=mina)
    resolve(write(article, "Done", by=mina), by=mina)
    page = client.get(address_of(article)).content.decode()
    assert '<span class="count" id="notes-count">2</span>' in page


def test_publishing_with_unresolved_notes_warns_and_publishes(client, article, note):
    client.force_login(make_user(role="Editor"))
    response = write_article(client, address_of(article), button="_publish")
    assert "published with 1 note that nobody resolved" in messages(response)
    article.refresh_from_db()
    assert article.is_public
    resolve(note, by=None)
    response = write_article(client, address_of(article), button="_publish", headline="Again")
    assert "nobody resolved" not in messages(response)


def test_what_waits_for_somebody(client, article, mina):
    nima, ada = make_user("nima@example.org"), make_user("ada@example.org")
    Article.objects.filter(pk=article.pk).update(created_by=mina)
    article.bylines.create(author=make_author("Ada", user=ada))
    own = write(article, "My own reminder", by=mina)
    of_nima = write(article, "For whoever wrote it", by=nima)
    for_nima = write(article, "For Nima", by=mina, meant_for=nima)
    to_self = write(article, "For me", by=mina, meant_for=mina)
    resolve(write(article, "Done", by=nima), by=nima)

    def waiting(person):
        return set(Note.objects.waiting_for(person))

    assert waiting(mina) == {of_nima, to_self}
    assert waiting(ada) == {own, of_nima}
    assert waiting(nima) == {for_nima}


def test_articles_know_how_many_of_their_notes_are_unresolved(article, note, mina):
    other = make_draft()
    write(article, "Two", by=mina)
    counted = Article.objects.annotate(n=Note.objects.unresolved().count_of_article())
    assert dict(counted.values_list("pk", "n")) == {article.pk: 2, other.pk: 0}


def test_no_reader_ever_sees_a_note(client, article, note):
    publish(article, by=None)
    article.refresh_from_db()
    for address in (article.path, "/", "/feed/", "/feed.json", f"{article.path}feed/"):
        assert "Who says so?" not in Client().get(address).content.decode(), address


def test_notes_of_somebody_who_left_are_shown_to_them_and_erased(note, mina):
    mina.is_staff = False
    mina.save()
    assert [one["text"] for one in export_person("mina@example.org")["notes"]] == ["Who says so?"]
    assert erase_person("mina@example.org")["notes"] == 1
    note.refresh_from_db()
    assert (note.text, note.quote, note.written_by) == ("", "", None)
    assert export_person("mina@example.org")["notes"] == []


def test_an_address_in_a_note_is_found_and_nobody_elses(article, mina):
    write(article, "Call ada@example.org again", by=mina)
    write(article, "Call xada@example.org", by=mina)
    assert len(export_person("ada@example.org")["notes"]) == 1
    assert erase_person("ada@example.org")["notes"] == 1
    assert erase_person("ada@example.org")["notes"] == 0


def test_the_hours_of_notes_are_in_the_digits_of_the_desk(client, mina, article, note):
    mina.language = "fa"
    mina.save()
    for act in ("answer", "resolve"):
        client.post(notes_of(article), {"note": note.pk, "act": act, "text": "I do."})
    page = fromstring(client.get(notes_of(article)).content.decode())
    (thread,) = page.xpath(f"//li[@id='note-{note.pk}']")
    assert "I do." in thread.text_content()
    assert not set("0123456789") & set(thread.text_content())
    assert set("۰۱۲۳۴۵۶۷۸۹") & set(thread.text_content())
