"""Authors at the desk: written, found, made one, and whose they are told to few."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.filing import save_author
from articles.models import Author
from lib.fold import fold
from tests.factories import make_article, make_author, make_newsroom, make_photo, make_user
from tests.forms import fields, messages, send

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/author/"
NAMES = "/admin/autocomplete/?app_label=articles&model_name=byline&field_name=author&term="


def page_of(author):
    return f"{LIST}{author.pk}/change/"


@pytest.fixture
def sign_in(client):
    make_newsroom()

    def as_role(role):
        user = make_user(role=role)
        client.force_login(user)
        return user

    return as_role


@pytest.fixture
def editor(sign_in):
    return sign_in("Editor")


def merge(client, *authors, **sent):
    chosen = [author.pk for author in authors]
    return client.post(LIST, {"action": "merge_selected", "_selected_action": chosen, **sent})


# Written


def test_an_author_has_links_one_per_line(client, editor):
    links = "Her blog https://blog.example/\nWrite to her mailto:leyla@blog.example"
    send(client, "/admin/articles/author/add/", "author_form", name="Leyla Karimi", links=links)
    author = Author.objects.get()
    assert author.slug == "leyla-karimi"
    assert author.links == [
        {"label": "Her blog", "address": "https://blog.example/"},
        {"label": "Write to her", "address": "mailto:leyla@blog.example"},
    ]
    page = client.get(f"/admin/articles/author/{author.pk}/change/")
    assert fields(page, "author_form")["links"].strip() == links


@pytest.mark.parametrize(
    "line",
    [
        "no address",
        "Evil javascript:alert(1)",
        "Evil data:text/html,x",
        "https://only-an-address.example/",
        "Ours /about/",
        "Nowhere https://",
        "Nobody mailto:nobody",
        f"Long https://blog.example/{'x' * 600}",
        "\n".join(f"Link https://blog.example/{number}" for number in range(11)),
    ],
)
def test_a_line_that_is_no_link_is_refused(client, editor, line):
    page = send(client, "/admin/articles/author/add/", "author_form", name="L", links=line)
    assert page.context["adminform"].form.errors["links"]
    assert not Author.objects.exists()


def test_an_editor_does_not_reach_accounts_through_authors(client, editor):
    page = client.get("/admin/articles/author/add/")
    assert "user" not in page.context["adminform"].form.fields
    found = client.get(
        "/admin/autocomplete/?app_label=articles&model_name=author&field_name=user&term=a"
    )
    assert found.status_code == 403


def test_a_profile_is_written_and_its_biography_cleaned(client, editor):
    photo = make_photo()
    sent = {
        "name": "Leyla Karimi", "title": "Science editor", "photo": photo.pk,
        "email": "leyla@example.org", "is_pseudonym": "on",
        "biography": "Writes about <em>rivers</em>.<script>alert(1)</script>\n\nAnd bread.",
    }  # fmt: skip
    send(client, f"{LIST}add/", "author_form", **sent)
    author = Author.objects.get()
    assert (author.title, author.photo, author.email) == (
        "Science editor", photo, "leyla@example.org",
    )  # fmt: skip
    assert author.is_pseudonym
    assert author.biography_html == "<p>Writes about <em>rivers</em>.</p>\n<p>And bread.</p>"


def test_another_author_of_the_same_name_is_pointed_out(client, editor):
    make_author("لیلا کریمی")
    answer = send(client, f"{LIST}add/", "author_form", name="لیلا كريمي", slug="other")
    assert "another author of this name" in messages(answer)
    answer = send(client, f"{LIST}add/", "author_form", name="Ben")
    assert "another author" not in messages(answer)


def test_the_form_shows_the_name_as_it_stands_over_an_article(client, editor):
    author = make_author("Ada <b>")
    page = client.get(page_of(author)).content.decode()
    assert "By Ada &lt;b&gt;" in page
    assert f"/admin/articles/article/?authors__id__exact={author.pk}" in page


def test_articles_by_an_author_are_one_step_away(client, editor):
    author = make_author()
    make_article("Hers", authors=[author]).bylines.create(author=author, role="video")
    make_article("Another", authors=[make_author()])
    address = f"/admin/articles/article/?authors__id__exact={author.pk}"
    page = client.get(address).content.decode()
    assert page.count(">Hers<") == 1
    assert "Another" not in page
    assert f'<a href="{address}">1</a>' in client.get(LIST).content.decode()


def test_a_reporter_reads_an_author_and_changes_none(client, sign_in):
    author = make_author(links=[{"label": "Blog", "address": "https://blog.example/"}])
    sign_in("Reporter")
    page = client.get(page_of(author))
    assert "https://blog.example/" in page.content.decode()
    assert client.post(page_of(author), {"name": "Other", "slug": "other"}).status_code == 403
    assert merge(client, author, make_author(), keep=author.pk).status_code == 403
    assert Author.objects.count() == 2


# Found


def test_a_name_is_found_however_it_is_spelled(client, editor):
    author = make_author("لیلا کریمی")
    make_author("Ben")
    found = json.loads(client.get(NAMES + "كريمي").content)["results"]
    assert found == [{"id": str(author.pk), "text": "لیلا کریمی"}]
    assert "لیلا کریمی" in client.get(f"{LIST}?q=كريمي").content.decode()


def test_ten_thousand_authors_are_completed_in_the_same_queries(client, editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            found = json.loads(client.get(NAMES + "Reporter").content)
        assert len(found["results"]) == 20
        return len(captured)

    def hire(numbers):
        Author.objects.bulk_create(
            Author(name=f"Reporter {n}", folded=fold(f"Reporter {n}"), slug=f"reporter-{n}")
            for n in numbers
        )

    hire(range(30))
    few = queries()
    hire(range(30, 10_000))
    assert queries() == few <= 8


# Made one


def test_the_page_asks_which_one_stays_and_then_merges(client, editor):
    kept, gone = make_author("Leyla Karimi"), make_author("L Karimi")
    make_article("Hers", authors=[gone])
    page = merge(client, kept, gone).content.decode()
    assert "there is no way back" in page
    assert Author.objects.count() == 2
    answer = merge(client, kept, gone, keep=kept.pk)
    assert messages(answer) == "2 authors are Leyla Karimi now."
    assert list(Author.objects.all()) == [kept]
    assert kept.articles.get().headline == "Hers"


@pytest.mark.parametrize("keep", ["99999999", "x", "-1", "²"])
def test_only_a_chosen_row_stays(client, editor, keep):
    merge(client, make_author(), make_author(), keep=keep)
    assert Author.objects.count() == 2


def test_one_alone_or_everybody_is_not_merged(client, editor):
    assert "from two to 20" in messages(merge(client, make_author()))
    many = [make_author() for _ in range(21)]
    assert "from two to 20" in messages(merge(client, *many, keep=many[0].pk))
    assert Author.objects.count() == 22


def test_why_a_pseudonym_is_not_merged_is_said(client, editor):
    kept, hidden = make_author("Leyla"), make_author("Shirin", is_pseudonym=True)
    assert "everybody could read" in messages(merge(client, kept, hidden, keep=kept.pk))
    assert Author.objects.count() == 2


def test_a_pseudonym_whose_address_tells_the_name_is_refused_beside_the_field(client, editor):
    author = make_author("Leyla Karimi", slug="leyla-karimi")
    save_author(author)
    page = send(client, page_of(author), "author_form", name="Shirin", is_pseudonym="on")
    assert "slug" in page.context["adminform"].form.errors


# Whose they are


@pytest.mark.parametrize("role", ["Reporter", "Moderator", "Editor"])
def test_whose_account_is_behind_a_pseudonym_is_not_told(client, sign_in, role):
    account = make_user("leyla@example.org", name="Leyla Karimi")
    author = make_author("Shirin", is_pseudonym=True, user=account)
    make_article("Hers", authors=[author])
    sign_in(role)
    for address in (LIST, page_of(author), f"{page_of(author)[:-7]}history/", f"{LIST}?q=leyla"):
        page = client.get(address).content.decode()
        assert "Karimi" not in page, address
        assert "leyla@" not in page, address
    for asked in ("user", "user__id__exact", "user__exact", "user__name__startswith"):
        answer = client.get(f"{LIST}?{asked}={account.pk}")
        assert "Shirin" not in answer.content.decode(), asked


def test_an_administrator_may_know_it(client, sign_in):
    author = make_author("Shirin", is_pseudonym=True, user=make_user(name="Leyla Karimi"))
    sign_in("Administrator")
    assert "Leyla Karimi" in client.get(LIST).content.decode()
    assert "Leyla Karimi" in client.get(page_of(author)).content.decode()
