"""The composition root as a Django app: its commands and its checks."""

import gc

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from newsroom.checks import CHECKS, DEPLOYMENT_CHECKS

        for check, tag in CHECKS:
            register(check, tag)
        for check, tag in DEPLOYMENT_CHECKS:
            register(check, tag, deploy=True)

        from newsroom import outlets

        outlets.register()

        from lib.people import keeps
        from newsroom import mail, queued

        keeps("mails", _("Kept mails"), export=mail.export_mails, erase=mail.erase_mails)
        keeps(
            "tasks", _("Tasks of the worker"), export=queued.export_tasks, erase=queued.erase_tasks
        )

        from newsroom.roles import sync_roles_after_migrate

        last = [room for room in apps.get_app_configs() if room.models_module][-1]
        post_migrate.connect(sync_roles_after_migrate, sender=last)
        gc.freeze()  # see newsroom.wsgi


class NewsroomAdminConfig(AdminConfig):
    """Django's admin under the newsroom's own name."""

    default_site = "newsroom.site.NewsroomSite"
