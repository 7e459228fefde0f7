"""Who announced a link by the form takes it back again, in a browser, with its picture."""

from io import BytesIO
from ipaddress import ip_network

import pytest
from django_ox.testing import run_tasks
from PIL import Image
from playwright.sync_api import expect

from moderation.models import Host, Response, State
from tests.factories import make_article, make_newsroom
from tests.trackbacks.blog import Blog
from trackbacks.models import Face

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def blog(settings):
    """A trusted site whose author has a picture."""
    settings.FETCH_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    somebody = Blog("127.0.0.3")
    out = BytesIO()
    Image.new("RGB", (200, 300), "teal").save(out, "JPEG")
    somebody.serve(out.getvalue(), "/ada.jpg", Content_Type="image/jpeg")
    yield somebody
    somebody.close()


def test_a_link_is_announced_shown_with_a_face_and_declined(page, site, blog):
    make_newsroom()
    article = make_article("Bread")
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)
    author = "<a class='p-author h-card' href='/'><img class=u-photo src=/ada.jpg alt=''>Ada</a>"
    link = f"<a class=u-in-reply-to href='{article.absolute_url}'>x</a>"
    entry = f"<div class=h-entry>{author}<p class=e-content>Well.</p>{link}</div>"
    source = blog.serve(entry)
    page.goto("/webmention/")
    page.get_by_label("Address of your page").fill(source)
    page.get_by_label("Address of our article").fill(article.absolute_url)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Thank you: the link is shown.")
    expect(page.get_by_text("Do you not want it to be shown?")).to_be_visible()
    line = page.locator("main code").inner_text()
    status = page.get_by_role("link", name="The address of this page").get_attribute("href")
    run_tasks(raise_failures=True)
    assert Face.objects.get().file
    page.goto(article.path)
    expect(page.locator(".linkbacks img.face")).to_have_attribute("alt", "")
    page.goto(status)
    blog.serve(f"<head><title>x</title>{line}</head>{entry}")
    page.get_by_role("button", name="Read my page again").click()
    answer = "The link is not shown: the page asks not to be."
    expect(page.get_by_role("status")).to_have_text(answer)
    assert Response.objects.get().state == State.WITHDRAWN
    run_tasks(raise_failures=True)
    assert not Face.objects.exists()
    page.goto(article.path)
    expect(page.locator(".linkbacks")).to_have_count(0)
