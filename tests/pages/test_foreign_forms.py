"""No page of another site sends one of our forms, not even to a signed address that it knows."""

import pytest
from django.utils import timezone

from comments.editing import edit_address
from comments.models import Follower
from comments.sealed import confirm_address
from likes.models import Like
from moderation.deciding import reject
from moderation.models import Appeal, Decision, Report, Response
from moderation.sealed import appeal_address
from tests.factories import make_article, make_comment, make_linkback, make_newsroom, make_user
from trackbacks.removal import removal_address

pytestmark = pytest.mark.django_db
SENT = {
    "action": "like", "comment": "Other words.", "author": "Rita", "email": "rita@example.org",
    "reason": Report.Reason.SPAM, "text": "Please.", "confirm": "1",
}  # fmt: skip
FOREIGN = {
    "another site": {"Origin": "https://evil.example"},
    "a sandbox": {"Origin": "null"},
    "as the browser says": {"Sec-Fetch-Site": "cross-site"},
    "a sandbox, as the browser says": {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
}


def addresses():
    """Every address of a form that takes no token; the machines' own protocols aside."""
    make_newsroom()
    article = make_article()
    comment = make_comment(article, email="rita@example.org")
    follower = Follower.objects.create(
        article=article, comment=comment, email="rita@example.org", asked_at=timezone.now()
    )
    rejected = make_comment(article).response
    reject(rejected, by=make_user(role="Moderator"))
    return {
        "like": f"{article.path}likes/",
        "reply": f"{article.path}comments/",
        "report": f"/comments/{comment.pk}/report/",
        "follow": f"/follow/?article={article.pk}",
        "following": f"/follow/{follower.token}/",
        "edit": edit_address(comment),
        "confirm": confirm_address(comment),
        "appeal": appeal_address(rejected),
        "removal": removal_address(make_linkback(article)),
    }


def kept():
    """Every row that one of those forms makes or changes."""
    models = (Response, Decision, Follower, Like, Report, Appeal)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_form_of_another_site_changes_nothing(client, settings, headers):
    told = {name: address.removeprefix(settings.SITE_URL) for name, address in addresses().items()}
    before = kept()
    answers = {name: client.post(at, SENT, headers=headers) for name, at in told.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        told, 403
    )
    assert kept() == before
    assert not any(answer.cookies for answer in answers.values())


def test_our_own_form_is_taken_at_each_of_them(client, settings):
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    for name, address in addresses().items():
        answer = client.post(
            address.removeprefix(settings.SITE_URL),
            {**SENT, "article": Response.objects.earliest("pk").article_id},
            headers=own,
        )
        assert answer.status_code in {200, 303}, name
    assert not Response.objects.shown().filter(kind=Response.Kind.LINKBACK).exists()
