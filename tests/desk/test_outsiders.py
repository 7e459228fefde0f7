"""On a link an outsider leaves a note or approves one very revision; colleagues are told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from lxml.html import fromstring

from articles.revisions import newest
from desk.models import Approval, Note
from desk.noting import MOST_OF_LINK
from desk.noting import tell_later as tell_of_note
from desk.sharing import revoke, seen
from desk.sharing import tell_later as tell_of_approval
from tests.articles.drafts import edit
from tests.desk.test_preview_links import links_of, make_draft, make_link, path_of
from tests.factories import make_newsroom, make_user

pytestmark = pytest.mark.django_db
OWN = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def mina():
    make_newsroom()
    return make_user("mina@example.org", name="Mina", role="Editor", language="en")


@pytest.fixture
def link(mina):
    return make_link(by=mina)


@pytest.fixture
def outsider():
    return Client(enforce_csrf_checks=True)


def word_on(client, link):
    """The word of the page by which a form says which revision stood there."""
    page = fromstring(client.get(path_of(link)).content.decode())
    (word,) = set(page.xpath("//input[@name='seen']/@value"))
    return word


def say(client, link, *, word=None, headers=OWN, **said):
    word = word_on(client, link) if word is None else word
    return client.post(path_of(link), {"seen": word, **said}, **headers)


def test_a_note_is_left_and_stands_among_the_articles_notes(client, link, mina, outsider):
    response = say(outsider, link, leave="1", name="Ada Source", text="I never said that.")
    assert "Your note is with the newsroom" in response.content.decode()
    note = Note.objects.get()
    assert (note.article, note.link, note.revision) == (link.article, link, newest(link.article))
    assert (note.guest_name, note.text, note.written_by) == (
        "Ada Source",
        "I never said that.",
        None,
    )
    client.force_login(mina)
    page = client.get(f"/admin/articles/article/{link.article_id}/notes/").content.decode()
    assert "I never said that." in page
    assert "from outside" in page


def test_an_approval_says_which_revision_and_what_came_after(client, link, mina, outsider):
    first = newest(link.article)
    response = say(outsider, link, approve="1", name="Ada Source")
    assert f"You approved revision {first.number}" in response.content.decode()
    approval = Approval.objects.get()
    assert (approval.revision, approval.name, approval.link) == (first, "Ada Source", link)
    client.force_login(mina)
    assert "An older version" not in client.get(links_of(link.article)).content.decode()
    edit(link.article, headline="Changed since")
    page = client.get(links_of(link.article)).content.decode()
    assert "An older version: the text was changed since." in page
    assert "The text was changed since." in outsider.get(path_of(link)).content.decode()


def test_who_read_an_older_text_approves_that_one(link, outsider):
    read = newest(link.article)
    word = word_on(outsider, link)
    edit(link.article, headline="Changed while they read")
    say(outsider, link, word=word, approve="1", name="Ada")
    assert Approval.objects.get().revision == read


def test_a_revision_that_no_page_showed_is_not_approved(link, outsider):
    old = newest(link.article)
    edit(link.article, headline="Second")
    now, other = newest(link.article), make_link()
    signed = seen(link, now).partition("-")[2]
    words = [
        "", "x", f"{old.number}-{signed}", f"{now.number}-", seen(other, newest(other.article)),
        f"{'9' * 30}-{signed}", "٣-x", str(now.number),
    ]  # fmt: skip
    for word in words:
        assert say(outsider, link, word=word, approve="1", name="Ada").status_code == 403, word
    assert not Approval.objects.exists()


def test_the_same_twice_is_one(link, outsider):
    for _ in range(2):
        say(outsider, link, approve="1", name="Ada")
        say(outsider, link, leave="1", name="Ada", text="Once.")
    assert (Approval.objects.count(), Note.objects.count()) == (1, 1)


def test_a_link_to_read_only_takes_nothing(mina, outsider):
    link = make_link(may_comment=False)
    page = outsider.get(path_of(link)).content.decode()
    assert "<form" not in page.partition("<main")[2]
    word = seen(link, newest(link.article))
    assert say(outsider, link, word=word, approve="1", name="Ada").status_code == 403
    assert say(outsider, link, word=word, leave="1", name="A", text="B").status_code == 403
    assert not Note.objects.exists()
    assert not Approval.objects.exists()


def test_a_revoked_link_takes_nothing(link, outsider):
    word = word_on(outsider, link)
    revoke(link)
    assert say(outsider, link, word=word, leave="1", name="A", text="B").status_code == 410
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"},
     {"HTTP_ORIGIN": "null"}],
)  # fmt: skip
def test_a_form_on_another_site_says_nothing(link, outsider, headers):
    word = word_on(outsider, link)
    response = say(outsider, link, word=word, headers=headers, approve="1", name="Ada")
    assert response.status_code == 403
    assert not Approval.objects.exists()


@pytest.mark.parametrize(
    "said",
    [{"leave": "1", "name": "", "text": "x"}, {"leave": "1", "name": "A", "text": " \n "},
     {"leave": "1", "name": "A" * 101, "text": "x"},
     {"leave": "1", "name": "A", "text": "x" * 2001},
     {"leave": "1", "name": "A\0", "text": "x"}, {"approve": "1", "name": " "},
     {"approve": "1", "name": "A" * 101}],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_still_stands_there(link, outsider, said):
    response = say(outsider, link, **said)
    assert response.status_code == 422
    assert not Note.objects.exists()
    assert not Approval.objects.exists()
    if said.get("text", "").strip():
        assert said["text"] in response.content.decode()


def test_markup_of_an_outsider_is_text_everywhere(client, link, mina, outsider):
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    say(outsider, link, leave="1", name=f"A{evil}", text=evil)
    say(outsider, link, approve="1", name=f"B{evil}")
    client.force_login(mina)
    notes = f"/admin/articles/article/{link.article_id}/notes/"
    for page in (
        outsider.get(path_of(link)),
        client.get(notes),
        client.get(links_of(link.article)),
    ):
        html = page.content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "alert(1)" in html


def test_much_at_once_from_a_network_is_slowed_and_nothing_typed_is_lost(link, outsider):
    answers = [say(outsider, link, leave="1", name="A", text=f"Note {n}") for n in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Note 10" in answers[-1].content.decode()
    assert Note.objects.count() == 10


def test_much_on_a_link_is_slowed_from_wherever_it_comes(link, outsider):
    word = word_on(outsider, link)
    codes = [
        say(outsider, link, word=word, headers={**OWN, "REMOTE_ADDR": f"192.0.2.{n}"},
            leave="1", name="A", text=f"Note {n}").status_code
        for n in range(1, 23)
    ]  # fmt: skip
    assert codes[:20] == [200] * 20
    assert codes[-1] == 429


def test_a_link_takes_so_many_notes_and_no_more(link, outsider):
    revision = newest(link.article)
    Note.objects.bulk_create(
        Note(article=link.article, link=link, revision=revision, guest_name="A", text=str(n))
        for n in range(MOST_OF_LINK)
    )
    response = say(outsider, link, leave="1", name="A", text="One more")
    assert response.status_code == 422
    assert "takes no more notes" in response.content.decode()
    assert Note.objects.count() == MOST_OF_LINK


def test_whoever_made_the_link_is_told_once(link, outsider):
    say(outsider, link, leave="1", name="Ada", text="A & B < C")
    say(outsider, link, approve="1", name="Ada")
    for _ in range(2):
        tell_of_note.func(Note.objects.get().pk)
        tell_of_approval.func(Approval.objects.get().pk)
    noted, approved = mail.outbox
    assert (noted.to, approved.to) == (["mina@example.org"], ["mina@example.org"])
    assert "A & B < C" in noted.body
    assert "A &amp; B &lt; C" in noted.alternatives[0].content
    assert f"/admin/articles/article/{link.article_id}/notes/" in noted.body
    assert f"/admin/articles/article/{link.article_id}/links/" in approved.body
    assert "/preview/" not in noted.body + approved.body


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_a_colleague_who_left_is_told_nothing(link, mina, outsider, change):
    for name, value in change.items():
        setattr(mina, name, value)
    mina.save()
    say(outsider, link, approve="1", name="Ada")
    tell_of_approval.func(Approval.objects.get().pk)
    assert mail.outbox == []
    assert Approval.objects.get().told_at


def test_a_mail_server_that_fails_is_asked_again(link, outsider, settings):
    say(outsider, link, approve="1", name="Ada")
    nobody = {"host": "127.0.0.1", "port": 9}
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": nobody}}
    with pytest.raises(OSError, match="refused"):
        tell_of_approval.func(Approval.objects.get().pk)
    assert Approval.objects.get().told_at is None


def test_telling_of_what_is_gone_does_nothing():
    tell_of_note.func(987654)
    tell_of_approval.func(987654)
    assert mail.outbox == []


def test_the_page_speaks_the_language_of_the_article(mina, outsider):
    article = make_draft("نان", language="fa")
    link = make_link(article, good_for=timedelta(days=2))
    assert '<html lang="fa" dir="rtl">' in outsider.get(path_of(link)).content.decode()
