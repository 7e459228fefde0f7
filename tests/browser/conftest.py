"""A real Chromium on the running site, and a witness that reports what must never happen there.

The witness writes down violations of the Content-Security-Policy, errors of the page and of its
console, dialogs, and every request that leaves the site; a test with such a report fails.
"""

import os
import shutil
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from tests.newsroom.processes import eventually

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} forbids ${event.blockedURI}`));
"""
PATIENCE = 30_000
"""Milliseconds that anything on a page may take."""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium, started once."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install the package chromium to run these tests")
    expect.set_options(timeout=PATIENCE)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, settings):
    """The running site's origin; absolute addresses in its pages say the same."""
    settings.SITE_URL = live_server.url
    return live_server.url


class Witness:
    """Collects what must never happen on a page of the site."""

    def __init__(self, site):
        self.site = site
        self.reports = []
        self.visited = set()
        self.refusing = ()
        """Beginnings of paths that scripts ask, and that refuse on purpose in this test."""

    def watch(self, page):
        page.on("request", self.on_request)
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.reports.append(f"page error: {error}"))
        page.on("dialog", self.on_dialog)

    def on_request(self, request):
        if request.is_navigation_request():
            self.visited.add(urldefrag(request.url).url)
        if not request.url.startswith(("data:", "blob:", f"{self.site}/")):
            self.reports.append(f"request to another origin: {request.url}")

    def on_console(self, message):
        """A page that answers 404 on purpose is no error; anything that it loads is."""
        refused = message.text.startswith("Failed to load resource")
        where = urlsplit(message.location["url"]).path
        asked = urldefrag(message.location["url"]).url in self.visited
        if message.type == "error" and not (
            refused and (asked or where.startswith(self.refusing or "-"))
        ):
            self.reports.append(f"console on {where}: {message.text}")

    def on_dialog(self, dialog):
        self.reports.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def nobody_asks_the_database():
    """The last requests are answered: the tables may be emptied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
            " AND backend_type = 'client backend'"
        )
        return cursor.fetchone() == (0,)


@pytest.fixture
def witness(site):
    return Witness(site)


@pytest.fixture
def open_page(chromium, site, witness):
    """Opens pages of the site, each in a context of its own: ``open_page(color_scheme="dark")``."""
    contexts = []

    def open_one(**options):
        context = chromium.new_context(base_url=site, **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTEN)
        contexts.append(context)
        page = context.new_page()
        witness.watch(page)
        return page

    yield open_one
    reports = [*witness.reports]
    for context in contexts:
        context.set_offline(True)  # a form that is closed reports once more
        context.close()
    eventually(nobody_asks_the_database)
    assert reports == []


@pytest.fixture
def page(open_page):
    """One page of the site in a desktop window."""
    return open_page(viewport={"width": 1280, "height": 900})
