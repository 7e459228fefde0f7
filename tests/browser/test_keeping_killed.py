"""kill -9 of a real server while somebody types: every character is offered back afterwards.

All of it dies, the database as well, and comes back on the same port with the same data.
"""

import os
import subprocess

import pytest

from tests.browser.conftest import PATIENCE
from tests.browser.test_admin import editor_of
from tests.factories import PASSWORD
from tests.forms import WRITING
from tests.newsroom.processes import PYTHON, ROOT
from tests.newsroom.serving import Served, free_port

pytestmark = pytest.mark.proof
EMAIL = "mina@example.org"
WORDS = "Bread is dear, and dearer every day; who bakes it eats none of it. "
TEXT = (WORDS * 40)[:2_000].strip()
PIECE = 100
OFFLINE, KEPT = "offline", "kept"


class Newsroom:
    """One newsroom, started again and again on one port and one database."""

    def __init__(self, var):
        self.var, self.port, self.served = var, free_port(), None
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        self.served = Served(self.var, PORT=str(self.port))
        self.served.port = self.port
        self.served.ready()
        return self

    def kill(self):
        self.served.kill_family()
        self.served.wait()

    def add_writer(self):
        env = {**os.environ, **self.served.env, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        command = [PYTHON, "manage.py", "createsuperuser", "--noinput", "--email", EMAIL]
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


@pytest.fixture
def newsroom(tmp_path):
    newsroom = Newsroom(tmp_path / "var").start()
    newsroom.add_writer()
    yield newsroom
    newsroom.served.kill_family()


@pytest.fixture
def page(chromium, newsroom):
    context = chromium.new_context(base_url=newsroom.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/admin/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit]")
    page.wait_for_selector("#user-tools")
    yield page
    context.close()


def state(page, *states):
    page.wait_for_selector(", ".join(f"#kept[data-state={one}]" for one in states))


def begin(page, address=WRITING):
    page.goto(address)
    editor_of(page).wait_for()
    page.wait_for_selector("#kept")
    editor_of(page).click()
    page.keyboard.press("Control+End")


def type_all(page, at):
    """Type the text piece by piece; ``at`` has what happens after so many characters."""
    for start in range(0, len(TEXT), PIECE):
        page.keyboard.type(TEXT[start : start + PIECE])
        at.get(start + PIECE, lambda: None)()


def is_offered(page):
    """The whole text is shown as what came, and stands in the editor of who goes on with it."""
    shown = (
        "[...document.querySelectorAll('.offer .lines ins')].map((one) => one.textContent).join('')"
    )
    page.wait_for_function(f"(text) => {shown}.trim() === text", arg=TEXT)
    page.click("[name=_go_on]")
    page.wait_for_selector("text=This is what you had typed.")
    editor_of(page).wait_for()
    assert editor_of(page).inner_text() == TEXT


def test_a_server_killed_three_times_while_2000_characters_are_typed_loses_none(page, newsroom):
    begin(page)
    page.fill("#id_headline", "Bread")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    begin(page, page.url)
    type_all(
        page,
        {
            PIECE: newsroom.kill,  # before the first report
            500: newsroom.start,
            900: lambda: state(page, KEPT),  # it is there again, and has everything so far
            1_000: newsroom.kill,  # between two reports
            1_100: lambda: state(page, OFFLINE),
            1_300: newsroom.start,
            2_000: newsroom.kill,  # after the last key
        },
    )
    state(page, OFFLINE, KEPT)  # the last key may have been reported before it died
    newsroom.start()
    page.reload()
    is_offered(page)


def test_a_new_article_is_offered_after_the_server_was_killed_and_its_tab_closed(page, newsroom):
    begin(page)
    type_all(page, {1_000: newsroom.kill})
    state(page, OFFLINE)
    context = page.context
    page.close()
    newsroom.start()
    again = context.new_page()
    again.goto(WRITING)
    again.click("text=Unsaved: (no headline)")
    is_offered(again)
    again.click("[name=_save]")
    again.wait_for_selector(".messagelist .success")
    assert editor_of(again).inner_text() == TEXT
    assert again.locator(".offer").count() == 0
