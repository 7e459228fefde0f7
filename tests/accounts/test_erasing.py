"""Everything of one address can be shown to its owner and erased; everybody else's stays."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage, mailers
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_ox.models import OxTask

from accounts.models import User
from accounts.people import WorksHere, erase_person, export_person
from articles.models import Tally
from comments.models import Comment, Follower
from lib.people import NETWORKS, PARTS
from moderation.models import Appeal, Decision, Response, Rule, State
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db
RITA = "rita@example.org"
FORMS = ["rita@example.org", " RITA@Example.org ", "Rita@example.ORG"]


def make_said(article, text="Well said.", email="Rita@Example.org", **fields):
    """A comment with everything that tells of its writer."""
    comment = make_comment(article, text, email=email, twin_key=f"key of {text}", **fields)
    response = comment.response
    response.author_address, response.host = "https://rita.example/", "rita.example"
    response.network_hash, response.network = "a" * 64, "192.0.2.0/24"
    response.evidence = email
    response.save()
    Decision.objects.create(
        response=response, before="received", after=response.state, reason="x", evidence=email
    )
    Tally.objects.filter(pk=article.pk).update(
        comments=article.responses.filter(state=State.SHOWN).count()
    )
    return comment


def everything():
    """All text in all tables of the newsroom, as one string."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture(autouse=True)
def newsroom(settings, tmp_path):
    settings.MAILERS = {
        "default": {
            "BACKEND": "newsroom.mail.KeptMail",
            "OPTIONS": {"file_path": str(tmp_path / "mail")},
        }
    }
    return make_newsroom()


@pytest.mark.parametrize("email", FORMS)
def test_text_stays_without_a_name_where_the_newsroom_says_so(client, email):
    article = make_article()
    comment = make_said(article)
    assert erase_person(email)["comments"] == 1
    page = client.get(article.path).text
    assert "Well said." in page and "Anonymous" in page and "1 Comment" in page
    left = everything().lower()
    for trace in ("rita", "192.0.2.", "a" * 64):
        assert trace not in left
    comment.refresh_from_db()
    assert comment.twin_key is None


def test_text_goes_where_the_newsroom_says_so_and_is_counted_no_more(client):
    make_newsroom(erased_text="remove")
    article = make_article()
    mine = make_said(article)
    make_comment(article, "My answer.", parent=mine, name="Mona")
    erase_person(RITA)
    page = client.get(article.path).text
    assert "Well said." not in page and "This comment was removed." in page
    assert "My answer." in page
    assert Tally.objects.get(pk=article.pk).comments == 1
    assert "Well said." not in everything()


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_said_at_the_call_goes_before_the_policy(client, keep):
    make_newsroom(erased_text="remove" if keep else "keep")
    article = make_article()
    make_said(article)
    erase_person(RITA, keep_text=keep)
    assert ("Well said." in client.get(article.path).text) == keep


@pytest.mark.parametrize("state", ["held", "rejected", "spam", "withdrawn"])
def test_text_that_was_not_public_goes_in_any_case(state):
    comment = make_said(make_article(), state=state, held_token="a token")
    erase_person(RITA, keep_text=True)
    comment.refresh_from_db()
    assert (comment.text, comment.html, comment.held_token) == ("", "", None)
    assert comment.response.state == State.WITHDRAWN
    assert "Well said." not in everything()


def test_earlier_texts_letters_and_appeals_go_too_and_are_exported():
    comment = make_said(make_article(), state="rejected", browser_key="b" * 64)
    comment.wordings.create(text="As Rita said first.")
    comment.letters.create(kind="rejected", reason="Dear Rita, no.")
    Appeal.objects.create(response=comment.response, text="But I am Rita.")
    Response.objects.update(plea="appealed")
    Decision.objects.update(note="Rita, please.", before_evidence=RITA)
    exported = json.dumps(export_person(RITA))
    for words in ("As Rita said first.", "Dear Rita, no.", "But I am Rita.", "Rita, please."):
        assert words in exported
    erase_person(RITA, keep_text=True)
    left = everything().lower()
    assert "rita" not in left and "b" * 64 not in left
    assert Response.objects.get().plea == ""


def test_whatever_was_followed_by_mail_is_forgotten_and_other_followers_stay():
    article = make_article()
    for email in (RITA, "margarita@example.org"):
        Follower.objects.create(article=article, email=email, asked_at=timezone.now())
    assert len(export_person("Rita@example.org")["follows"]) == 1
    assert erase_person(RITA)["follows"] == 1
    assert Follower.objects.get().email == "margarita@example.org"


def test_a_ban_is_shown_and_stays_until_it_ends():
    Rule.objects.create(kind="address", pattern="Rita@Example.org", action="refuse")
    Rule.objects.create(kind="address", pattern="@example.org", action="hold")
    assert [ban["action"] for ban in export_person(RITA)["bans"]] == ["refuse"]
    erase_person(RITA)
    assert Rule.objects.count() == 2


def test_erasing_a_whole_quarrel_leaves_counts_that_a_recount_finds():
    article = make_article()
    first = make_said(article, "One")
    second = make_said(article, "Two", parent=first)
    make_comment(article, "Mona’s", parent=second)
    erase_person(RITA, keep_text=False)
    tally = Tally.objects.get(pk=article.pk)
    before = tally.comments
    recount(tally)
    assert before == tally.comments == 1


def test_pages_that_showed_the_person_are_dropped():
    article = make_article()
    make_said(article)
    with CaptureQueriesContext(connection) as queries:
        erase_person(RITA)
    told = [query["sql"] for query in queries if "pg_notify" in query["sql"]]
    assert any(f"article-{article.pk} articles" in sql for sql in told)


