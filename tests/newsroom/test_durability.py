"""What was answered with 2xx or 3xx is there after everything was killed, by a client's own log."""

import re
import threading
from http.cookiejar import CookieJar
from itertools import count
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from lxml.html import fromstring

from tests.forms import WRITING
from tests.newsroom.processes import eventually
from tests.newsroom.serving import Served

pytestmark = pytest.mark.proof
ENOUGH = 30
"""Answers of each kind that the client wants before the blow falls."""


class Stay(HTTPRedirectHandler):
    """Redirects are answers to be written down, not to be followed."""

    def redirect_request(self, *args):
        return None


class Client:
    """One browser: cookies of its own, and the origin that a browser tells."""

    def __init__(self, served):
        self.base = f"http://127.0.0.1:{served.port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), Stay)

    def send(self, path, **fields):
        """Status, Location and text; raises OSError when nobody answers."""
        headers = {"Origin": self.base, "Sec-Fetch-Site": "same-origin"}
        body = urlencode(fields).encode() if fields else None
        try:
            answer = self.opener.open(Request(self.base + path, body, headers), timeout=10)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()


class Storm:
    """Writes articles, comments and likes until the other side is gone, and keeps a log."""

    def __init__(self, served, article):
        self.served, self.article = served, article
        self.articles, self.held, self.likes = [], [], 0
        self.threads = [
            threading.Thread(target=self.until_it_ends, args=(act,), daemon=True)
            for act in (self.write, self.reply, self.like)
        ]

    def until_it_ends(self, act):
        try:
            for number in count():
                act(number)
        except OSError:
            pass  # the blow has fallen

    def write(self, number):
        if not number:
            self.editor = Client(self.served)
            sign_in(self.editor, self.served)
        headline = f"Written under fire {number}"
        _, _, page = self.editor.send(WRITING)
        fields = form_fields(page)
        status, *_ = self.editor.send(WRITING, **{**fields, "headline": headline, "_publish": "1"})
        if 200 <= status < 400:
            self.articles.append(headline)

    def reply(self, number):
        text = f"Said under fire, number {number}"
        reader = {"author": f"Reader {number}", "email": f"reader{number}@example.org"}
        status, address, _ = Client(self.served).send(
            f"{self.article}comments/", comment=text, **reader
        )
        if 200 <= status < 400:
            self.held.append((address, text))

    def like(self, number):
        status, *_ = Client(self.served).send(f"{self.article}likes/", action="like")
        self.likes += 200 <= status < 400

    @property
    def is_enough(self):
        return bool(self.articles) and len(self.held) > 5 and self.likes > ENOUGH


def sign_in(client, served):
    line = re.search(r"Editor\s+(\S+)\s+(\S+)", (served.var / "demo-accounts.txt").read_text())
    _, _, page = client.send("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    status, *_ = client.send(
        "/admin/login/",
        csrfmiddlewaretoken=token,
        username=line[1],
        password=line[2],
        next="/admin/",
    )
    assert status == 302


def form_fields(page):
    """The filled-in fields of the article form; files and empty rows of others left out."""
    (form,) = fromstring(page).xpath("//form[@id='article_form']")
    return dict(form.form_values())


def test_what_was_answered_outlives_a_kill_of_everything(tmp_path):
    served = Served(tmp_path / "var", DEMO="yes").ready(180)
    feed = served.get("/feed/")[1].decode()
    article = re.search(r"<link>http://[^/]+(/\d{4}/[^<]+conference[^<]+)</link>", feed)[1]
    storm = Storm(served, article)
    before = int(re.search(r"(\d+) bloggers like this", served.get(article)[1].decode())[1])
    for thread in storm.threads:
        thread.start()
    eventually(lambda: storm.is_enough, 120)
    served.kill_family()
    for thread in storm.threads:
        thread.join(30)

    again = Served(served.var, DEMO="yes").ready()
    try:
        client = Client(again)
        for address, text in storm.held:
            held = "/held/" + address.split("/held/")[1]
            assert text in client.send(held)[2]
        likes = re.search(r"(\d+) bloggers like this", client.send(article)[2])[1]
        assert int(likes) >= before + storm.likes
        sign_in(client, again)
        for headline in storm.articles:
            address = f"/admin/articles/article/?{urlencode({'q': headline})}"
            assert headline in client.send(address)[2]
    finally:
        again.kill_family()
