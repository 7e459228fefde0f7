"""Links for outsiders: made for somebody and some days, revoked at once, logged, never kept."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import bin as waste
from articles.models import Article
from articles.publishing import publish, withdraw
from articles.revisions import newest
from desk.models import Opening, PreviewLink
from desk.sharing import MOST_OPENINGS, address_of, link_at, log_opening, revoke, share
from moderation.forgetting import forget_networks
from tests.articles.drafts import edit
from tests.factories import make_article, make_newsroom, make_user
from tests.forms import fields, messages

pytestmark = pytest.mark.django_db
WORD = "quokka"


def make_draft(headline=f"{WORD} headline", **fields):
    article = make_article("", published=False, slug="", **fields)
    edit(article, headline=headline, body=f"<p>{WORD} body.</p>")
    article.refresh_from_db()
    return article


def make_link(article=None, **said):
    said = {"label": "The source", "good_for": timedelta(days=7), "by": None, **said}
    return share(article or make_draft(), **said)


def links_of(article):
    return f"/admin/articles/article/{article.pk}/links/"


def path_of(link):
    return "/preview/" + address_of(link).rpartition("/preview/")[2]


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user("editor@example.org", name="Mina Editor", role="Editor")
    client.force_login(editor)
    return editor


@pytest.fixture
def outsider():
    return Client()


def send(client, article, **said):
    return client.post(links_of(article), {"label": "Ada", "days": "7", **said})


def test_a_link_is_made_on_the_page_of_the_article_and_opens_it(client, editor, outsider):
    article = make_draft()
    form = fields(client.get(f"/admin/articles/article/{article.pk}/change/"), "article_form")
    assert form["headline"] == f"{WORD} headline"
    assert send(client, article, may_comment="on").status_code == 302
    link = PreviewLink.objects.get()
    assert (link.label, link.created_by, link.revision, link.may_comment) == (
        "Ada",
        editor,
        None,
        True,
    )
    assert timedelta(days=6.9) < link.expires_at - timezone.now() <= timedelta(days=7)
    assert address_of(link) in client.get(links_of(article)).content.decode()
    page = outsider.get(path_of(link))
    assert page.status_code == 200
    assert f"<p>{WORD} body.</p>" in page.content.decode()


def test_seven_days_stand_in_the_form(client, editor):
    assert 'value="7"' in client.get(links_of(make_draft())).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("days", "0"), ("days", "91"), ("days", "x"), ("label", ""), ("label", "x" * 101),
     ("revision", "77"), ("revision", "x")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(client, editor, field, value):
    response = send(client, make_draft(), **{field: value})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert not PreviewLink.objects.exists()


def test_a_revision_of_another_article_is_not_shared(client, editor):
    one, other = make_draft(), make_draft()
    edit(other, headline="Third")
    numbers = {revision.number for revision in other.revisions.all()}
    only_others = max(numbers - {revision.number for revision in one.revisions.all()})
    send(client, one, revision=only_others)
    assert not PreviewLink.objects.exists()


def test_a_link_to_the_newest_follows_and_one_to_a_revision_stays(outsider):
    article = make_draft()
    following, staying = make_link(article), make_link(article, revision=newest(article))
    edit(article, headline="Rewritten")
    assert "Rewritten" in outsider.get(path_of(following)).content.decode()
    page = outsider.get(path_of(staying)).content.decode()
    assert "Rewritten" not in page
    assert f"{WORD} headline" in page


def test_changes_of_a_public_article_are_shown_before_they_are_live(outsider):
    article = make_draft()
    publish(article, by=None)
    article.refresh_from_db()
    link = make_link(article)
    edit(article, headline="To come")
    assert "To come" in outsider.get(path_of(link)).content.decode()
    assert "To come" not in outsider.get(article.path).content.decode()


def test_nobody_keeps_or_finds_the_page(outsider):
    link = make_link()
    for response in (outsider.get(path_of(link)), outsider.get("/preview/1-x/")):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex' in response.content.decode()
        assert not response.cookies
        assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "Disallow: /preview/" in outsider.get("/robots.txt").content.decode()


def dead(link, how):
    article = link.article
    match how:
        case "over":
            PreviewLink.objects.update(expires_at=timezone.now())
        case "revoked":
            revoke(link)
        case "in the bin":
            waste.put_in(article)
        case "withdrawn":
            publish(article, by=None)
            withdraw(Article.objects.get(pk=article.pk), by=None)
        case "gone":
            link.delete()


@pytest.mark.parametrize("how", ["over", "revoked", "in the bin", "withdrawn", "gone"])
def test_a_dead_link_answers_like_one_that_never_was(outsider, how):
    link = make_link()
    path = path_of(link)
    assert outsider.get(path).status_code == 200
    dead(link, how)
    never = outsider.get("/preview/987654-" + "x" * 43 + "/")
    for answer in (outsider.get(path), outsider.post(path, {"approve": "1", "name": "A"})):
        assert answer.status_code == 410
        assert answer.content == never.content
        assert dict(answer.headers) == dict(never.headers)
        assert WORD not in answer.content.decode()


def test_what_is_guessed_opens_nothing(outsider):
    link, other = make_link(), make_link()
    token = path_of(link).split("/")[2]
    number, signed = token.split("-", 1)
    changed = ("A" if signed[0] != "A" else "B") + signed[1:]
    guesses = [
        f"{other.pk}-{signed}", f"{number}-{changed}", f"{number}-", number, f"0{token}",
        f"{token}x",
        signed, "-", "٣-x", f"{'9' * 40}-{signed}", f"{token.lower()}~", "%00", "1-%ff", "١" * 3,
    ]  # fmt: skip
    for guess in guesses:
        assert outsider.get(f"/preview/{guess}/").status_code == 410, guess
    assert not Opening.objects.exists()
    assert len(signed) >= 43  # 256 bits


def test_the_row_alone_opens_nothing(outsider, settings):
    link = make_link()
    path = path_of(link)
    assert link.key not in path
    settings.SECRET_KEY = "another-" * 8
    assert outsider.get(path).status_code == 410


def test_every_opening_is_written_down_and_nothing_else(client, editor, outsider):
    link = make_link()
    for _ in range(3):
        outsider.get(path_of(link), REMOTE_ADDR="192.0.2.7")
    outsider.head(path_of(link))
    openings = list(link.openings.all())
    assert len(openings) == 3
    assert {len(one.network_hash) for one in openings} == {64}
    assert "192.0.2" not in str([one.__dict__ for one in openings])
    page = client.get(links_of(link.article)).content.decode()
    assert "Opened 3 times" in " ".join(page.split())


def test_however_often_a_link_is_opened_its_rows_are_bounded_and_all_are_counted(
    client, editor, outsider
):
    link, other = make_link(), make_link()
    outsider.get(path_of(other))
    for number in range(MOST_OPENINGS + 7):
        log_opening(link, f"{number:064}")
    outsider.get(path_of(link), REMOTE_ADDR="192.0.2.7")
    kept = link.openings.order_by("pk").values_list("network_hash", flat=True)
    assert len(kept) == MOST_OPENINGS
    assert kept[0] == f"{8:064}"
    assert other.openings.count() == 1
    page = " ".join(client.get(links_of(link.article)).content.decode().split())
    assert f"Opened {MOST_OPENINGS + 8} times" in page


def test_an_opening_costs_the_same_however_many_there_were():
    link = make_link()
    with CaptureQueriesContext(connection) as first:
        log_opening(link, "a" * 64)
    for _ in range(MOST_OPENINGS):
        log_opening(link, "b" * 64)
    with CaptureQueriesContext(connection) as full:
        log_opening(link, "c" * 64)
    assert len(full) == len(first)


def test_openings_of_before_are_counted_when_the_site_is_updated():
    link, other = make_link(), make_link()
    hashes = [f"{number:064}" for number in range(60)]
    Opening.objects.bulk_create(Opening(link=link, network_hash=one) for one in hashes)
    import_module("desk.migrations.0005_count_openings").count(apps, None)
    kept = link.openings.order_by("pk").values_list("network_hash", flat=True)
    assert [*kept] == hashes[-50:]
    for one, opened in ((link, 60), (other, 0)):
        one.refresh_from_db()
        assert one.opened == opened


def test_networks_of_openings_are_forgotten_and_their_count_stays(outsider):
    make_newsroom(keep_networks_for=7)
    link = make_link()
    outsider.get(path_of(link))
    outsider.get(path_of(link))
    old = Opening.objects.order_by("pk").first()
    Opening.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=8))
    assert forget_networks() == 1
    assert [bool(one.network_hash) for one in Opening.objects.order_by("pk")] == [False, True]


def test_a_link_is_revoked_by_its_button(client, editor, outsider):
    link = make_link()
    response = client.post(links_of(link.article), {"revoke": link.pk})
    assert "opens nothing any more" in messages(response)
    assert outsider.get(path_of(link)).status_code == 410
    page = client.get(links_of(link.article)).content.decode()
    assert "revoked" in page
    assert address_of(link) not in page


def test_a_link_of_another_article_is_not_revoked_here(client, editor):
    link, other = make_link(), make_draft()
    for number in (link.pk, "x", "9" * 30, ""):
        assert client.post(links_of(other), {"revoke": number}).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("role", ["Moderator", None])
def test_who_may_not_change_the_article_sees_and_makes_no_links(client, role):
    link = make_link()
    client.force_login(make_user(role=role))
    assert client.get(links_of(link.article)).status_code == 403
    assert send(client, link.article).status_code == 403
    assert client.post(links_of(link.article), {"revoke": link.pk}).status_code == 403
    assert PreviewLink.objects.get().is_open


def test_a_form_of_another_site_makes_no_link():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(role="Editor"))
    article = make_draft()
    assert send(strict, article).status_code == 403
    assert not PreviewLink.objects.exists()


def test_what_nobody_saved_or_is_in_the_bin_is_not_shared(client, editor):
    article = make_draft()
    waste.put_in(article)
    assert send(client, article).status_code == 403
    assert not PreviewLink.objects.exists()


def test_a_label_is_text_wherever_it_stands(client, editor, outsider):
    label = '"><script>alert(1)</script>'
    article = make_draft()
    send(client, article, label=label)
    page = client.get(links_of(article)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "alert(1)" not in outsider.get(path_of(PreviewLink.objects.get())).content.decode()


def test_a_draft_with_a_link_is_nowhere_else(outsider):
    """The link opens one address; lists, feeds, the map and search know as little as before."""
    article = make_draft()
    link = make_link(article)
    assert link_at(path_of(link).split("/")[2]) == link
    for address in ("/", "/feed/", "/feed.json", "/sitemap.xml", "/sitemap-1.xml", "/preview/"):
        assert WORD not in outsider.get(address).content.decode(), address
