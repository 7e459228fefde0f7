"""Comments on the article's page, on further pages, and at their permanent addresses."""

import re
from html import unescape

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Repeat
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Tally
from comments.editing import edit
from comments.forms import LONGEST_TEXT
from comments.models import Comment
from comments.rendering import LONG, render
from moderation.deciding import reject
from moderation.models import Response, State
from moderation.picking import feature
from moderation.sittings import recount
from tests.factories import make_article, make_author, make_comment, make_newsroom, make_user


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def counted(article):
    """Write the tally as the verbs do; the factories write rows only."""
    tally = Tally.objects.get(article=article)
    recount(tally)
    return tally.comments


def heading_of(page):
    return re.search(r'<h2 id="comments-heading">(.*?)</h2>', page)[1]


@pytest.mark.parametrize(
    ("count", "heading"), [(0, "Be the first to comment"), (1, "1 Comment"), (2, "2 Comments")]
)
def test_the_heading_counts_what_is_shown(client, article, count, heading):
    for _ in range(count):
        make_comment(article)
    make_comment(article, state=State.HELD)
    assert counted(article) == count
    assert heading_of(page_of(client, article.path)) == heading


def test_a_closed_discussion_stays_readable(client, article):
    make_comment(article, "Still here.")
    counted(article)
    Article.objects.update(comments_open=False)
    page = page_of(client, article.path)
    assert heading_of(page) == "1 Comment"
    assert "Still here." in page
    assert "Comments are closed." in page
    assert "replytocom" not in page


def test_a_comment_says_who_when_and_what(client, article):
    comment = make_comment(article, "Well said.", name="Rita & Co")
    type(comment.response).objects.update(author_address="https://rita.example/")
    counted(article)
    page = page_of(client, article.path)
    assert f'<article class="h-cite comment" id="comment-{comment.pk}">' in page
    assert 'href="https://rita.example/" rel="nofollow ugc"><bdi>Rita &amp; Co</bdi>' in page
    assert f'<a class="u-url" href="/comments/{comment.pk}/"><time class="dt-published"' in page
    assert '<div class="said e-content" dir="auto"><p>Well said.</p></div>' in page
    assert f'href="?replytocom={comment.pk}#respond"' in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", ""]
)
def test_an_imported_website_that_is_none_is_no_link(client, article, address):
    comment = make_comment(article, name="Rita")
    type(comment.response).objects.update(author_address=address)
    counted(article)
    page = page_of(client, article.path)
    assert '<bdi class="p-author h-card">Rita</bdi>' in page
    assert "evil" not in page
    assert "javascript:" not in page


def test_a_nameless_writer_is_anonymous(client, article):
    make_comment(article, name="")
    counted(article)
    assert "Anonymous" in page_of(client, article.path)


def test_staff_carry_a_badge_and_readers_do_not(client, article):
    make_comment(article, name="Rita")
    counted(article)
    assert "badge" not in page_of(client, article.path)
    make_comment(article, name="Mona", user=make_user())
    counted(article)
    assert page_of(client, article.path).count("badge") == 1


def test_a_removed_comment_with_answers_leaves_its_place_and_is_not_counted(client, article):
    removed = make_comment(article, "Taken away.", state=State.REJECTED, name="Gone Writer")
    make_comment(article, "Answer.", parent=removed)
    counted(article)
    page = page_of(client, article.path)
    assert heading_of(page) == "1 Comment"
    assert "This comment was removed." in page
    assert f'id="comment-{removed.pk}"' in page
    assert "Taken away." not in page
    assert "Gone Writer" not in page


def test_past_ten_replies_the_rest_stands_behind_a_link(client, article):
    top = make_comment(article)
    for number in range(13):
        make_comment(article, f"Reply {number}.", parent=top)
    counted(article)
    page = page_of(client, article.path)
    assert "Reply 9." in page
    assert "Reply 10." not in page
    address = f"/comments/{top.pk}/replies/"
    assert f'<a rel="nofollow" href="{address}">3 more replies</a>' in page
    replies = page_of(client, address)
    assert "13 replies" in replies
    assert all(f"Reply {number}." in replies for number in range(13))
    assert 'name="robots" content="noindex"' in replies


