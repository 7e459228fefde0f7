"""``{% picture %}``: every size that there is, and the words for those who cannot see it."""

import pytest
from django.template import Context, Template
from lxml.html import fromstring

from photos.library import keep
from tests.photos.pictures import picture, upload

pytestmark = pytest.mark.django_db


def image(photo, arguments=""):
    source = "{% load photos %}{% picture photo " + arguments + " %}"
    return fromstring(Template(source).render(Context({"photo": photo})))


def test_it_names_every_rendition_and_its_own_size():
    photo = keep(upload(picture(1600, 800)), by=None, alt='A "loaf" <b>')
    shown = image(photo, 'sizes="50vw"')
    assert shown.get("src") == photo.url(960)
    assert shown.get("srcset").count("w") >= 5
    assert (shown.get("width"), shown.get("height")) == ("960", "480")
    assert shown.get("sizes") == "50vw"
    assert shown.get("alt") == 'A "loaf" <b>'
    assert (shown.get("loading"), shown.get("decoding")) == ("lazy", "async")


def test_the_picture_at_the_top_is_not_lazy():
    shown = image(keep(upload(), by=None), "eager=True")
    assert shown.get("loading") is None
    assert shown.get("fetchpriority") == "high"


def test_a_small_picture_is_not_enlarged():
    shown = image(keep(upload(picture(200, 100)), by=None))
    assert (shown.get("width"), shown.get("height")) == ("200", "100")


def test_a_picture_that_only_decorates_says_nothing():
    assert image(keep(upload(), by=None, alt="A loaf"), 'alt=""').get("alt") == ""
