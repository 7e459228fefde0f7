"""People who sign in: who they are, which roles they have, how they are let in and out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts import farewell, privacy
from accounts.models import User
from lib.staff import StaffAdmin


class PersonForm(UserChangeForm):  # type: ignore[type-arg]
    """Everything about a person but the password itself."""

    class Meta:
        model = User
        fields = "__all__"


class NewPersonForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A new person: an address, a name, and a password or none."""

    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User)
class PersonAdmin(StaffAdmin, UserAdmin):  # type: ignore[type-arg]
    """Roles are given here; what a role may do is written in ``newsroom.roles``."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ["email", "name", "roles", "is_staff", "is_active", "last_login"]
    list_filter = ["groups", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["is_active", "last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]}),
        (_("Roles"), {"fields": ["is_staff", "groups"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        rights = ["is_active", "is_staff", "groups"]
        if request.user.is_superuser:
            rights.append("is_superuser")
        return [
            (None, {"fields": ["email", "name", "language", "password"]}),
            (_("Roles"), {"fields": rights}),
            (_("Dates"), {"fields": ["last_login", "date_joined"]}),
        ]

    def get_urls(self) -> list[URLPattern]:
        privacy_view = self.admin_site.admin_view(self.privacy_view)
        ending_view = self.admin_site.admin_view(self.ending_view)
        return [
            path("privacy/", privacy_view, name="accounts_user_privacy"),
            path("<int:user_id>/ending/", ending_view, name="accounts_user_ending"),
            *super().get_urls(),
        ]

    def privacy_view(self, request: HttpRequest) -> HttpResponse:
        """One person's data, for those who may change people."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        answered = privacy.answer(request)
        if isinstance(answered, HttpResponse):
            return answered
        page = {**self.admin_site.each_context(request), "opts": self.opts, **answered}
        page["title"] = _("What we keep about a person")
        return TemplateResponse(request, "admin/accounts/user/privacy.html", page)

    def ending_view(self, request: HttpRequest, user_id: int) -> HttpResponse:
        """The end of one account, or its new beginning."""
        person = get_object_or_404(User, pk=user_id)
        done = _("Account ended.") if person.is_active else _("Account opened again.")
        answered = farewell.answer(request, person)
        if isinstance(answered, HttpResponse):
            self.log_change(request, person, str(done))
            return answered
        page = {**self.admin_site.each_context(request), "opts": self.opts, **answered}
        page["title"] = _("End the account") if person.is_active else _("Open the account again")
        return TemplateResponse(request, "admin/accounts/user/ending.html", page)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
            kwargs["help_text"] = _("Each role adds to what this person may do.")
            kwargs["label"] = _("roles")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only somebody who may do everything changes somebody who may do everything."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are made inactive: what they did stays theirs."""
        return False

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        """The person's roles in one line."""
        names = [group.name for group in person.groups.all()]
        return ", ".join([str(_("everything")), *names] if person.is_superuser else names)