@pytest.mark.parametrize("below", ["replies/page/2/", "replies/page/0/", "replies/page/x/"])
def test_replies_out_of_range_are_not_there(client, article, below):
    top = make_comment(article)
    make_comment(article, parent=top)
    assert client.get(f"/comments/{top.pk}/{below}").status_code == 404
    answer = client.get(f"/comments/{top.pk}/replies/page/1/")
    assert (answer.status_code, answer["Location"]) == (301, f"/comments/{top.pk}/replies/")


def test_replies_are_there_while_some_are_shown_on_a_public_article(client, article):
    top = make_comment(article, "Secret.", state=State.REJECTED, name="Gone Writer")
    reply = make_comment(article, "An answer.", parent=top)
    page = page_of(client, f"/comments/{top.pk}/replies/")
    assert "An answer." in page
    assert "Secret." not in page
    assert "Gone Writer" not in page
    assert client.get(f"/comments/{reply.pk}/replies/").status_code == 404
    Article.objects.update(status=Article.Status.WITHDRAWN)
    assert client.get(f"/comments/{top.pk}/replies/").status_code == 404


def test_a_removed_writer_is_not_named_by_who_answered(client, article):
    comments = [make_comment(article, name="Writer 0")]
    for number in range(1, 7):
        comments.append(make_comment(article, name=f"Writer {number}", parent=comments[-1]))
    type(comments[5].response).objects.filter(pk=comments[5].pk).update(state=State.REJECTED)
    counted(article)
    page = page_of(client, article.path)
    assert "In answer to a removed comment" in page
    assert "Writer 5" not in page


def test_the_order_is_a_plain_link_that_search_engines_leave(client, article):
    for number in range(3):
        make_comment(article, f"Thread {number}.")
    counted(article)
    first = page_of(client, article.path)
    assert f'href="{article.path}?order=newest#comments"' in first
    assert 'name="robots"' not in first
    answer = client.get(f"{article.path}?order=newest")
    newest = answer.content.decode()
    assert newest.index("Thread 2.") < newest.index("Thread 0.")
    assert 'name="robots" content="noindex"' in newest
    assert f'rel="canonical" href="{article.absolute_url}"' in newest
    assert "s-maxage" in answer["Cache-Control"]
    assert client.get(f"{article.path}?order=strange").content.count(b"Thread 0.") == 1


def test_picks_stand_above_the_thread_and_are_marked_inside(client, article):
    make_comment(article, "An ordinary thought.")
    picked = make_comment(article, "A rare thought.", name="Rita")
    counted(article)
    assert "Editors’ pick" not in page_of(client, article.path)
    editor = make_user()
    assert feature(picked.response, by=editor)
    page = page_of(client, article.path)
    assert page.count("A rare thought.") == 2
    assert page.count("Editors’ pick</span>") == 1
    assert f'<a href="/comments/{picked.pk}/">A rare thought.</a>' in page
    reject(picked.response, by=editor)
    assert "Editors’ pick" not in page_of(client, article.path)


def test_the_author_of_the_article_carries_a_badge_of_their_own(client, newsroom):
    ada = make_user(is_staff=False)
    article = make_article(authors=[make_author(user=ada)])
    make_comment(article, name="Ada", user=ada)
    make_comment(article, name="Mona", user=make_user())
    make_comment(article, name="Ron", user=make_user(is_staff=False))
    counted(article)
    page = page_of(client, article.path)
    assert '<span class="badge">Author</span>' in page
    assert '<span class="badge">Newsroom</span>' in page
    assert page.count('class="badge"') == 2


def test_an_edited_comment_says_when(client, article):
    comment = make_comment(article)
    counted(article)
    assert 'class="edited"' not in page_of(client, article.path)
    edit(comment, "Better said.", by=make_user())
    assert 'class="edited">Edited ' in page_of(client, article.path)


def test_deep_threads_end_at_the_fifth_level_and_name_whom_they_answer(client, article):
    parent = make_comment(article, name="Writer 0")
    for number in range(1, 8):
        parent = make_comment(article, name=f"Writer {number}", parent=parent)
    counted(article)
    page = page_of(client, article.path)
    assert page.count("<ol>") == 4
    assert re.search(r"In answer to <a href=\"/comments/\d+/\"><bdi>Writer 6</bdi></a>", page)


# Addresses


