"""The address to which the form reports: who may, what is refused, and what others are told."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.bin import put_in
from articles.models import Revision
from articles.revisions import newest, save
from desk.keeping import Place, keep
from desk.models import Presence, Unsaved
from desk.reading import MOST_BYTES, Sent
from lib.people import PARTS, person
from tests.articles.drafts import at_once, edit, make_draft
from tests.desk.reports import BEGUN, OTHER_TAB, TAB, TOKEN, report, stands_in, unsaved_at
from tests.factories import make_newsroom, make_user
from tests.forms import WRITING, address_of

pytestmark = pytest.mark.django_db
BREAD = {"headline": ["Bread"]}
JSON = "application/json"


@pytest.fixture
def writer(client):
    make_newsroom()
    writer = make_user("mina@example.org", role="Reporter", name="Mina")
    client.force_login(writer)
    return writer


@pytest.fixture
def article():
    return make_draft()


def refused(answer):
    return answer.status_code, answer.json()["reason"]


def other_browser(name="rana", role="Reporter"):
    other, client = make_user(f"{name}@example.org", role=role, name=name.title()), Client()
    client.force_login(other)
    return other, client


# Who may


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_signed_out_is_told_in_json_and_not_sent_to_the_entrance(client, article, method):
    make_newsroom()
    for address in (unsaved_at(article), BEGUN):
        assert refused(getattr(client, method)(address)) == (401, "signed_out")


def test_a_reader_with_an_account_is_nobody_here(client, article):
    make_newsroom()
    reader = make_user("reader@example.org", is_staff=False)
    client.force_login(reader)
    assert refused(report(client, unsaved_at(article), reader, fields=BREAD)) == (401, "signed_out")


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_only_read_articles_keeps_nothing(client, article, method):
    make_newsroom()
    moderator = make_user(role="Moderator")
    client.force_login(moderator)
    for address in (unsaved_at(article), BEGUN):
        assert refused(getattr(client, method)(address)) == (403, "forbidden")
    assert "keeping" not in client.get(address_of(article)).context
    assert not Unsaved.objects.exists()


def test_a_report_in_the_name_of_somebody_else_is_refused(client, writer, article):
    other = make_user()
    answer = report(client, unsaved_at(article), other, fields=BREAD)
    assert refused(answer) == (409, "somebody_else")
    assert not Unsaved.objects.exists()


def test_nobody_sees_or_touches_the_slot_of_another(client, writer, article):
    report(client, unsaved_at(article), writer, fields=BREAD)
    report(client, BEGUN, writer, fields=BREAD)
    other, browser = other_browser()
    assert "Bread" not in browser.get(unsaved_at(article)).content.decode()
    assert "Bread" not in browser.get(BEGUN).content.decode()
    assert browser.get(f"{WRITING}?unsaved={TOKEN}").context["keeping"]["offers"] == []
    browser.post(address_of(article), {"_throw_away": "1"})
    browser.post(address_of(article), {"_go_on": "1"})
    report(browser, BEGUN, other, sequence=9, fields={"headline": ["Theirs"]})
    mine = Unsaved.objects.filter(person=writer)
    assert [row.typed for row in mine] == [BREAD, BREAD]


def test_a_report_needs_the_token_of_the_form(writer, article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    answer = report(client, unsaved_at(article), writer, fields=BREAD)
    assert answer.status_code == 403
    client.get(unsaved_at(article))  # as the scripts do, when the cookie is missing
    client.get(address_of(article))
    sent = json.dumps({"person": writer.pk, "tab": TAB, "sequence": 1, "fields": BREAD})
    token = client.cookies["csrftoken"].value
    answer = client.post(
        unsaved_at(article), sent, content_type=JSON, headers={"X-CSRFToken": token}
    )
    assert answer.json()["kept"] == 1


def test_an_article_that_is_gone_is_told(client, writer):
    for number in (0, 999_999, 2**70):
        answer = report(client, f"/admin/articles/article/{number}/unsaved/", writer, fields=BREAD)
        assert refused(answer) == (404, "gone")


def test_what_is_typed_in_an_article_that_somebody_binned_is_kept(client, writer, article):
    put_in(article)
    assert report(client, unsaved_at(article), writer, fields=BREAD).json()["kept"] == 1


# What is no report

GOOD = {"person": 1, "tab": TAB, "sequence": 1, "fields": BREAD}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"\xff\xfe", b"{", b"[" * 200_000, b'{"person": 1}', b'"x"',
        b"9" * 10_000,
        *(
            json.dumps({**GOOD, **wrong}).encode()
            for wrong in [
                {"person": "1"}, {"person": True}, {"person": -1}, {"sequence": 1.5},
                {"sequence": 2**53}, {"sequence": None}, {"tab": "x"}, {"tab": None}, {"tab": 7},
                {"tab": []}, {"after": "0"}, {"adopts": {}}, {"fields": []}, {"fields": "x"},
                {"fields": {"a": "b"}}, {"fields": {"a": [1]}}, {"fields": {"a": [None]}},
                {"fields": {"a": [["b"]]}}, {"fields": {str(n): [] for n in range(2_001)}},
                {"based_on": "x", "fields": None},
            ]
        ),
    ],
    ids=lambda body: body[:40].decode("ascii", "replace"),
)  # fmt: skip
def test_what_no_script_of_ours_sends_is_refused(client, writer, article, body):
    answer = client.post(unsaved_at(article), body, content_type=JSON)
    assert refused(answer) == (400, "unreadable")
    assert not Unsaved.objects.exists()


def test_nul_and_half_letters_are_dropped_and_the_rest_is_kept(client, writer, article):
    fields = {"head\0line": ["Br\0ead \ud800"], "csrfmiddlewaretoken": ["x"], "unsaved-tab": ["x"]}
    assert report(client, unsaved_at(article), writer, fields=fields).status_code == 200
    assert Unsaved.objects.get().typed == {"headline": ["Bread ?"]}


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 10_000_000])
def test_more_than_is_kept_is_refused_in_a_sentence(client, writer, article, size):
    answer = report(client, unsaved_at(article), writer, fields={"body": ["x" * size]})
    assert refused(answer) == (413, "too_much")
    assert "too long" in answer.json()["said"]
    assert not Unsaved.objects.exists()


def test_what_is_kept_can_be_saved_in_any_script(client, writer, article):
    letters = "ن" * ((MOST_BYTES - 2_000) // 2)
    fields = stands_in(client, address_of(article), body=f"<p>{letters}</p>")
    sent = {"person": writer.pk, "tab": TAB, "sequence": 1, "fields": fields}
    answer = client.post(
        unsaved_at(article), json.dumps(sent, ensure_ascii=False).encode(), content_type=JSON
    )
    assert answer.status_code == 200
    form = {name: values for name, values in fields.items() if values}
    assert client.post(address_of(article), {**form, "_save": "1"}).status_code == 302
    article.refresh_from_db()
    assert letters in article.body


def test_other_methods_are_not_allowed(client, writer, article):
    assert client.put(unsaved_at(article)).status_code == 405


# In which order


def test_a_late_report_does_not_overwrite_a_newer_one(client, writer, article):
    report(client, unsaved_at(article), writer, sequence=7, fields={"headline": ["New"]})
    late = report(client, unsaved_at(article), writer, sequence=6, fields={"headline": ["Old"]})
    again = report(client, unsaved_at(article), writer, sequence=7, fields={"headline": ["Old"]})
    assert refused(late) == refused(again) == (409, "old")
    assert late.json()["sequence"] == 7
    assert Unsaved.objects.get().typed == {"headline": ["New"]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_of_many_reports_at_once_the_last_one_stays(is_new):
    make_newsroom()
    writer = make_user()
    place = Place(writer, None, TOKEN) if is_new else Place(writer, make_draft())

    def work(number):
        typed = {"headline": [str(number)]}
        keep(place, Sent(writer.pk, uuid.UUID(TAB), number + 1, typed=typed))

    raised = at_once(6, work)
    assert {error.reason for error in raised} <= {"old"}
    assert Unsaved.objects.get().typed == {"headline": ["5"]}


# Who else is there


def test_others_are_told_of_and_leave(client, writer, article):
    other, browser = other_browser()
    told = report(client, unsaved_at(article), writer).json()
    assert told["others"] == []
    assert report(browser, unsaved_at(article), other, tab=OTHER_TAB).json()["others"] == [
        "\u2068Mina\u2069 has it open."
    ]
    report(client, unsaved_at(article), writer, fields=BREAD)
    assert report(browser, unsaved_at(article), other, tab=OTHER_TAB).json()["others"] == [
        "\u2068Mina\u2069 is writing here."
    ]
    report(client, unsaved_at(article), writer, leaving=True)
    assert report(browser, unsaved_at(article), other, tab=OTHER_TAB).json()["others"] == []


def test_who_says_nothing_for_half_a_minute_is_gone(client, writer, article):
    other, browser = other_browser()
    report(browser, unsaved_at(article), other, tab=OTHER_TAB)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert report(client, unsaved_at(article), writer).json()["others"] == []


def test_another_tab_of_ones_own_is_told_of(client, writer, article):
    report(client, unsaved_at(article), writer)
    (said,) = report(client, unsaved_at(article), writer, tab=OTHER_TAB).json()["others"]
    assert "another tab" in said
    assert client.get(address_of(article)).context["keeping"]["others"] == []


def test_nobody_leaves_for_somebody_else(client, writer, article):
    report(client, unsaved_at(article), writer)
    other, browser = other_browser()
    report(browser, unsaved_at(article), other, tab=TAB, leaving=True)
    assert Presence.objects.get().person == writer


def test_what_others_save_is_told_with_the_way_to_see_it(client, writer, article):
    edit(article, body="<p>One.</p>")
    assert report(client, unsaved_at(article), writer, based_on=2).json()["news"] is None
    other, _ = other_browser()
    save(article, {"headline": "Cheap"}, by=other)
    told = report(client, unsaved_at(article), writer, based_on=2).json()["news"]
    assert told["said"] == "\u2068Rana\u2069 saved revision 3."
    assert client.get(told["address"]).status_code == 200


# How much it costs


def queries_of(client, address, writer, **sent):
    with CaptureQueriesContext(connection) as captured:
        assert report(client, address, writer, **sent).status_code == 200
    return [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]


def of_the_desk(queries):
    """Those that no other page of the admin makes: for the session, the person, their rights."""
    others = ("django_session", "accounts_user", "auth_permission", "masthead_newsroom")
    return [one for one in queries if not any(f'FROM "{table}"' in one for table in others)]


def test_looking_who_is_there_and_whether_there_are_notes_costs_four_queries(
    client, writer, article
):
    edit(article, body="<p>One.</p>")
    report(client, unsaved_at(article), writer)
    assert len(of_the_desk(queries_of(client, unsaved_at(article), writer))) == 4


def test_ten_times_the_slots_people_and_revisions_cost_the_same(client, writer, article):
    def fill(number):
        for _ in range(number):
            someone = make_user(role="Reporter")
            Unsaved.objects.create(person=someone, article=article, typed=BREAD)
            Presence.objects.create(
                article=article, person=someone, tab=uuid.uuid4(), seen_at=timezone.now()
            )
            Unsaved.objects.create(person=writer, token=uuid.uuid4(), typed=BREAD)
            edit(article, body=f"<p>{uuid.uuid4()}</p>")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            for address in (address_of(article), WRITING, unsaved_at(article), BEGUN):
                assert client.get(address).status_code == 200
            report(client, unsaved_at(article), writer, sequence=next(numbers), fields=BREAD)
        return len(captured)

    numbers = iter(range(1, 100))
    fill(2)
    report(client, unsaved_at(article), writer, sequence=next(numbers), fields=BREAD)
    cost()
    few = cost()
    fill(20)
    assert cost() == few


def test_an_article_with_500_revisions_opens_in_as_many_queries_and_little_room(
    client, writer, article
):
    body = "<p>Bread is dear.</p>" * 100

    def cost():
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address_of(article))
        return len(captured), len(page.content)

    edit(article, body=body)
    client.get(address_of(article))
    few, _ = cost()
    content = newest(article).content
    Revision.objects.bulk_create(
        Revision(article=article, number=number, based_on=number - 1, content=content)
        for number in range(3, 501)
    )
    many, size = cost()
    assert many == few
    assert size < 300_000


# Whose it is


def test_unsaved_texts_are_exported_and_erased_with_the_person(client, writer, article):
    report(client, unsaved_at(article), writer, fields=BREAD)
    somebody = person(writer.email)
    (fact,) = PARTS["unsaved"].export(somebody)
    assert fact["typed"] == BREAD
    assert list(PARTS["unsaved"].export(person("rana@example.org"))) == []
    assert PARTS["unsaved"].erase(somebody, True) == 1
    assert PARTS["unsaved"].erase(somebody, True) == 0
    assert not Unsaved.objects.exists()
