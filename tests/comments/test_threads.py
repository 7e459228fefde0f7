"""The tree of comments: order, depth, place-holders, pages."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.models import RestrictedError

from comments.models import Comment
from comments.querysets import MOST_REPLIES
from comments.threads import address_of, replies_page, thread_page
from moderation.deciding import approve, reject
from moderation.models import State
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def outline(nodes):
    """The tree as nested (text, replies); what is not shown is None."""
    return [
        (
            node.comment.pk if node.comment.response.is_shown else None,
            *([outline(node.replies)] if node.replies else []),
        )
        for node in nodes
    ]


def shown(article, number=1, length=50):
    return outline(thread_page(article, number, length).threads)


def test_threads_stand_oldest_first_and_replies_below_them(article):
    a, b = make_comment(article), make_comment(article)
    a2, b1 = make_comment(article, parent=a), make_comment(article, parent=b)
    a3 = make_comment(article, parent=a)
    a21 = make_comment(article, parent=a2)
    assert shown(article) == [(a.pk, [(a2.pk, [(a21.pk,)]), (a3.pk,)]), (b.pk, [(b1.pk,)])]


def test_what_is_not_shown_leaves_nothing(article):
    kept = make_comment(article)
    for state in (State.HELD, State.SPAM, State.REJECTED, State.WITHDRAWN):
        make_comment(article, state=state)
        make_comment(article, state=state, parent=kept)
    assert shown(article) == [(kept.pk,)]


def test_a_removed_comment_with_answers_leaves_its_place(article):
    removed = make_comment(article, state=State.REJECTED)
    answer = make_comment(article, parent=removed)
    middle = make_comment(article, parent=answer, state=State.SPAM)
    below = make_comment(article, parent=middle)
    assert shown(article) == [(None, [(answer.pk, [(None, [(below.pk,)])])])]


def test_removed_comments_without_a_shown_answer_vanish_with_their_thread(article):
    removed = make_comment(article, state=State.REJECTED)
    make_comment(
        article, parent=make_comment(article, parent=removed, state=State.SPAM), state=State.HELD
    )
    assert shown(article) == []


def test_other_articles_comments_stay_there(article):
    make_comment(make_article())
    assert shown(article) == []


def depth_of(nodes):
    return 1 + max((depth_of(node.replies) for node in nodes), default=0) if nodes else 0


def test_nesting_ends_at_five_and_names_whom_it_answers(article):
    comments = [make_comment(article)]
    for _ in range(8):
        comments.append(make_comment(article, parent=comments[-1]))
    threads = thread_page(article, 1, 50).threads
    assert depth_of(threads) == 5
    level_four = threads[0].replies[0].replies[0].replies[0]
    assert [node.comment for node in level_four.replies] == comments[4:]
    assert [node.is_named for node in level_four.replies] == [False, True, True, True, True]
    assert [node.comment.parent for node in level_four.replies] == comments[3:-1]


def test_what_others_stand_below_is_hidden_and_not_deleted(article):
    top = make_comment(article)
    middle = make_comment(article, parent=top)
    make_comment(article, parent=middle)
    with pytest.raises(RestrictedError):
        middle.response.delete()


def test_a_circle_in_the_rows_harms_nobody(article):
    top = make_comment(article)
    one = make_comment(article, parent=top)
    two = make_comment(article, parent=one)
    Comment.objects.filter(pk=one.pk).update(parent=two)
    assert shown(article) == [(top.pk, [(one.pk, [(two.pk,)])])]


# What has no room


def more_of(nodes):
    return sum(node.more + more_of(node.replies) for node in nodes)


def size_of(nodes):
    return sum(1 + size_of(node.replies) for node in nodes)


def test_past_ten_replies_the_rest_is_counted_with_all_that_stands_below_it(article):
    top = make_comment(article)
    replies = [make_comment(article, parent=top) for _ in range(12)]
    make_comment(article, parent=replies[11])
    make_comment(article, parent=replies[11], state=State.HELD)
    make_comment(article, parent=top, state=State.SPAM)
    (node,) = thread_page(article, 1, 50).threads
    assert [reply.comment for reply in node.replies] == replies[:10]
    assert node.more == 3


def test_a_page_has_room_for_so_many_replies_and_shares_it(article):
    tops = [make_comment(article) for _ in range(30)]
    for top in tops:
        for _ in range(3):
            make_comment(article, parent=make_comment(article, parent=top))
    threads = thread_page(article, 1, 50).threads
    assert size_of(threads) == 30 + MOST_REPLIES
    assert size_of(threads) + more_of(threads) == 30 * 7
    assert {len(node.replies) for node in threads} <= {2, 3}


def test_a_removed_comment_whose_replies_have_no_room_still_leads_to_them(article):
    tops = [make_comment(article) for _ in range(50)]
    for top in tops:
        for _ in range(2):
            make_comment(article, parent=top)
    removed = make_comment(article, parent=tops[0], state=State.SPAM)
    make_comment(article, parent=removed)
    assert thread_page(article, 1, 50).threads[0].more == 1


def test_what_stands_below_is_counted_anew_with_every_decision(article):
    top = make_comment(article)
    middle = make_comment(article, parent=top)
    held = make_comment(article, parent=middle, state=State.HELD)

    def below():
        return [Comment.objects.get(pk=one.pk).below for one in (top, middle, held)]

    assert below() == [1, 0, 0]
    approve(held.response, by=None)
    assert below() == [2, 1, 0]
    reject(middle.response, by=None)
    assert below() == [1, 1, 0]
    reject(held.response, by=None)
    assert below() == [0, 0, 0]
    assert shown(article) == [(top.pk,)]


def test_all_replies_stand_on_pages_of_their_own(article):
    top = make_comment(article)
    replies = [make_comment(article, parent=top) for _ in range(5)]
    deeper = make_comment(article, parent=replies[4])
    make_comment(article, parent=top, state=State.HELD)
    pages = [replies_page(top, number, 2) for number in (1, 2, 3)]
    assert [outline(page.threads) for page in pages] == [
        [(replies[0].pk,), (replies[1].pk,)],
        [(replies[2].pk,), (replies[3].pk,)],
        [(replies[4].pk, [(deeper.pk,)])],
    ]
    assert pages[1].earlier == f"/comments/{top.pk}/replies/"
    assert pages[1].later == f"/comments/{top.pk}/replies/page/3/"
    assert replies_page(top, 4, 2) is None


def test_the_newest_threads_may_stand_first_with_their_replies_in_order(article):
    tops = [make_comment(article) for _ in range(3)]
    replies = [make_comment(article, parent=tops[2]) for _ in range(2)]
    page = thread_page(article, 1, 2, newest_first=True)
    assert outline(page.threads) == [
        (tops[2].pk, [(replies[0].pk,), (replies[1].pk,)]), (tops[1].pk,),
    ]  # fmt: skip
    assert page.later == f"{article.path}comment-page-2/?order=newest"
    page = thread_page(article, 2, 2, newest_first=True)
    assert page.earlier == f"{article.path}?order=newest"


# Pages


def test_pages_hold_whole_threads(article):
    tops = [make_comment(article) for _ in range(5)]
    replies = [make_comment(article, parent=tops[0]) for _ in range(3)]
    first, second, third = (thread_page(article, number, 2) for number in (1, 2, 3))
    assert outline(first.threads) == [
        (tops[0].pk, [(reply.pk,) for reply in replies]), (tops[1].pk,),
    ]  # fmt: skip
    assert (first.earlier, first.later) == ("", f"{article.path}comment-page-2/")
    assert (second.earlier, second.later) == (article.path, f"{article.path}comment-page-3/")
    assert outline(third.threads) == [(tops[4].pk,)]
    assert third.later == ""
    assert thread_page(article, 4, 2) is None


def test_the_first_page_is_there_without_comments(article):
    assert thread_page(article, 1, 50).threads == []


def test_a_comment_is_found_on_its_page(article):
    tops = [make_comment(article) for _ in range(5)]
    reply = make_comment(article, parent=tops[2])
    assert address_of(tops[1], article, 2) == f"{article.path}#comment-{tops[1].pk}"
    assert address_of(tops[2], article, 2) == f"{article.path}comment-page-2/#comment-{tops[2].pk}"
    assert address_of(reply, article, 2) == f"{article.path}comment-page-2/#comment-{reply.pk}"


def test_removed_threads_before_it_move_a_comment(article):
    tops = [make_comment(article) for _ in range(3)]
    assert "comment-page-2" in address_of(tops[2], article, 2)
    type(tops[0].response).objects.filter(pk=tops[0].pk).update(state=State.SPAM)
    assert "comment-page-2" not in address_of(tops[2], article, 2)


def test_a_reply_without_room_is_found_among_the_replies(article):
    top = make_comment(article)
    replies = [make_comment(article, parent=top) for _ in range(13)]
    assert address_of(replies[9], article, 5) == f"{article.path}#comment-{replies[9].pk}"
    address = f"/comments/{top.pk}/replies/page/3/#comment-{replies[10].pk}"
    assert address_of(replies[10], article, 5) == address


def test_everything_shown_is_found_where_its_address_leads(client, article):
    make_newsroom(comments_per_page=3)
    comments = [make_comment(article, f"Top {number}") for number in range(5)]
    for number in range(60):
        comments.append(make_comment(article, f"R{number}", parent=comments[number // 3]))
    for _ in range(20):
        comments.append(make_comment(article, parent=comments[-1]))
    recount(article.tally)
    for comment in [*comments[:65:6], *comments[65::2]]:
        page = client.get(f"/comments/{comment.pk}/", follow=True).content.decode()
        assert f'id="comment-{comment.pk}"' in page


def test_ten_times_the_comments_are_the_same_queries(article, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            top = make_comment(article)
            make_comment(article, parent=make_comment(article, parent=top))

    fill(2)
    with django_assert_num_queries(3):
        thread_page(article, 1, 50)
    fill(20)
    with django_assert_num_queries(3):
        thread_page(article, 1, 50)


def test_the_flood_of_held_replies_is_not_read(article):
    top = make_comment(article)
    for _ in range(5):
        make_comment(article, parent=top, state=State.SPAM)
    assert list(Comment.objects.first_below([top.pk])) == []


def test_the_migration_gives_old_rows_the_places_that_new_ones_have(article):
    comments = [make_comment(article)]
    for number in range(40):
        state = State.SPAM if number % 7 == 3 else State.SHOWN
        comments.append(make_comment(article, parent=comments[number * 2 // 3], state=state))
    for _ in range(6):
        comments.append(make_comment(article, parent=comments[-1]))
    right = sorted(Comment.objects.values_list("pk", "under", "below", "depth"))
    Comment.objects.update(under=None, below=0, depth=1)
    filling = import_module("comments.migrations.0004_fill_places")
    with connection.cursor() as cursor:
        cursor.execute(filling.UNDER)
        cursor.execute(filling.BELOW)
    assert sorted(Comment.objects.values_list("pk", "under", "below", "depth")) == right