def test_a_long_discussion_has_pages_and_the_first_is_the_articles_own(client, article):
    make_newsroom(comments_per_page=2)
    for number in range(5):
        make_comment(article, f"Thread {number}.")
    counted(article)
    first = page_of(client, article.path)
    assert "Thread 1." in first
    assert "Thread 2." not in first
    assert f'rel="next" href="{article.path}comment-page-2/#comments"' in first
    third = page_of(client, f"{article.path}comment-page-3/")
    assert "Thread 4." in third
    assert "Thread 3." not in third
    assert heading_of(third) == "5 Comments"
    answer = client.get(f"{article.path}comment-page-1/")
    assert (answer.status_code, answer["Location"]) == (301, article.path)


@pytest.mark.parametrize("number", ["2", "4", "0", "02", "999999", "9999999", "-1", "x", "٢"])
def test_pages_out_of_range_are_not_there(client, article, number):
    make_comment(article)
    counted(article)
    assert client.get(f"{article.path}comment-page-{number}/").status_code == 404


def test_the_permanent_address_leads_to_the_page_of_today(client, article):
    make_newsroom(comments_per_page=2)
    comments = [make_comment(article) for _ in range(3)]
    answer = client.get(f"/comments/{comments[2].pk}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{article.path}comment-page-2/#comment-{comments[2].pk}"
    make_newsroom(comments_per_page=50)
    answer = client.get(f"/comments/{comments[2].pk}/")
    assert answer["Location"] == f"{article.path}#comment-{comments[2].pk}"


@pytest.mark.parametrize("state", [state for state in State if state != State.SHOWN])
def test_what_is_not_shown_has_no_address(client, article, state):
    comment = make_comment(article, state=state)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


def test_comments_of_an_article_that_is_not_public_have_no_address(client, newsroom):
    comment = make_comment(make_article(published=False))
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("pk", ["0", "01", "999999999999999999", "9" * 30, "-1", "x"])
def test_strange_numbers_have_no_address(client, newsroom, pk):
    assert client.get(f"/comments/{pk}/").status_code == 404


def test_a_page_such_as_about_has_comment_pages(client, newsroom):
    make_newsroom(comments_per_page=1)
    about = make_article("About", kind=Article.Kind.PAGE)
    comments = [make_comment(about, f"Thread {number}.") for number in range(2)]
    counted(about)
    assert "Thread 1." in page_of(client, f"{about.path}comment-page-2/")
    answer = client.get(f"/comments/{comments[1].pk}/")
    assert answer["Location"] == f"{about.path}comment-page-2/#comment-{comments[1].pk}"


def test_fifty_threads_stand_on_a_page_while_the_newsroom_says_nothing_else(client, article):
    for number in range(51):
        make_comment(article, f"Thread {number}.")
    counted(article)
    first = page_of(client, article.path)
    assert "Thread 49." in first
    assert "Thread 50." not in first
    assert "Thread 50." in page_of(client, f"{article.path}comment-page-2/")


# Size


def test_a_further_page_of_comments_costs_the_same_with_ten_times_the_comments(client, newsroom):
    make_newsroom(comments_per_page=5)
    counts = []
    for number in (6, 60):
        article = make_article()
        for _ in range(number):
            make_comment(article, parent=make_comment(article, user=make_user()))
        counted(article)
        with CaptureQueriesContext(connection) as captured:
            page_of(client, f"{article.path}comment-page-2/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


WORDS = "یک جمله به اندازه‌ای که خوانندگان می‌نویسند، و بعد یکی دیگر. " * 2


def crowd(article, parents, times=1):
    """So many comments at once; each stands below the number that `parents` says, or nowhere.
    They say `WORDS` so many `times`.
    """
    said = Comment(text=WORDS * times)
    render(said)
    html = Repeat(Value(f"<p>{WORDS}</p>"), times)  # made there: sent, it would take long
    responses = Response.objects.bulk_create(
        Response(article=article, kind="comment", state=State.SHOWN, author_name=f"Writer {number}")
        for number in range(len(parents))
    )
    comments = []
    for response, parent in zip(responses, parents, strict=True):
        comment = Comment(response=response, html=html, beginning=said.beginning)
        if parent is not None:
            comment.stand_below(comments[parent])
        comments.append(comment)
    places = {comment.pk: comment for comment in comments}
    for comment in reversed(comments):
        if comment.under_id:
            places[comment.under_id].below += comment.below + 1
    Comment.objects.bulk_create(comments)
    with connection.cursor() as cursor:  # a database that has grown knows it
        cursor.execute("ANALYZE moderation_response, comments_comment")
    counted(article)
    return comments


NAMES = ["'" * 245, "🜁" * 245, "A"]
"""What takes the most bytes in HTML, and what takes few."""


def heavy(article, number):
    """So many threads at once, of the longest texts that are not cut, names and websites."""
    html = f"<p>{'ی' * (LONG // 2 - 4)}</p>"
    responses = Response.objects.bulk_create(
        Response(
            article=article,
            kind="comment",
            state=State.SHOWN,
            author_name=NAMES[place % 3],
            author_address="https://example.org/?" + "&" * 179,
        )
        for place in range(number)
    )
    Comment.objects.bulk_create(Comment(response=one, html=html) for one in responses)
    counted(article)
    return responses


@pytest.mark.parametrize("order", ["", "?order=newest"])
def test_a_page_ends_by_its_bytes_whatever_the_newsroom_asks_for(client, db, order):
    make_newsroom(comments_per_page=200)
    article = make_article(language="fa")
    heavy(article, 150)
    seen, path = [], article.path + order
    while path:
        page = page_of(client, path)
        assert len(page.encode()) < 150_000
        seen += re.findall(r'<article class="h-cite comment" id="comment-(\d+)"', page)
        later = re.search(r'rel="next" href="([^"#]+)#comments"', page)
        path = later and unescape(later[1])
    in_order = Comment.objects.newest() if order else Comment.objects.oldest()
    assert seen == [str(pk) for pk in in_order.values_list("pk", flat=True)]


def test_the_address_of_a_comment_leads_to_the_page_that_ends_by_bytes(client, db):
    make_newsroom(comments_per_page=200)
    article = make_article()
    responses = heavy(article, 150)
    paths = set()
    for response in responses[::10]:
        address = client.get(f"/comments/{response.pk}/")["Location"].split("#")[0]
        assert f'id="comment-{response.pk}"' in page_of(client, address)
        paths.add(address)
    assert len(paths) > 2


def test_light_comments_have_the_places_that_the_newsroom_asks_for(client, db):
    article = make_article()
    crowd(article, [None] * 120)
    shown = [page_of(client, path).count("h-cite comment") for path in pages_of(article, 3)]
    assert shown == [50, 50, 20]


def pages_of(article, most):
    return [article.path] + [f"{article.path}comment-page-{n}/" for n in range(2, most + 1)]


MANY = 5_000
SHAPES = {
    "all at the top": lambda number: None,
    "all answer one": lambda number: 0 if number else None,
    "each answers the one before": lambda number: number - 1 if number else None,
    "everybody is answered": lambda number: (number - 50) // 10 if number >= 50 else None,
}


AS_LONG_AS_CAN_BE = LONGEST_TEXT // len(WORDS.encode())


CROWDS = [(shape, times) for shape in SHAPES for times in (1, AS_LONG_AS_CAN_BE)]
QUICK = ("all answer one", AS_LONG_AS_CAN_BE)


@pytest.mark.parametrize(
    ("shape", "times"),
    [pytest.param(*one, marks=() if one == QUICK else pytest.mark.proof) for one in CROWDS],
)
def test_five_thousand_comments_cost_what_five_cost_and_fit_a_poor_line(
    client, newsroom, shape, times
):
    place = SHAPES[shape]
    small, large = make_article(), make_article()
    crowd(small, [place(number) for number in range(5)], times)
    comments = crowd(large, [place(number) for number in range(MANY)], times)
    top = comments[0]

    def look(address):
        with CaptureQueriesContext(connection) as captured:
            page = page_of(client, address)
        return len(captured), page

    few, __ = look(small.path)
    many, page = look(large.path)
    assert heading_of(page) == "5,000 Comments" or heading_of(page) == "5000 Comments"
    assert many == few <= 10
    assert len(page.encode()) < 150_000
    if top.below:
        queries, page = look(f"/comments/{top.pk}/replies/")
        assert queries <= 8
        assert len(page.encode()) < 150_000 + (LONGEST_TEXT + 2_000 if times > 1 else 0)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/comments/{comments[-1].pk}/")
    assert len(captured) <= 8
    assert f'id="comment-{comments[-1].pk}"' in page_of(client, answer["Location"].split("#")[0])