def test_erasing_again_finds_nothing():
    make_said(make_article())
    make_user(RITA, is_staff=False)
    assert erase_person(RITA)["comments"] == 1
    assert set(erase_person(RITA).values()) == {0}


def test_nobody_elses_goes(client):
    article = make_article()
    for email in ("margarita@example.org", "rita+x@example.org", "rita@example.com"):
        make_said(article, f"By {email}", email)
        make_user(email, is_staff=False)
        EmailMessage("Hello", "You wrote.", to=[email]).send(using="default")
    before = everything()
    assert set(erase_person(RITA).values()) == {0}
    assert everything() == before
    assert len(export_person("margarita@example.org")["mails"]) == 1


def test_an_account_goes_with_what_was_written_in_it_and_its_name_in_the_log():
    user = make_user(RITA, is_staff=False, name="Rita")
    comment = make_said(make_article(), email="")
    Comment.objects.filter(pk=comment.pk).update(user=user)
    LogEntry.objects.create(
        user=make_user(),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr="Rita",
        action_flag=2,
    )
    assert erase_person(RITA)["account"] == 1
    assert "rita" not in everything().lower()


def test_a_colleague_is_not_erased_by_this():
    make_user(RITA)
    make_said(make_article())
    with pytest.raises(WorksHere):
        erase_person(RITA)
    assert Comment.objects.get().email


def test_kept_mails_go_when_the_rest_is_gone_for_good(django_capture_on_commit_callbacks):
    EmailMessage("Hello", "A link.", to=["Rita <RITA@example.org>"]).send(using="default")
    EmailMessage("New comment", f"از {RITA} نوشته", to=["mona@example.org"]).send(using="default")
    assert {mail["subject"] for mail in export_person(RITA)["mails"]} == {"Hello", "New comment"}
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_person(RITA)["mails"] == 2
        assert len(export_person(RITA)["mails"]) == 2
    assert export_person(RITA)["mails"] == []


def test_a_mail_of_somebody_else_in_the_same_file_stays(
    django_capture_on_commit_callbacks,
):
    mails = [EmailMessage("Hello", "A link.", to=[to]) for to in (RITA, "mona@example.org")]
    mailers["default"].send_messages(mails)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_person(RITA)["mails"] == 1
    assert export_person(RITA)["mails"] == []
    assert len(export_person("mona@example.org")["mails"]) == 1


def test_tasks_that_name_the_person_go():
    for asked in ({"args": [RITA.upper()]}, {"errors": [{"traceback": f"refused: {{'{RITA}'}}"}]}):
        OxTask.objects.create(
            task_path="x", backend_name="default", enqueued_at=timezone.now(), **asked
        )
    other = OxTask.objects.create(
        task_path="x", backend_name="default", enqueued_at=timezone.now(), args=["margarita@x.org"]
    )
    assert erase_person(RITA)["tasks"] == 2
    assert OxTask.objects.get() == other


def test_an_export_holds_all_of_it_as_json():
    make_newsroom(name="The Daily Example")
    make_user(RITA, is_staff=False, name="Rita")
    make_said(make_article(), state="held")
    make_said(make_article(), "Somebody else’s", "mona@example.org")
    found = json.loads(json.dumps(export_person("RITA@example.org")))
    assert found["email"] == RITA
    assert found["account"][0]["name"] == "Rita"
    (comment,) = found["comments"]
    assert (comment["text"], comment["state"]) == ("Well said.", "held")
    assert comment["network"] == "192.0.2.0/24"
    assert "cookie" in found["not_linkable"]
    assert "Somebody else" not in json.dumps(found)


def test_an_export_costs_the_same_with_ten_times_the_comments():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            export_person(RITA)
        return len(captured)

    make_said(make_article())
    few = queries()
    for number in range(10):
        make_said(make_article(), f"Number {number}")
    assert queries() == few


def test_the_commands_show_and_erase():
    make_said(make_article())
    shown, erased = StringIO(), StringIO()
    call_command("export_person", RITA, stdout=shown)
    assert json.loads(shown.getvalue())["comments"][0]["text"] == "Well said."
    call_command("erase_person", RITA, "--remove-text", "--yes", stdout=erased)
    assert "comments: 1" in erased.getvalue()
    assert "Well said." not in everything()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([RITA], "no way back"),
        (["no address", "--yes"], "no e-mail address"),
        ([RITA, "--keep-text", "--remove-text", "--yes"], "not allowed with"),
        (["mona@example.org", "--yes"], "take that right away first"),
    ],
)
def test_a_command_that_is_not_meant_erases_nothing(arguments, sentence):
    make_user("mona@example.org")
    make_said(make_article())
    with pytest.raises(CommandError, match=sentence):
        call_command("erase_person", *arguments)
    assert Comment.objects.get().email


# Nothing is forgotten to be registered


def own_models():
    return [model for model in apps.get_models() if "." not in model._meta.app_config.name]


def test_every_row_with_an_address_is_answered_for():
    with_address = {
        model._meta.label
        for model in own_models()
        if any(isinstance(field, models.EmailField) for field in model._meta.get_fields())
    }
    assert with_address == set().union(*(part.rows for part in PARTS.values()))


def test_every_row_with_a_network_forgets_it():
    with_network = {
        model._meta.label
        for model in own_models()
        if any(field.name.startswith("network") for field in model._meta.get_fields())
    }
    assert with_network <= set(NETWORKS)
