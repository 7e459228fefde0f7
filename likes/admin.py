"""Who likes what, to look up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lib.staff import Readable
from likes.models import Like


@admin.register(Like)
class LikeAdmin(Readable):
    """Likes of readers and of blogs, newest first."""

    list_display = ["__str__", "article", "source", "created_at"]
    list_filter = [("source", admin.EmptyFieldListFilter)]
    list_select_related = ["article"]
    search_fields = ["name", "source"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["article", "name", "address", "source", "created_at"]
    readonly_fields = ["created_at"]
    search_help_text = _("Likes of blogs; readers’ likes have no name.")
