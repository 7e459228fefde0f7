"""What a moderator sees around a comment, and writes: an edit, an answer."""

import pytest
from lxml.html import fromstring

from comments.models import Comment
from comments.surroundings import ABOVE, BELOW, BESIDE, surroundings
from moderation.history import histories
from moderation.models import Response
from tests.factories import make_article, make_comment, make_newsroom, make_user
from tests.forms import messages

pytestmark = pytest.mark.django_db
DESK = "/admin/moderation/response/"
ATTACK = '<script>alert(1)</script><a href="javascript:alert(1)">x</a>'


@pytest.fixture
def nima(client):
    make_newsroom()
    nima = make_user("nima@example.org", role="Moderator", name="Nima")
    client.force_login(nima)
    return nima


def write(client, comment, what, text):
    return client.post(f"/admin/comments/comment/{comment.pk}/{what}/", {"comment": text})


def opened(client, comment):
    return client.get(f"{DESK}{comment.pk}/change/").content.decode()


def test_the_thread_around_a_comment_is_shown_and_bounded():
    article = make_article()
    chain = [make_comment(article, "Top")]
    for number in range(7):
        chain.append(make_comment(article, f"Answer {number}", parent=chain[-1]))
    parent = chain[-1]
    beside = [make_comment(article, f"Beside {n}", parent=parent) for n in range(11)]
    below = [make_comment(article, f"Below {n}", parent=beside[5]) for n in range(9)]
    around = surroundings(beside[5])
    assert around.above == chain[-ABOVE:]
    assert around.before == beside[5 - BESIDE : 5]
    assert around.after == beside[6 : 6 + BESIDE]
    assert around.below == below[:BELOW]


def test_a_top_level_comment_has_nothing_above_or_beside_it():
    article = make_article()
    first, _ = make_comment(article, "First"), make_comment(article, "Second")
    around = surroundings(first)
    assert (around.above, around.before, around.after, around.below) == ([], [], [], [])


def test_an_edit_keeps_the_earlier_wording_for_moderators(client, nima):
    comment = make_comment(make_article(), "Badly said")
    assert "The change is saved." in messages(write(client, comment, "edit", "Better said"))
    assert Comment.objects.get().text == "Better said"
    page = opened(client, comment)
    assert "Badly said" in page
    assert "when <bdi>Nima</bdi> replaced it" in page
    assert "Nothing was changed." in messages(write(client, comment, "edit", "Better said"))


def test_an_edit_of_a_moderator_is_cleaned_like_any_text(client, nima):
    comment = make_comment(make_article(), "Said")
    write(client, comment, "edit", ATTACK)
    html = Comment.objects.get().html
    assert "<script" not in html and "javascript:" not in html
    assert "<script>alert" not in opened(client, comment)


def test_a_reply_is_shown_at_once_below_the_comment(client, nima):
    comment = make_comment(make_article(), "Why?")
    assert "The reply is shown." in messages(write(client, comment, "reply", "Because."))
    reply = Comment.objects.latest("pk")
    assert (reply.parent, reply.user, reply.response.state, reply.response.author_name) == (
        comment, nima, "shown", "Nima",
    )  # fmt: skip


def test_a_reply_where_nobody_may_reply_is_refused_in_words(client, nima):
    comment = make_comment(make_article(comments_open=False), "Why?")
    assert "Comments are closed." in messages(write(client, comment, "reply", "Because."))
    assert Comment.objects.count() == 1


def test_a_reply_to_what_nobody_sees_is_refused(client, nima):
    comment = make_comment(make_article(), "Why?", state="spam")
    write(client, comment, "reply", "Because.")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("what", ["edit", "reply"])
def test_nothing_written_changes_nothing(client, nima, what):
    comment = make_comment(make_article(), "Why?")
    for text in ("", "  ", "nul\0"):
        answer = write(client, comment, what, text)
        assert messages(answer), text
    assert [one.text for one in Comment.objects.all()] == ["Why?"]


@pytest.mark.parametrize("what", ["edit", "reply"])
def test_what_is_gone_or_only_looked_at_is_404(client, nima, what):
    comment = make_comment(make_article(), "Why?")
    assert client.get(f"/admin/comments/comment/{comment.pk}/{what}/").status_code == 404
    assert client.post("/admin/comments/comment/999999/edit/", {"comment": "x"}).status_code == 404


def test_what_came_before_is_told_by_address_account_network_and_site(client, nima):
    article = make_article()
    writer = make_user("writer@example.org", is_staff=False)
    one = make_comment(article, "Now", email="Rita@example.org", user=writer)
    same_address = make_comment(article, "Spammed", email="rita@EXAMPLE.org", state="spam")
    same_account = make_comment(article, "By account", user=writer)
    same_network = make_comment(article, "Neighbour", name="Tom")
    make_comment(article, "Stranger", email="tom@example.org")
    Response.objects.filter(pk__in=[one.pk, same_network.pk]).update(network_hash="n1")
    found = {
        past.tie.word: ([row.pk for row in past.last], past.counts)
        for past in histories(Response.objects.get(pk=one.pk))
    }
    assert found == {
        "email": ([same_address.pk], [("spam", 1)]),
        "account": ([same_account.pk], [("shown", 1)]),
        "network": ([same_network.pk], [("shown", 1)]),
    }
    page = fromstring(opened(client, one))
    links = page.xpath("//a[contains(@href, 'queue=all')]/@href")
    assert any("email=Rita%40example.org" in link for link in links)


def test_the_last_ten_stand_there_and_the_rest_is_counted():
    article = make_article()
    rows = [make_comment(article, f"No. {n}", email="r@example.org") for n in range(14)]
    (past,) = histories(rows[0].response)
    assert len(past.last) == 10
    assert past.number == 13
