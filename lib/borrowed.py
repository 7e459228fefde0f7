"""Sentences of Django's admin that its own catalogues lack in some of our languages.

They are said nowhere here: they stand in our catalogues, which are asked before Django's.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

SENTENCES = [
    gettext_noop("- Select an option -"),
    gettext_noop("Run"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
]
