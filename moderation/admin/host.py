"""The sites that are trusted or blocked."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.links import NotAWebAddress, parse
from lib.staff import Refusable
from moderation.admin.ruled import RuledAdmin
from moderation.models import Host


class HostForm(Refusable):
    """A site by its host; a whole address is cut down to it."""

    class Meta:
        model = Host
        fields = ["name", "whole_domain", "standing"]

    def clean_name(self) -> str:
        """The host as responses have it, also of an address that somebody pasted."""
        name: str = self.cleaned_data["name"]
        try:
            return parse(name if "://" in name else f"https://{name}").netloc
        except NotAWebAddress:
            raise ValidationError(_("Write a host such as blog.example.org.")) from None


@admin.register(Host)
class HostAdmin(RuledAdmin):
    """Sites that are trusted or blocked, and by whom."""

    form = HostForm
    list_display = ["name", "standing", "whole_domain", "maker", "decided_at"]
    list_filter = ["standing"]
    list_select_related = ["decided_by"]
    search_fields = ["name"]
    ordering = ["name"]
