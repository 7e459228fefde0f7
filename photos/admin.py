"""The picture library as staff see it: upload, describe, find."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import person_of
from lib.pictures import PictureRefused
from lib.staff import StaffAdmin
from photos.forms import PhotoForm, UploadForm
from photos.library import describe, discard, keep
from photos.models import Photo

DRAWER = 24
"""Pictures on one page of the drawer beside an article."""


class Described(admin.SimpleListFilter):
    """Which pictures a screen reader can say nothing about."""

    title = _("description")
    parameter_name = "described"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("missing")), ("yes", _("there"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        match self.value():
            case "no":
                return queryset.filter(alt="")
            case "yes":
                return queryset.exclude(alt="")
        return queryset


@admin.register(Photo)
class PhotoAdmin(StaffAdmin):
    """Uploads, thumbnails, and a mark where a description is missing."""

    form = PhotoForm
    list_display = ["thumbnail", "described", "credit", "size", "uploaded_by", "uploaded_at"]
    list_display_links = ["thumbnail", "described"]
    list_filter = [Described]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt", "caption", "credit", "original_name"]
    ordering = ["-uploaded_at", "-id"]
    fields = [
        "preview", "alt", "caption", "credit", "rights", "original_name", "size", "uploaded_by",
        "uploaded_at",
    ]  # fmt: skip
    readonly_fields = ["preview", "original_name", "size", "uploaded_by", "uploaded_at"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.thumbnail_view)
        drawer = self.admin_site.admin_view(self.drawer_view)
        return [
            path("<int:photo_id>/thumbnail/", view, name="photos_photo_thumbnail"),
            path("drawer/", drawer, name="photos_photo_drawer"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Several pictures at once; what is refused does not keep the others out."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            kept, refusals = self.keep_all(request, form)
            for refusal in refusals:
                messages.error(request, refusal)
            if kept:
                return self.response_upload(request, kept)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add photos"),
            "opts": self.opts,
            "form": form,
            "media": self.media,
            "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/photos/photo/upload.html", context)

    def keep_all(self, request: HttpRequest, form: UploadForm) -> tuple[list[Photo], list[str]]:
        """The photos that could be kept; each refusal with the file's name."""
        kept: list[Photo] = []
        refusals: list[str] = []
        for upload in form.cleaned_data["pictures"]:
            try:
                photo = keep(upload, by=person_of(request), **form.words())
            except PictureRefused as refusal:
                refusals.append(f"{upload.name}: {refusal}")
                continue
            kept.append(photo)
            self.log_addition(request, photo, [{"added": {}}])
        return kept, refusals

    def drawer_view(self, request: HttpRequest) -> HttpResponse:
        """Pictures to take into an article: the newest, or those of a search."""
        if request.method == "POST":
            return self.add_from_drawer(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        q = request.GET.get("q", "")
        photos, _distinct = self.get_search_results(request, self.get_queryset(request), q)
        page = Paginator(photos.order_by(*self.ordering), DRAWER).get_page(request.GET.get("page"))
        context: dict[str, Any] = {
            "tiles": page,
            "q": q,
            "next": page.has_next() and page.next_page_number(),
        }
        if "q" in request.GET or "page" in request.GET:
            return TemplateResponse(request, "admin/photos/photo/_tiles.html", context)
        form = UploadForm(auto_id="library-%s") if self.has_add_permission(request) else None
        context["form"] = form
        return TemplateResponse(request, "admin/photos/photo/drawer.html", context)

    def add_from_drawer(self, request: HttpRequest) -> HttpResponse:
        """The tiles of what could be kept, with refusals; 422 when there is nothing but those."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        kept, refusals = self.keep_all(request, form) if form.is_valid() else ([], [])
        refusals += [str(error) for errors in form.errors.values() for error in errors]
        context = {"tiles": kept, "refusals": refusals}
        status = 201 if kept else 422
        return TemplateResponse(request, "admin/photos/photo/_tiles.html", context, status=status)

    def response_upload(self, request: HttpRequest, kept: list[Photo]) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, kept[0])
        messages.success(
            request,
            ngettext("%d photo is in the library.", "%d photos are in the library.", len(kept))
            % len(kept),
        )
        address = reverse("admin:photos_photo_changelist")
        missing = any(not photo.alt for photo in kept)
        return HttpResponseRedirect(f"{address}?described=no" if missing else address)

    def thumbnail_view(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        """The smallest rendition, for previews beside a field that holds an id."""
        photo = get_object_or_404(Photo, pk=photo_id)
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        return HttpResponseRedirect(photo.url(photo.widths[0]))

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        describe(obj)

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        discard(obj)

    @admin.display(description=_("photo"))
    def thumbnail(self, photo: Photo) -> SafeString:
        width = photo.widths[0]
        return format_html(
            '<img class="thumbnail" src="{}" width="{}" height="{}" alt="" loading="lazy">',
            photo.url(width), width, photo.height_at(width),
        )  # fmt: skip

    @admin.display(description=_("what it shows"), ordering="alt")
    def described(self, photo: Photo) -> str | SafeString:
        if photo.alt:
            return format_html('<span dir="auto">{}</span>', photo.alt)
        return format_html(
            '<strong class="missing">{}</strong> <span dir="auto">{}</span>',
            _("description missing"), photo.original_name,
        )  # fmt: skip

    @admin.display(description=_("preview"))
    def preview(self, photo: Photo) -> SafeString:
        width = min((one for one in photo.widths if one >= 640), default=photo.widths[-1])
        return format_html(
            '<img class="preview" src="{}" width="{}" height="{}" alt="">',
            photo.url(width), width, photo.height_at(width),
        )  # fmt: skip

    @admin.display(description=_("size"))
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"
