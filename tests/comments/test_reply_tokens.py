"""A reply comes with the token that the form's script fetched, or a moderator looks at it first."""

import pytest

from masthead.models import Mode
from moderation.challenge import USES, token_for
from moderation.models import Response
from tests.factories import make_comment, make_newsroom


@pytest.fixture
def reason(article, send):
    """Sends a reply with this token; answers with the reason word of what was stored."""

    def reason(token, **fields):
        assert send(**({} if token is None else {"token": token}), **fields).status_code == 303
        return Response.objects.latest("pk").reason

    return reason


@pytest.mark.parametrize("token", ["", "forged", "a:b:c", "e30=", "x" * 9999])
def test_without_a_sound_token_a_reply_is_held_for_that(reason, token):
    assert reason(token) == "no-token"
    assert Response.objects.get().state == "held"


def test_with_one_it_is_judged_like_everything(reason):
    assert reason(None) == "first-timer"


def test_a_token_serves_a_few_replies(newsroom, reason):
    make_newsroom(comments_burst=99, writer_burst=99)
    token = token_for("", newsroom)["token"]
    reasons = [reason(token, comment=f"Reply {number}") for number in range(USES + 1)]
    assert reasons == ["first-timer"] * USES + ["no-token"]


def test_a_double_click_uses_it_once(newsroom, reason):
    token = token_for("", newsroom)["token"]
    assert {reason(token) for _ in range(USES + 5)} == {"first-timer"}
    assert reason(token, comment="And another.") == "first-timer"


def test_the_page_has_the_field_and_the_script_and_no_token(client, article):
    make_newsroom(comments_mode=Mode.SHOW)
    make_comment(article)
    page = client.get(article.path).content.decode()
    assert '<input type="hidden" name="token" autocomplete="off" id="reply-token">' in page
    assert "js/reply-token.js" in page
