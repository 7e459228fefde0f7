"""Who may do what: the four roles as groups, written down once and synced after each migrate."""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as registry
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

REPORTER = frozenset({
    "articles.view_article", "articles.add_article", "articles.change_article",
    "articles.view_section", "articles.view_author",
    "articles.view_tag", "articles.add_tag",
    "photos.view_photo", "photos.add_photo", "photos.change_photo",
})  # fmt: skip
MODERATOR = frozenset({
    "articles.view_article", "articles.view_section", "articles.view_author", "articles.view_tag",
    "moderation.view_response", "moderation.decide_response",
    "moderation.view_host", "moderation.add_host", "moderation.change_host",
    "moderation.delete_host",
    "moderation.view_rule", "moderation.add_rule", "moderation.change_rule",
    "moderation.delete_rule",
    "comments.view_comment", "trackbacks.view_linkback", "trackbacks.view_ping", "likes.view_like",
})  # fmt: skip
EDITOR = REPORTER | MODERATOR | {
    "articles.publish_article",
    "articles.add_section", "articles.change_section", "articles.delete_section",
    "articles.change_tag", "articles.delete_tag",
    "articles.add_author", "articles.change_author", "articles.delete_author",
    "photos.delete_photo",
}  # fmt: skip
ADMINISTRATOR = EDITOR | {
    "trackbacks.erase_linkback",
    "accounts.view_user", "accounts.add_user", "accounts.change_user",
    "masthead.view_newsroom", "masthead.change_newsroom",
}  # fmt: skip

ROLES = {
    "Reporter": REPORTER,
    "Editor": EDITOR,
    "Moderator": MODERATOR,
    "Administrator": ADMINISTRATOR,
}
"""Role → its permissions as ``app_label.codename``."""


def sync_roles() -> None:
    """Make the groups of the roles and give each exactly its permissions."""
    found = {f"{one.content_type.app_label}.{one.codename}": one for one in _permissions()}
    for name, wanted in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(found[codename] for codename in wanted if codename in found)


def sync_roles_after_migrate(apps: Apps = registry, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``, which a flush sends without ``apps``; groups may not be yet."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return
    sync_roles()


def _permissions() -> list[Permission]:
    """The rows of every permission that some role has; some may not be made yet."""
    named = Q(pk__in=[])
    for codename in frozenset().union(*ROLES.values()):
        room, _, word = codename.partition(".")
        named |= Q(content_type__app_label=room, codename=word)
    return list(Permission.objects.select_related("content_type").filter(named))
