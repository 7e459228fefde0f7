"""What tests of the comments' pages share."""

import pytest

from moderation.challenge import token_for
from tests.factories import make_article, make_newsroom


@pytest.fixture
def newsroom(db):
    return make_newsroom()


@pytest.fixture
def article(newsroom):
    return make_article("Bread & roses")


@pytest.fixture
def send(client, newsroom, article):
    """Send the form as a browser does from the article's own page."""

    def send(to=None, /, headers=None, **fields):
        sent = {
            "comment": "Well said.",
            "author": "Rita Reader",
            "email": "rita@example.net",
            "token": token_for("", newsroom)["token"],
            **fields,
        }
        path = (to or article).path + "comments/" if not isinstance(to, str) else to
        own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
        return client.post(path, sent, headers=own if headers is None else headers)

    return send
