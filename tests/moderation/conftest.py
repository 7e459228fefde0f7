"""Candidates that nothing speaks against, to be spoilt by each test."""

import pytest

from masthead.models import Mode
from moderation.candidates import Candidate
from moderation.models import Response
from tests.factories import make_article, make_newsroom


@pytest.fixture
def comment(db):
    """A reader whom nothing speaks against, in a newsroom that shows such replies at once."""
    newsroom = make_newsroom(comments_mode=Mode.SHOW, linkbacks_mode=Mode.SHOW)
    return Candidate(
        article=make_article(),
        newsroom=newsroom,
        kind=Response.Kind.COMMENT,
        text="Well said.",
        author_name="Rita Reader",
        email="rita@example.net",
        network_hash="network-1",
        trusted_browser=True,
    )


@pytest.fixture
def linkback(comment):
    return Candidate(
        article=comment.article,
        newsroom=comment.newsroom,
        kind=Response.Kind.LINKBACK,
        host="blog.example",
        network_hash="network-1",
        protocol="pingback",
    )
