"""The addresses that stand in mails about what was said back."""

from django.urls import re_path

from moderation import pages

SEALED = r"(?P<token>[\w.:-]{20,300})"
"""What `lib.sealing` writes."""

urlpatterns = [
    re_path(
        rf"^decision/{SEALED}/(?P<word>approve|reject|spam)/$", pages.decision, name="decision"
    ),
    re_path(rf"^appeal/{SEALED}/$", pages.appeal, name="appeal"),
]
