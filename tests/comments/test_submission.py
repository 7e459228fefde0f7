"""A reply becomes one row, shown, held or spam as the checks decide, or is refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_ox.models import OxTask

from articles.models import Tally
from comments.models import DEEPEST, Comment
from comments.replies import Refused, Reply
from comments.submission import submit
from lib.clients import Origin
from masthead.models import Mode
from moderation.deciding import approve, withdraw
from moderation.models import Decision, Response, State
from tests.factories import make_article, make_comment, make_newsroom, make_user

REPLY = Reply(
    text="Well said.\n\nIndeed.",
    author_name="Rita Reader",
    email="rita@example.net",
    client="203.0.113.7",
)


@pytest.fixture
def newsroom(db):
    return make_newsroom(comments_mode=Mode.SHOW)


@pytest.fixture
def article(newsroom):
    return make_article()


def refusal_of(article, reply, newsroom):
    with pytest.raises(Refused) as refused:
        submit(article, reply, newsroom)
    return refused.value.verdict


def time_passes(comment, minutes):
    Response.objects.filter(pk=comment.pk).update(
        created_at=timezone.now() - timedelta(minutes=minutes)
    )


def test_a_first_reply_is_held_with_its_reason_and_a_secret_address(article, newsroom):
    comment = submit(article, REPLY, newsroom)
    comment.refresh_from_db()
    assert comment.text == "Well said.\n\nIndeed."
    assert comment.html == "<p>Well said.</p>\n<p>Indeed.</p>"
    assert len(comment.held_token) >= 22
    response = comment.response
    assert (response.state, response.reason) == (State.HELD, "first-timer")
    assert (response.author_name, response.summary) == ("Rita Reader", "Well said. Indeed.")
    assert (response.kind, response.article) == (Response.Kind.COMMENT, article)
    assert Decision.objects.get().after == State.HELD
    assert OxTask.objects.count() == 1


def test_the_network_is_kept_as_a_hash_and_a_truncated_address(article, newsroom):
    response = submit(article, REPLY, newsroom).response
    assert response.network == "203.0.113.0/24"
    assert len(response.network_hash) == 64
    assert "203.0.113.7" not in str(vars(response))


def test_staff_who_are_signed_in_by_a_real_token_are_shown_and_counted(article, newsroom):
    comment = submit(article, replace(REPLY, user=make_user()), newsroom)
    assert comment.response.is_shown
    assert comment.held_token is None
    assert Tally.objects.get(article=article).comments == 1


def test_a_writer_who_was_approved_before_is_shown_from_the_same_browser_only(article, newsroom):
    first = submit(article, replace(REPLY, browser="hers"), newsroom)
    again = replace(REPLY, text="Something else.", email="Rita@Example.net", browser="hers")
    assert submit(article, again, newsroom).response.reason == "first-timer"
    approve(first.response, by=None)
    elsewhere = replace(again, text="A third thing.", client="198.51.100.9")
    assert submit(article, elsewhere, newsroom).response.reason == "policy-show"
    for number, browser in enumerate(["", "his"]):
        other = replace(again, text=f"Forged {number}.", browser=browser)
        assert submit(article, other, newsroom).response.reason == "first-timer"
    stranger = replace(again, text="A fourth.", email="ron@example.net")
    assert submit(article, stranger, newsroom).response.reason == "first-timer"


def test_the_honeypot_makes_spam_that_tells_its_sender_nothing(article, newsroom):
    comment = submit(article, replace(REPLY, honeypot="x"), newsroom)
    assert comment.response.state == State.SPAM
    assert comment.held_token
    assert OxTask.objects.count() == 0


def test_links_are_counted_after_rendering(article, newsroom):
    newsroom.most_links = 1
    text = 'https://one.example <a href="https://two.example">two</a>'
    comment = submit(article, replace(REPLY, text=text, user=make_user(is_staff=False)), newsroom)
    assert (comment.response.reason, comment.response.evidence) == ("many-links", "2")


def test_a_website_gives_its_host_and_a_port_that_matters(article, newsroom):
    reply = replace(REPLY, author_address="https://Blog.Example:8443/me")
    assert submit(article, reply, newsroom).response.host == "blog.example:8443"
    other = replace(REPLY, author_address="no address", text="Other.")
    assert submit(article, other, newsroom).response.host == ""


def test_what_is_refused_at_the_door_leaves_no_row(article, newsroom):
    verdict = refusal_of(article, replace(REPLY, origin=Origin.FOREIGN), newsroom)
    assert (verdict.reason, verdict.status) == ("foreign-origin", 403)
    article.comments_open = False
    assert refusal_of(article, REPLY, newsroom).reason == "closed"
    assert not Response.objects.exists()


def test_the_sixth_reply_of_one_writer_waits(article, newsroom):
    for number in range(5):
        submit(article, replace(REPLY, text=f"Reply {number}"), newsroom)
    verdict = refusal_of(article, replace(REPLY, text="Reply 6"), newsroom)
    assert (verdict.status, verdict.wait > 0) == (429, True)
    assert Comment.objects.count() == 5


# The same twice


def test_a_double_click_gives_the_first_comment(article, newsroom):
    first = submit(article, REPLY, newsroom)
    again = replace(REPLY, text="  WELL  said.\n indeed.", email="RITA@example.net")
    assert submit(article, again, newsroom) == first
    assert Comment.objects.count() == 1
    assert OxTask.objects.count() == 1


def test_the_same_later_is_a_duplicate(article, newsroom):
    first = submit(article, REPLY, newsroom)
    time_passes(first, minutes=2)
    assert refusal_of(article, REPLY, newsroom).status == 409


def test_persian_and_arabic_letters_make_no_difference(article, newsroom):
    first = submit(article, replace(REPLY, text="یک نظر خوب"), newsroom)
    assert submit(article, replace(REPLY, text="يك نظر خوب"), newsroom) == first


@pytest.mark.parametrize(
    "changes", [{"text": "Well put."}, {"email": "ron@example.net"}, {"author_name": "Ron"}]
)
def test_other_words_or_another_writer_are_no_duplicate(article, newsroom, changes):
    first = submit(article, REPLY, newsroom)
    assert submit(article, replace(REPLY, **changes), newsroom) != first


def test_the_same_words_elsewhere_are_no_duplicate(article, newsroom):
    first = submit(article, REPLY, newsroom)
    parent = make_comment(article, "A parent.")
    assert submit(article, replace(REPLY, parent_id=parent.pk), newsroom) != first
    assert submit(make_article(), REPLY, newsroom) != first


def test_words_of_punctuation_alone_are_told_apart(article, newsroom):
    texts = ["!", "?", "…", "\u200b", "\u200e"]
    made = {submit(article, replace(REPLY, text=text, email=f"{number}@example.net"), newsroom).pk
            for number, text in enumerate(texts)}  # fmt: skip
    assert len(made) == len(texts)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_row_one_decision_and_one_mail():
    newsroom, article = make_newsroom(), make_article()

    def send(number):
        try:
            reply = replace(REPLY, client=f"203.0.113.{number}")
            return submit(article, reply, newsroom).pk
        except Refused as refused:
            return refused.verdict.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as crowd:
        answers = set(crowd.map(send, range(50)))
    assert Comment.objects.count() == Response.objects.count() == Decision.objects.count() == 1
    assert OxTask.objects.count() == 1
    assert answers - {"too-fast"} == {Comment.objects.get().pk}


# Answers


def test_a_reply_stands_below_its_parent(article, newsroom):
    parent = make_comment(article, "A parent.")
    child = submit(article, replace(REPLY, parent_id=parent.pk), newsroom)
    assert (child.parent, child.thread, child.depth) == (parent, parent, 2)


def test_nesting_ends_and_the_parent_is_still_named(article, newsroom):
    top = parent = make_comment(article, "A top.")
    for number in range(DEEPEST + 2):
        parent = make_comment(article, f"Reply {number}", parent=parent)
    child = submit(article, replace(REPLY, parent_id=parent.pk), newsroom)
    assert (child.parent, child.thread, child.depth) == (parent, top, DEEPEST)


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REJECTED, State.WITHDRAWN])
def test_nobody_answers_what_is_not_shown(article, newsroom, state):
    parent = make_comment(article, "A parent.", state=state)
    verdict = refusal_of(article, replace(REPLY, parent_id=parent.pk), newsroom)
    assert (verdict.reason, verdict.status) == ("parent", 422)
    assert not Comment.objects.exclude(pk=parent.pk).exists()


def test_nobody_answers_on_another_article(article, newsroom):
    parent = make_comment(make_article(), "A parent.")
    verdict = refusal_of(article, replace(REPLY, parent_id=parent.pk), newsroom)
    assert (verdict.reason, verdict.status) == ("parent", 422)


def test_nobody_answers_nothing(article, newsroom):
    assert refusal_of(article, replace(REPLY, parent_id=999), newsroom).status == 422


# Afterwards


def test_the_secret_address_dies_with_every_decision(article, newsroom):
    for decide in (lambda row: withdraw(row, reason="gone"), lambda row: approve(row, by=None)):
        comment = submit(article, replace(REPLY, text=str(decide)), newsroom)
        assert Comment.objects.get(pk=comment.pk).held_token
        decide(comment.response)
        assert Comment.objects.get(pk=comment.pk).held_token is None


def test_deleting_an_article_takes_its_whole_discussion(article, newsroom):
    child = make_comment(article, "A child.", parent=make_comment(article, "A parent."))
    make_comment(article, "A grandchild.", parent=child)
    article.delete()
    assert not Response.objects.exists()
    assert not Comment.objects.exists()
