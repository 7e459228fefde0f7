"""A reader in a browser of her own: fills in forms and opens the links of her mails."""

import re

from django.core import mail
from django_ox.testing import run_tasks
from lxml.html import fromstring

JOIN, SIGN_IN = "/account/join/", "/account/sign-in/"
PASSWORD = "correct horse battery staple"
RITA = "rita@example.org"


def letters():
    """What the worker has mailed since the last look."""
    run_tasks(raise_failures=True)
    found, mail.outbox[:] = list(mail.outbox), []
    return found


def link_in(letter, site):
    """The path that a letter names."""
    (address,) = re.findall(r"https?://\S+", letter.body)
    assert address.startswith(site)
    return address.removeprefix(site)


def words(response):
    """The text of a page's main part."""
    (main,) = fromstring(response.content.decode()).xpath("//main")
    for token in main.xpath("//input[@name='csrfmiddlewaretoken']"):
        token.getparent().remove(token)
    return " ".join(main.text_content().split())


def sign_in(client, email=RITA, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"email": email, "password": password, **more})
